/** Calls that turn one credential into another, with the fields by which the two can be joined. */
import type { Role } from './account.ts';
import type { Call } from './call.ts';
import { HOUR_MS, localTime } from './calendar.ts';
import type { Random } from './random.ts';
import { makeKey, makeRoleSession, serviceSigner } from './signer.ts';
import type { Signer, User } from './signer.ts';

/** What every call has, whoever makes it. */
export type Where = Pick<Call, 'timeMs' | 'signer' | 'region' | 'address' | 'agent'>;

export interface Minted {
  readonly call: Call;
  readonly signer: Signer;
}

/** Text where a session token stood: nobody needs another. */
const TOKEN = 'EXAMPLESESSIONTOKEN';

function credentialsOf(signer: Signer, timeMs: number, hours: number): { [field: string]: string } {
  return {
    accessKeyId: signer.id,
    sessionToken: TOKEN,
    expiration: localTime(timeMs + hours * HOUR_MS, 'sts'),
  };
}

/** sts:AssumeRole by a credential. */
export function assumeRole(where: Where, role: Role, session: string, random: Random): Minted {
  const signer = makeRoleSession(role, { session, createdMs: where.timeMs, random });
  const call: Call = {
    ...where,
    api: 'sts:AssumeRole',
    parameters: { roleArn: role.arn, roleSessionName: session, durationSeconds: 3600 },
    response: {
      credentials: credentialsOf(signer, where.timeMs, 1),
      assumedRoleUser: { assumedRoleId: `${role.id}:${session}`, arn: signer.arn },
    },
    resources: [{ accountId: role.account.id, type: 'AWS::IAM::Role', ARN: role.arn }],
  };
  return { call, signer };
}

/** The copy of a cross-account AssumeRole that the role's own account gets: it shows little of the caller. */
export function sharedCopy(call: Call, role: Role, sharedEventID: string): Call[] {
  const { type, principalId, accountId } = call.signer.identity;
  const caller: Signer = {
    id: '',
    account: role.account,
    arn: '',
    identity: {
      type: type === 'IAMUser' || type === 'AssumedRole' ? 'AWSAccount' : (type ?? 'AWSAccount'),
      principalId: principalId ?? '',
      accountId: accountId ?? '',
    },
  };
  const more = { sharedEventID };
  return [
    { ...call, more },
    { ...call, signer: caller, more },
  ];
}

/** A service that takes a role for a workload: an instance, a function, a task. */
export function assumeByService(
  { timeMs, region }: { timeMs: number; region: string },
  { role, service, session }: { role: Role; service: string; session: string },
  random: Random,
): Minted {
  const host = `${service}.amazonaws.com`;
  const more = service === 'ec2' ? { ec2RoleDelivery: '2.0' } : {};
  const signer = makeRoleSession(role, { session, createdMs: timeMs, random, more });
  const call: Call = {
    timeMs,
    signer: serviceSigner(role.account, host),
    api: 'sts:AssumeRole',
    region,
    address: host,
    agent: host,
    parameters: {
      roleArn: role.arn,
      roleSessionName: session,
      ...(service === 'ec2' ? {} : { durationSeconds: 3600 }),
    },
    response: {
      credentials: credentialsOf(signer, timeMs, 6),
      ...(service === 'ec2'
        ? {}
        : { assumedRoleUser: { assumedRoleId: `${role.id}:${session}`, arn: signer.arn } }),
    },
    resources: [{ accountId: role.account.id, type: 'AWS::IAM::Role', ARN: role.arn }],
    more: { sharedEventID: random.uuid() },
  };
  return { call, signer };
}

/** iam:CreateAccessKey for a user. */
export function createKey(where: Where, user: User, random: Random): Minted {
  const signer = makeKey(user, random);
  return { call: createKeyCall(where, user, signer), signer };
}

/** As `createKey`, of a key that there is already. */
export function createKeyCall(where: Where, user: User, key: Signer): Call {
  return {
    ...where,
    api: 'iam:CreateAccessKey',
    parameters: { userName: user.name },
    response: {
      accessKey: {
        accessKeyId: key.id,
        status: 'Active',
        userName: user.name,
        createDate: localTime(where.timeMs, 'iam'),
      },
    },
  };
}

export function createUserCall(where: Where, user: User): Call {
  return {
    ...where,
    api: 'iam:CreateUser',
    parameters: { userName: user.name },
    response: {
      user: {
        path: '/',
        userName: user.name,
        userId: user.id,
        arn: user.arn,
        createDate: localTime(where.timeMs, 'iam'),
      },
    },
  };
}

export function createLoginProfileCall(where: Where, user: User): Call {
  return {
    ...where,
    api: 'iam:CreateLoginProfile',
    parameters: { userName: user.name, passwordResetRequired: false },
    response: {
      loginProfile: {
        userName: user.name,
        createDate: localTime(where.timeMs, 'iam'),
        passwordResetRequired: false,
      },
    },
  };
}

/** sts:GetSessionToken, sts:GetFederationToken: `signer` is what it gives. */
export function tokenCall(
  where: Where,
  signer: Signer,
  parameters: Call['parameters'],
  federatedUser?: { readonly [field: string]: string },
): Call {
  return {
    ...where,
    api: federatedUser === undefined ? 'sts:GetSessionToken' : 'sts:GetFederationToken',
    parameters: parameters ?? null,
    response: {
      credentials: credentialsOf(signer, where.timeMs, 12),
      ...(federatedUser === undefined ? {} : { federatedUser }),
    },
  };
}
