/** Writes records of credentials that make credentials, and keeps account of who made what. */
import type { JsonObject } from '../../src/json.ts';

export const ACCOUNT = '111122223333';
const START = Date.UTC(2024, 4, 1, 10);

/** `2024-05-01T10:00:05Z`: so many seconds after the start of the trail. */
export function at(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export function msAt(seconds: number): number {
  return START + seconds * 1000;
}

export interface Call {
  readonly at: number;
  readonly by: JsonObject;
  /** `iam:CreateUser`. */
  readonly api: string;
  readonly request?: JsonObject | null;
  readonly response?: JsonObject | null;
  /** Fields beside, or instead of, the usual ones. */
  readonly more?: JsonObject;
}

/** A record; its event ID is made of everything in it. */
export function record({
  at: seconds,
  by,
  api,
  request = null,
  response = null,
  more = {},
}: Call): JsonObject {
  const [source = '', name = ''] = api.split(':');
  const content: JsonObject = {
    eventVersion: '1.09',
    userIdentity: by,
    eventTime: at(seconds),
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.15.0',
    requestParameters: request,
    responseElements: response,
    recipientAccountId: ACCOUNT,
    ...more,
  };
  return { eventID: idOf(JSON.stringify(content)), ...content };
}

/** FNV-1a, twice: short and different for different records. */
function idOf(text: string): string {
  const hash = (seed: number): string => {
    let value = seed;
    for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x01000193) >>> 0;
    return value.toString(16).padStart(8, '0');
  };
  return `${hash(0x811c9dc5)}-0000-4000-8000-0000${hash(0x01234567)}`;
}

export function userArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:user/${name}`;
}

export function sessionOf(role: string, name: string): string {
  return `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`;
}

/** `userIdentity` of an IAM user with a long-lived key. */
export function user(name: string, key: string): JsonObject {
  const principalId = `AIDA${name.toUpperCase()}`;
  return {
    type: 'IAMUser',
    principalId,
    arn: userArn(name),
    accountId: ACCOUNT,
    accessKeyId: key,
    userName: name,
  };
}

/** The same with temporary credentials, made so many seconds after the start. */
export function userSession(name: string, key: string, created: number): JsonObject {
  return { ...user(name, key), sessionContext: context(created, {}) };
}

export function roleSession(role: string, name: string, key: string, created: number): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROA${role.toUpperCase()}:${name}`,
    arn: sessionOf(role, name),
    accountId: ACCOUNT,
    accessKeyId: key,
    sessionContext: context(created, {
      type: 'Role',
      principalId: `AROA${role.toUpperCase()}`,
      arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      accountId: ACCOUNT,
      userName: role,
    }),
  };
}

export function federated(name: string, by: string, key: string, created: number): JsonObject {
  return {
    type: 'FederatedUser',
    principalId: `${ACCOUNT}:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:federated-user/${name}`,
    accountId: ACCOUNT,
    accessKeyId: key,
    sessionContext: context(created, {
      type: 'IAMUser',
      principalId: `AIDA${by.toUpperCase()}`,
      arn: userArn(by),
      accountId: ACCOUNT,
      userName: by,
    }),
  };
}

export function service(name: string): JsonObject {
  return { type: 'AWSService', invokedBy: `${name}.amazonaws.com` };
}

function context(created: number, sessionIssuer: JsonObject): JsonObject {
  return { sessionIssuer, attributes: { creationDate: at(created), mfaAuthenticated: 'false' } };
}

/** What STS answers. */
export function credentials(key: string): JsonObject {
  return { credentials: { accessKeyId: key, sessionToken: 'token', expiration: 'May 1, 2024, 10:59:59 PM' } };
}

export function assumeRole(
  seconds: number,
  by: JsonObject,
  role: string,
  name: string,
  key: string | null,
  more: JsonObject = {},
): JsonObject {
  const assumedRoleUser = {
    assumedRoleId: `AROA${role.toUpperCase()}:${name}`,
    arn: sessionOf(role, name),
  };
  return record({
    at: seconds,
    by,
    api: 'sts:AssumeRole',
    request: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: name },
    response: key === null ? null : { ...credentials(key), assumedRoleUser },
    more,
  });
}

/** Any call that mints nothing. */
export function use(seconds: number, by: JsonObject, more: JsonObject = {}): JsonObject {
  return record({ at: seconds, by, api: 's3:ListBuckets', more });
}

/** A sign-in with a password. */
export function consoleLogin(seconds: number, name: string): JsonObject {
  const { accessKeyId: _, ...by } = user(name, '');
  return record({
    at: seconds,
    by,
    api: 'signin:ConsoleLogin',
    response: { ConsoleLogin: 'Success' },
    more: { additionalEventData: { MFAUsed: 'No' }, userAgent: 'Mozilla/5.0' },
  });
}
