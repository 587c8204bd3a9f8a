/**
 * Makes an account on moto what a trail tells of: the users and roles that act in it, with the keys they act with, and
 * what was made and changed in IAM, at the time it was. What no trail tells (passwords, groups, tags, policies) is given
 * to each in a way that follows from its events, so that something is there that a response could break.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isJsonObject } from '../../src/json.ts';
import type { Json, JsonObject } from '../../src/json.ts';
import type { Ask, Moto } from './moto.ts';

/** The events of a folder of CloudTrail's files, in the order of their time. */
export function trailIn(folder: string): JsonObject[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json.gz'),
  );
  const records = files.flatMap((file) => {
    const { Records } = JSON.parse(gunzipSync(readFileSync(path.join(folder, file))).toString()) as {
      Records: JsonObject[];
    };
    return Records;
  });
  return records.toSorted((a, b) => (text(a, 'eventTime') < text(b, 'eventTime') ? -1 : 1));
}

/** The account whose trail it is. */
export function accountOf(records: readonly JsonObject[]): string {
  return text(records[0], 'recipientAccountId');
}

/** Who responds: no part of the trail. */
export const RESPONDER = { userName: 'ir-on-call', accessKeyId: 'AKIARESPONDEREXAMPLE' } as const;

interface Principal {
  readonly path: string;
  readonly keys: Set<string>;
  readonly services: Set<string>;
  /** ARNs of the users that took the role. */
  readonly takenBy: Set<string>;
  hasPassword: boolean;
}

/** Before anything in the trail. */
const YEAR_MS = 365 * 86_400_000;

/** @param ask calls of the account of the trail */
export async function seedAccount(
  moto: Pick<Moto, 'next'>,
  ask: Ask,
  records: readonly JsonObject[],
): Promise<void> {
  const changes = records.filter(
    (record) =>
      record['eventSource'] === 'iam.amazonaws.com' &&
      record['readOnly'] === false &&
      record['errorCode'] === undefined,
  );
  const isMadeLater = (operation: string, key: string, value: string): boolean =>
    changes.some((change) => change['eventName'] === operation && madeText(change, key) === value);
  const before = new Date(Date.parse(text(records[0], 'eventTime')) - YEAR_MS).toISOString();
  await moto.next({ time: before });
  const { users, roles } = principalsOf(records);
  await ask('iam', 'CreateUser', { UserName: RESPONDER.userName });
  await moto.next({ accessKeyId: RESPONDER.accessKeyId });
  await ask('iam', 'CreateAccessKey', { UserName: RESPONDER.userName });
  await ask('iam', 'CreateGroup', { GroupName: 'people' });
  await ask('iam', 'AttachGroupPolicy', {
    GroupName: 'people',
    PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  });
  for (const [name, user] of users)
    if (!isMadeLater('CreateUser', 'userName', name)) {
      await makeUser(ask, name, user);
      for (const accessKeyId of user.keys)
        if (!isMadeLater('CreateAccessKey', 'accessKeyId', accessKeyId)) {
          await moto.next({ accessKeyId });
          await ask('iam', 'CreateAccessKey', { UserName: name });
        }
    }
  for (const [name, role] of roles) await makeRole(ask, name, role);
  for (const change of changes) {
    const accessKeyId = madeText(change, 'accessKeyId');
    await moto.next({
      time: text(change, 'eventTime'),
      ...(change['eventName'] === 'CreateAccessKey' ? { accessKeyId } : {}),
    });
    await ask('iam', text(change, 'eventName'), parametersOf(change));
  }
}

function principalsOf(records: readonly JsonObject[]): {
  users: Map<string, Principal>;
  roles: Map<string, Principal>;
} {
  const users = new Map<string, Principal>();
  const roles = new Map<string, Principal>();
  for (const record of records) {
    const identity = objectIn(record, 'userIdentity');
    const issuer = objectIn(objectIn(identity, 'sessionContext'), 'sessionIssuer');
    const arn = text(issuer, 'arn') || text(identity, 'arn');
    const [, kind, folders = '', name = ''] = /:iam::\d{12}:(user|role)\/(.*\/)?([^/]+)$/.exec(arn) ?? [];
    if (kind === undefined) continue;
    const known = kind === 'user' ? users : roles;
    const found = known.get(name) ?? {
      path: `/${folders}`,
      keys: new Set(),
      services: new Set(),
      takenBy: new Set(),
      hasPassword: false,
    };
    known.set(name, found);
    const key = text(identity, 'accessKeyId');
    if (key.startsWith('AKIA')) found.keys.add(key);
    if (record['errorCode'] === undefined)
      found.services.add(text(record, 'eventSource').replace(/\.amazonaws\.com$/, ''));
    if (record['eventName'] === 'ConsoleLogin') found.hasPassword = true;
  }
  for (const record of records.filter(({ eventName }) => eventName === 'AssumeRole')) {
    const arn = text(objectIn(record, 'requestParameters'), 'roleArn');
    const caller = text(objectIn(record, 'userIdentity'), 'arn');
    if (caller.includes(':user/')) roles.get(arn.slice(arn.lastIndexOf('/') + 1))?.takenBy.add(caller);
  }
  return { users, roles };
}

async function makeUser(ask: Ask, name: string, { path: folders, services, hasPassword }: Principal) {
  await ask('iam', 'CreateUser', {
    UserName: name,
    Path: folders,
    Tags: [{ Key: 'kind', Value: hasPassword ? 'person' : 'machine' }],
  });
  await ask('iam', 'PutUserPolicy', {
    UserName: name,
    PolicyName: 'work',
    PolicyDocument: permitting(services),
  });
  if (hasPassword) {
    await ask('iam', 'CreateLoginProfile', { UserName: name, Password: 'of nobody 1' });
    await ask('iam', 'AddUserToGroup', { UserName: name, GroupName: 'people' });
  } else
    await ask('iam', 'PutUserPermissionsBoundary', {
      UserName: name,
      PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
    });
}

async function makeRole(ask: Ask, name: string, { path: folders, services, takenBy }: Principal) {
  const principal: JsonObject =
    takenBy.size > 0 ? { AWS: [...takenBy].toSorted() } : { Service: 'ec2.amazonaws.com' };
  await ask('iam', 'CreateRole', {
    RoleName: name,
    Path: folders,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }],
    }),
  });
  await ask('iam', 'PutRolePolicy', {
    RoleName: name,
    PolicyName: 'work',
    PolicyDocument: permitting(services),
  });
}

function permitting(services: ReadonlySet<string>): string {
  const Action = [...services].toSorted().map((service) => `${service}:*`);
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}

/** As the API names them: those of a record begin with a small letter. */
function parametersOf(record: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(objectIn(record, 'requestParameters') ?? {}).map(([name, value]) => [
      `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
      value,
    ]),
  );
}

/** A text of what the call made: `responseElements.user.userName`. */
function madeText(record: JsonObject, key: string): string {
  const [made] = Object.values(objectIn(record, 'responseElements') ?? {});
  return isJsonObject(made) ? text(made, key) : '';
}

function objectIn(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const found: Json | undefined = value?.[key];
  return isJsonObject(found) ? found : undefined;
}

function text(value: JsonObject | undefined, key: string): string {
  const found = value?.[key];
  return typeof found === 'string' ? found : '';
}
