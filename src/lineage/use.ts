/** The use of one credential under one set of facts: what a pass over events remembers of it. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { readTime } from '../cloudtrail/event.ts';
import type { Json, JsonObject } from '../json.ts';
import { objectIn, textIn } from './field.ts';

/** What a record says about who called, as far as lineage needs it. `''` stands for what it does not say. */
export interface Identity {
  /** `accessKeyId`; `''` when absent or masked. */
  readonly key: string;
  readonly arn: string;
  readonly type: string;
  readonly principalId: string;
  readonly userName: string;
  readonly account: string;
  /** `sessionContext.attributes.creationDate` in milliseconds since 1970 (UTC); `null` for what is no session. */
  readonly createdMs: number | null;
  readonly issuerType: string;
  readonly issuerArn: string;
  readonly sourceIdentity: string;
  /** ID of the Identity Center user behind the session. */
  readonly onBehalfOf: string;
  /** ARN of the function, task or instance that AWS issued the session to. */
  readonly issuedTo: string;
  /** `1.0` or `2.0`: the version of the instance metadata service that handed the session out. */
  readonly delivery: string;
  readonly isConsole: boolean;
  /** The service that called on the principal's behalf. */
  readonly invokedBy: string;
}

/** An event, and where from and with what it was made. */
export interface Sighting {
  readonly ref: EventRef;
  readonly address: string;
  readonly agent: string;
}

export interface Use extends Identity {
  readonly first: Sighting;
  readonly lastMs: number;
  /** For long-lived credentials the hours in which they were used, as hours since 1970, ascending. */
  readonly hours: readonly number[];
}

/** User agents of forged records have any length. */
const AGENT_LENGTH = 256;
export const HOUR_MS = 3_600_000;
export const NO_HOURS: readonly number[] = [];

/** Access key IDs are words of 16 to 128 characters; those in published logs may be shorter. */
const KEY_SHAPE = /^[\w-]{1,128}$/;

/** `AKIA****************` and the like name no key. */
export function isKey(accessKeyId: string): boolean {
  return KEY_SHAPE.test(accessKeyId);
}

export function identityOf(record: JsonObject): Identity {
  const fromConsole = record['sessionCredentialFromConsole'];
  return identityFrom(objectIn(record, 'userIdentity'), fromConsole === 'true' || fromConsole === true);
}

/** The same from the parts of a record that say it: `userIdentity`, and whether the call came from the console. */
export function identityFrom(user: JsonObject, isConsole: boolean): Identity {
  const context = objectIn(user, 'sessionContext');
  const issuer = objectIn(context, 'sessionIssuer');
  const key = textIn(user, 'accessKeyId');
  const created = readTime(objectIn(context, 'attributes')['creationDate']);
  return {
    key: isKey(key) ? key : '',
    arn: textIn(user, 'arn'),
    type: textIn(user, 'type'),
    principalId: textIn(user, 'principalId'),
    userName: textIn(user, 'userName'),
    account: textIn(user, 'accountId'),
    createdMs: Number.isNaN(created) ? null : created,
    issuerType: textIn(issuer, 'type'),
    issuerArn: textIn(issuer, 'arn'),
    sourceIdentity: textIn(context, 'sourceIdentity'),
    onBehalfOf: textIn(objectIn(user, 'onBehalfOf'), 'userId'),
    issuedTo: textIn(objectIn(user, 'inScopeOf'), 'credentialsIssuedTo'),
    delivery: textIn(context, 'ec2RoleDelivery'),
    isConsole,
    invokedBy: textIn(user, 'invokedBy'),
  };
}

/** Signing in is no use of what it gives, and has no key. */
export const SIGN_IN = 'signin.amazonaws.com';

/** Whether a call of the service is a use of a credential that lineage can name: by its key, or by its principal. */
export function isUse(eventSource: string, identity: Identity): boolean {
  if (identity.key !== '') return true;
  return identity.arn !== '' && eventSource !== SIGN_IN;
}

export function sightingOf(record: JsonObject, ref: EventRef): Sighting {
  return sighting(ref, record['sourceIPAddress'], record['userAgent']);
}

/** A sighting of an event with that address and user agent. */
export function sighting(ref: EventRef, address: Json | undefined, agent: Json | undefined): Sighting {
  return {
    ref,
    address: typeof address === 'string' ? address : '',
    agent: typeof agent === 'string' ? agent.slice(0, AGENT_LENGTH) : '',
  };
}

/** Equal for uses that are one. */
export function useKey(use: Identity): string {
  return JSON.stringify([
    use.key,
    use.arn,
    use.createdMs,
    use.type,
    use.principalId,
    use.userName,
    use.account,
    use.issuerType,
    use.issuerArn,
    use.sourceIdentity,
    use.onBehalfOf,
    use.issuedTo,
    use.delivery,
    use.isConsole,
    use.invokedBy,
  ]);
}
