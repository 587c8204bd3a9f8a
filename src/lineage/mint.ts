/** Which credentials an event turned one into: every mechanism that CloudTrail shows, by the name of the call. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { JsonObject } from '../json.ts';
import { plainName } from './event-name.ts';
import { objectAt, textAt } from './field.ts';
import type { CredentialKind } from './lineage.ts';
import { IAM_MINTS } from './mint-iam.ts';
import { ROLE_MINTS } from './mint-role.ts';
import { SIGNIN_MINTS } from './mint-signin.ts';
import { STS_MINTS } from './mint-sts.ts';
import { WORKLOAD_MINTS } from './mint-workload.ts';
import { identityOf, sightingOf } from './use.ts';
import type { Identity, Sighting } from './use.ts';

/** Whom a new credential belongs to, as far as the event says. */
export interface Holder {
  readonly arn: string;
  readonly principalId: string;
  /** Name of an IAM user whose ARN the event does not give. */
  readonly userName: string;
  readonly account: string;
}

/** A credential with an access key ID; `key` is `''` when the response was left out of the record. */
export interface KeyChild {
  readonly what: 'key';
  readonly kind: CredentialKind;
  readonly key: string;
  readonly holder: Holder;
  readonly expiresMs: number | null;
}

/** A sign-in to the console: its session is known by principal and time. */
export interface LoginChild {
  readonly what: 'login';
  readonly kind: 'console-session';
  readonly holder: Holder;
  /** ARN of the principal that switched roles; `''` for those who signed in. */
  readonly from: string;
}

/** A secret of an IAM user that is no access key; `id` is `''` for the password. */
export interface OwnedChild {
  readonly what: 'owned';
  readonly kind: 'password' | 'service-specific' | 'ssh-key' | 'signing-certificate';
  readonly id: string;
  readonly holder: Holder;
  readonly expiresMs: number | null;
}

/** A principal: whoever made it has power over all its credentials. */
export interface UserChild {
  readonly what: 'user';
  readonly holder: Holder;
}

/** A role that lets callers from outside in. */
export interface RoleChild {
  readonly what: 'role';
  readonly role: string;
}

/** Something that runs with a role, known by what AWS names its sessions. */
export interface WorkloadChild {
  readonly what: 'workload';
  readonly service: 'ec2' | 'lambda' | 'ecs' | 'other';
  /** ARN or name of the role; `''` when the event does not say. */
  readonly role: string;
  /** Instance IDs, function names, task IDs; empty when every workload with the role is meant. */
  readonly names: readonly string[];
  /** Whether the caller only ran something inside of it: the sessions are the workload's as well. */
  readonly isShared: boolean;
}

export type Child = KeyChild | LoginChild | OwnedChild | UserChild | RoleChild | WorkloadChild;

/** One event that gave, or gave power over, one credential. */
export interface Mint {
  readonly seen: Sighting;
  /** Event name without version. */
  readonly mechanism: string;
  /** Account the event was delivered to. */
  readonly account: string;
  /** `sharedEventID`: equal in the copies that the accounts on both sides of a call get. */
  readonly sharedId: string;
  readonly caller: Identity;
  readonly child: Child;
}

/** What the readers of mints are given. */
export interface Call {
  readonly caller: Identity;
  /** Account whose resources were called: of a cross-account call the recipient's. */
  readonly account: string;
  readonly request: JsonObject;
  readonly response: JsonObject;
  readonly extra: JsonObject;
}

export type ReadMint = (call: Call) => readonly Child[];

/** By `service:EventName`, the service without `.amazonaws.com`. */
const READERS: ReadonlyMap<string, ReadMint> = new Map(
  [STS_MINTS, SIGNIN_MINTS, IAM_MINTS, ROLE_MINTS, WORKLOAD_MINTS].flatMap((table) => Object.entries(table)),
);

/** Names alone, as most calls need no more to be passed over. */
const NAMES: ReadonlySet<string> = new Set([...READERS.keys()].map((key) => key.slice(key.indexOf(':') + 1)));

const DOMAIN = '.amazonaws.com';

/** Whether calls of that name can mint, in at least one service; versions of names make no difference. */
export function isMintingName(eventName: string): boolean {
  return NAMES.has(plainName(eventName));
}

/** Whether such a call can mint. */
export function canMint(eventSource: string, eventName: string): boolean {
  return READERS.has(readerKey(eventSource, eventName));
}

/**
 * What the event minted: empty for calls that failed, and for those that mint nothing.
 *
 * @param record the whole CloudTrail record
 * @param caller what it says of who called
 */
export function mintsOf(record: JsonObject, ref: EventRef, caller: Identity = identityOf(record)): Mint[] {
  const eventName = textAt(record, 'eventName');
  const read = READERS.get(readerKey(textAt(record, 'eventSource'), eventName));
  if (read === undefined || isFailed(record)) return [];
  const account = textAt(record, 'recipientAccountId') || caller.account;
  const children = read({
    caller,
    account,
    request: objectAt(record, 'requestParameters'),
    response: objectAt(record, 'responseElements'),
    extra: objectAt(record, 'additionalEventData'),
  });
  const seen = sightingOf(record, ref);
  const sharedId = textAt(record, 'sharedEventID');
  return children.map((child) => ({
    seen,
    mechanism: plainName(eventName),
    account,
    sharedId,
    caller,
    child,
  }));
}

function readerKey(eventSource: string, eventName: string): string {
  const service = eventSource.endsWith(DOMAIN) ? eventSource.slice(0, -DOMAIN.length) : eventSource;
  return `${service}:${plainName(eventName)}`;
}

/** Failed sign-ins have no error code. */
function isFailed(record: JsonObject): boolean {
  const isError = (name: string): boolean => name in record && record[name] !== null && record[name] !== '';
  return isError('errorCode') || isError('errorMessage');
}
