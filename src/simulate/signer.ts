/** Who signs calls, as `userIdentity` shows them. */
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Account, Role } from './account.ts';
import { isoTime } from './calendar.ts';
import type { Random } from './random.ts';

/** An IAM user. */
export interface User {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly account: Account;
}

/** A credential in use. */
export interface Signer {
  /**
   * What labels call it: the access key ID; `console:<principal ARN>@<creation date>` for a console session, whose many
   * keys are one credential.
   */
  readonly id: string;
  readonly account: Account;
  /** ARN of the principal. */
  readonly arn: string;
  readonly identity: JsonObject;
  /** The user whose key, session or login it is. */
  readonly user?: User;
  readonly role?: Role;
  readonly isConsole?: boolean;
}

export function makeUser(account: Account, name: string, random: Random): User {
  return {
    name,
    id: `AIDA${random.base32(10)}EXAMPLE`,
    arn: `arn:aws:iam::${account.id}:user/${name}`,
    account,
  };
}

/** A long-lived key, with an ID that says that it is made up. */
export function makeKey(user: User, random: Random): Signer {
  return userSigner(user, `AKIA${random.base32(9)}EXAMPLE`);
}

function userSigner(user: User, accessKeyId: string): Signer {
  return {
    id: accessKeyId,
    account: user.account,
    arn: user.arn,
    user,
    identity: {
      type: 'IAMUser',
      principalId: user.id,
      arn: user.arn,
      accountId: user.account.id,
      accessKeyId,
      userName: user.name,
    },
  };
}

/** What AssumeRole gives. */
export function makeRoleSession(
  role: Role,
  {
    session,
    createdMs,
    random,
    more = {},
  }: { session: string; createdMs: number; random: Random; more?: JsonObject },
): Signer {
  const accessKeyId = temporaryKey(random);
  const arn = `arn:aws:sts::${role.account.id}:assumed-role/${role.name}/${session}`;
  return {
    id: accessKeyId,
    account: role.account,
    arn,
    role,
    identity: {
      type: 'AssumedRole',
      principalId: `${role.id}:${session}`,
      arn,
      accountId: role.account.id,
      accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: role.id,
          arn: role.arn,
          accountId: role.account.id,
          userName: role.name,
        },
        attributes: { creationDate: isoTime(createdMs), mfaAuthenticated: 'false' },
        ...more,
      },
    },
  };
}

/** What GetSessionToken gives: the user again, with a temporary key. */
export function makeSessionToken(user: User, createdMs: number, random: Random): Signer {
  const signer = userSigner(user, temporaryKey(random));
  return {
    ...signer,
    identity: { ...signer.identity, sessionContext: contextOf(createdMs, true) },
  };
}

/** What GetFederationToken gives. */
export function makeFederation(user: User, name: string, createdMs: number, random: Random): Signer {
  const accessKeyId = temporaryKey(random);
  const arn = `arn:aws:sts::${user.account.id}:federated-user/${name}`;
  return {
    id: accessKeyId,
    account: user.account,
    arn,
    identity: {
      type: 'FederatedUser',
      principalId: `${user.account.id}:${name}`,
      arn,
      accountId: user.account.id,
      accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: 'IAMUser',
          principalId: user.id,
          arn: user.arn,
          accountId: user.account.id,
          userName: user.name,
        },
        attributes: { creationDate: isoTime(createdMs), mfaAuthenticated: 'false' },
      },
    },
  };
}

/** A console session of whoever `principal` is; its key changes from page to page (`consoleKey`). */
export function makeConsoleSession(principal: Signer, createdMs: number, mfa: boolean): Signer {
  const { accessKeyId: _, sessionContext: earlier, ...identity } = principal.identity;
  return {
    ...principal,
    id: `console:${principal.arn}@${isoTime(createdMs)}`,
    isConsole: true,
    identity: {
      ...identity,
      sessionContext: {
        ...(isJsonObject(earlier) ? earlier : {}),
        ...contextOf(createdMs, mfa),
      },
    },
  };
}

/** The user as a sign-in shows them: without a key. */
export function passwordSigner(user: User): Signer {
  const { accessKeyId: _, ...identity } = userSigner(user, '').identity;
  return { id: `password:${user.arn}`, account: user.account, arn: user.arn, user, identity };
}

/** The same principal, as a service that was called shows it when it calls on. */
export function forwardedSigner(
  caller: Signer,
  service: string,
  creationDate: string,
  random: Random,
): Signer {
  const { sessionContext, ...identity } = caller.identity;
  return {
    ...caller,
    isConsole: false,
    identity: {
      ...identity,
      accessKeyId: temporaryKey(random),
      sessionContext: {
        ...(isJsonObject(sessionContext) ? sessionContext : { sessionIssuer: {} }),
        attributes: { creationDate, mfaAuthenticated: 'false' },
      },
      invokedBy: service,
    },
  };
}

/** An AWS service that acts for itself. */
export function serviceSigner(account: Account, service: string): Signer {
  return { id: '', account, arn: '', identity: { type: 'AWSService', invokedBy: service } };
}

/** The identity with the key that the console uses on this page. */
export function consoleIdentity(signer: Signer, random: Random): JsonObject {
  const { sessionContext, ...identity } = signer.identity;
  return { ...identity, accessKeyId: temporaryKey(random), sessionContext: sessionContext ?? {} };
}

function contextOf(createdMs: number, mfa: boolean): JsonObject {
  return { attributes: { creationDate: isoTime(createdMs), mfaAuthenticated: String(mfa) } };
}

function temporaryKey(random: Random): string {
  return `ASIA${random.base32(9)}EXAMPLE`;
}
