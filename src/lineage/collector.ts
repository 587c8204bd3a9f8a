/** Gathers traces from events on the hot path: `userIdentity` is parsed at its first sight, whole records for mints. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import { canMint, isMintingName, mintsOf } from './mint.ts';
import type { Mint } from './mint.ts';
import { mintsForOutsiders } from './mint-sts.ts';
import { compareRefs, compareSightings } from './traces.ts';
import type { Traces } from './traces.ts';
import { HOUR_MS, NO_HOURS, SIGN_IN, identityFrom, isUse, sighting, useKey } from './use.ts';
import type { Identity, Sighting, Use } from './use.ts';

const KEY = FIELD['userIdentity.accessKeyId'];
const ARN = FIELD['userIdentity.arn'];
const TYPE = FIELD['userIdentity.type'];
const INVOKED_BY = FIELD['userIdentity.invokedBy'];
const CONSOLE = FIELD['sessionCredentialFromConsole'];
const NAME = FIELD['eventName'];
const SOURCE = FIELD['eventSource'];
const ERROR = FIELD['errorCode'];
const ADDRESS = FIELD['sourceIPAddress'];
const AGENT = FIELD['userAgent'];

/** More than there are ids at a time, so that two make one number. */
const IDS = 2 ** 24;

const NOTHING: readonly Mint[] = [];

/** A use that is being filled. */
export interface UseInProgress {
  readonly identity: Identity;
  first: Sighting;
  lastMs: number;
  /** For long-lived credentials only. */
  readonly hours: Set<number> | null;
  lastHour: number;
}

/**
 * Feeds on the events of one thread. What it holds grows with distinct credentials and minting events. An event
 * without a readable time takes no part: lineage is about what came first.
 */
export class LineageCollector {
  readonly #uses: UseInProgress[] = [];
  /** By `useKey` the uses of callers whose numbers were forgotten: so many of `#uses`. */
  readonly #earlier = new Map<string, UseInProgress>();
  #forgotten = 0;
  readonly #mints: Mint[] = [];
  #generation = -1;
  readonly #isSignIn = new FieldNumbers(SOURCE, (source) => Number(source === SIGN_IN));
  readonly #isConsole = new FieldNumbers(CONSOLE, (text) => Number(text === 'true'));
  /** By the caller's number and whether it works in the console. */
  #identities: (Identity | undefined)[] = [];
  /** By the same, and whether it signs in; `null` for what is no use. */
  #known: (UseInProgress | null | undefined)[] = [];
  /** By the name's id: whether calls of that name can mint. */
  readonly #names: (boolean | undefined)[] = [];
  /** By the ids of name and source: whether such calls can mint. */
  readonly #calls = new Map<number, boolean>();

  /** Takes an event in; what it minted. */
  visit(event: Event): readonly Mint[] {
    const { timeMs } = event;
    if (Number.isNaN(timeMs)) return NOTHING;
    const { caller } = event;
    if (event.generation !== this.#generation) this.#forget(event.generation);
    if (event.id(KEY) !== 0 || event.id(ARN) !== 0) this.#use(event, caller, timeMs);
    return this.#mayMint(event) ? this.#mint(event, caller, timeMs) : NOTHING;
  }

  /** The use that the event, which was visited last, is part of; `null` where it is none. */
  useOf(event: Event): UseInProgress | null {
    return this.#known[this.#place(event, event.caller)] ?? null;
  }

  /** Says that a use went on until then. */
  widen(use: UseInProgress, lastMs: number): void {
    if (lastMs > use.lastMs) use.lastMs = lastMs;
  }

  /** Whether the call signs in: it is no use of what it gives. */
  isSignIn(event: Event): boolean {
    return this.#isSignIn.of(event) === 1;
  }

  /** Whether such calls mint, unless `mintsUntold`. */
  isMintingCall(event: Event): boolean {
    return this.#isMintingName(event) && event.text(ERROR) === '' && this.#canMint(event);
  }

  /** A third of all traffic is services that assume roles; what they make is told by its use. */
  mintsUntold(event: Event): boolean {
    return event.value(TYPE) === 'AWSService' && !mintsForOutsiders(event.text(INVOKED_BY));
  }

  /** In any order, and where `userIdentity` was written in several ways more than once. */
  finish(): Traces {
    return { uses: this.#uses.map(toUse), mints: this.#mints };
  }

  #forget(generation: number): void {
    this.#generation = generation;
    for (const use of this.#uses.slice(this.#forgotten)) {
      const name = useKey(use.identity);
      if (!this.#earlier.has(name)) this.#earlier.set(name, use);
    }
    this.#forgotten = this.#uses.length;
    this.#identities = [];
    this.#known = [];
    this.#names.length = 0;
    this.#calls.clear();
  }

  #use(event: Event, caller: number, timeMs: number): void {
    const at = this.#place(event, caller);
    let use = this.#known[at];
    if (use === undefined) this.#known[at] = use = this.#begin(event, caller, timeMs);
    if (use !== null) touch(use, event, timeMs);
  }

  #place(event: Event, caller: number): number {
    return 2 * this.#whose(event, caller) + this.#isSignIn.of(event);
  }

  #whose(event: Event, caller: number): number {
    return 2 * caller + this.#isConsole.of(event);
  }

  /** The use of the caller that `userIdentity` names; `null` where the call is none. */
  #begin(event: Event, caller: number, timeMs: number): UseInProgress | null {
    const identity = this.#identity(event, caller);
    if (!isUse(event.text(SOURCE), identity)) return null;
    const known = this.#earlier.size === 0 ? undefined : this.#earlier.get(useKey(identity));
    if (known !== undefined) return known;
    const use = newUse(identity, sightingOf(event, timeMs));
    this.#uses.push(use);
    return use;
  }

  #identity(event: Event, caller: number): Identity {
    const at = this.#whose(event, caller);
    return (this.#identities[at] ??= this.#readIdentity(event, at));
  }

  #readIdentity(event: Event, at: number): Identity {
    const isConsole = at % 2 === 1;
    const other = this.#identities[isConsole ? at - 1 : at + 1];
    return other === undefined ? identityFrom(event.identity() ?? {}, isConsole) : { ...other, isConsole };
  }

  #mayMint(event: Event): boolean {
    return this.isMintingCall(event) && !this.mintsUntold(event);
  }

  #isMintingName(event: Event): boolean {
    const id = event.id(NAME);
    if (id === UNNUMBERED_ID) return isMintingName(event.text(NAME));
    const known = this.#names[id];
    if (known !== undefined) return known;
    const isMinting = isMintingName(event.text(NAME));
    this.#names[id] = isMinting;
    return isMinting;
  }

  /** Some names are those of busy calls of other services, such as CreateSession of S3 Express. */
  #canMint(event: Event): boolean {
    const [name, source] = [event.id(NAME), event.id(SOURCE)];
    if (name === UNNUMBERED_ID || source === UNNUMBERED_ID)
      return canMint(event.text(SOURCE), event.text(NAME));
    const call = name * IDS + source;
    const known = this.#calls.get(call);
    if (known !== undefined) return known;
    const isMinting = canMint(event.text(SOURCE), event.text(NAME));
    this.#calls.set(call, isMinting);
    return isMinting;
  }

  #mint(event: Event, caller: number, timeMs: number): readonly Mint[] {
    const record = event.json();
    if (record === null) return NOTHING;
    const mints = mintsOf(record, refOf(event, timeMs), this.#identity(event, caller));
    this.#mints.push(...mints);
    return mints;
  }
}

function touch(use: UseInProgress, event: Event, timeMs: number): void {
  if (timeMs > use.lastMs) use.lastMs = timeMs;
  if (timeMs <= use.first.ref.timeMs) moveFirst(use, event, timeMs);
  if (use.hours === null) return;
  const hour = Math.floor(timeMs / HOUR_MS);
  if (hour === use.lastHour) return;
  use.lastHour = hour;
  use.hours.add(hour);
}

function moveFirst(use: UseInProgress, event: Event, timeMs: number): void {
  const ref = refOf(event, timeMs);
  if (compareRefs(ref, use.first.ref) > 0) return;
  const seen = sightingOf(event, timeMs);
  if (compareSightings(seen, use.first) < 0) use.first = seen;
}

function refOf({ eventId, file, record }: Event, timeMs: number): EventRef {
  return { eventId, timeMs, file, record };
}

function sightingOf(event: Event, timeMs: number): Sighting {
  return sighting(refOf(event, timeMs), event.value(ADDRESS), event.value(AGENT));
}

/** Sessions are short, so that only long-lived credentials keep their hours. */
function newUse(identity: Identity, first: Sighting): UseInProgress {
  const hours = identity.createdMs === null ? new Set<number>() : null;
  return { identity, first, lastMs: first.ref.timeMs, hours, lastHour: Number.NaN };
}

/** Member by member: of an object that is copied and then gets more members V8 makes a table, fifty times as slowly. */
function toUse({ identity, first, lastMs, hours }: UseInProgress): Use {
  return {
    key: identity.key,
    arn: identity.arn,
    type: identity.type,
    principalId: identity.principalId,
    userName: identity.userName,
    account: identity.account,
    createdMs: identity.createdMs,
    issuerType: identity.issuerType,
    issuerArn: identity.issuerArn,
    sourceIdentity: identity.sourceIdentity,
    onBehalfOf: identity.onBehalfOf,
    issuedTo: identity.issuedTo,
    delivery: identity.delivery,
    isConsole: identity.isConsole,
    invokedBy: identity.invokedBy,
    first,
    lastMs,
    hours: hours === null ? NO_HOURS : [...hours].toSorted((a, b) => a - b),
  };
}
