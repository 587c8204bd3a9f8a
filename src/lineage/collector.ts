/** Gathers traces from events on the hot path: `userIdentity` is parsed at its first sight, whole records for mints. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import { canMint, isMintingName, mintsOf } from './mint.ts';
import type { Mint } from './mint.ts';
import { mintsForOutsiders } from './mint-sts.ts';
import { compareRefs, compareSightings, eachMint, sortedValues } from './traces.ts';
import type { Traces } from './traces.ts';
import { HOUR_MS, identityFrom, isUse, sighting, useKey } from './use.ts';
import type { Identity, Sighting, Use } from './use.ts';

const KEY = FIELD['userIdentity.accessKeyId'];
const ARN = FIELD['userIdentity.arn'];
const TYPE = FIELD['userIdentity.type'];
const PRINCIPAL = FIELD['userIdentity.principalId'];
const INVOKED_BY = FIELD['userIdentity.invokedBy'];
const ISSUER = FIELD['userIdentity.sessionContext.sessionIssuer.arn'];
const ISSUED_TO = FIELD['userIdentity.inScopeOf.credentialsIssuedTo'];
const CONSOLE = FIELD['sessionCredentialFromConsole'];
const MFA = FIELD['userIdentity.sessionContext.attributes.mfaAuthenticated'];
const NAME = FIELD['eventName'];
const SOURCE = FIELD['eventSource'];
const ERROR = FIELD['errorCode'];
const ADDRESS = FIELD['sourceIPAddress'];
const AGENT = FIELD['userAgent'];

/** Fields that tell the uses of one key apart. What else a use says is the same in all records of its session. */
const FACTS = [ARN, PRINCIPAL, INVOKED_BY, ISSUER, ISSUED_TO, CONSOLE, TYPE, MFA];

/** A key that AWS made. What stands in its place in edited logs may be the same for many sessions. */
const GENUINE = /^(?!.*EXAMPLE)A[A-Z]{3}[A-Z0-9]{12,}$/;

/** More than there are ids at a time, so that two make one number. */
const IDS = 2 ** 24;

/** A use that is being filled. */
interface Slot {
  readonly identity: Identity;
  first: Sighting;
  lastMs: number;
  /** For long-lived credentials only. */
  readonly hours: Set<number> | null;
  lastHour: number;
}

/** A slot that was last used for a key, the ids it holds for, and the one before. */
interface Recent {
  readonly ids: readonly number[];
  readonly slot: Slot;
  readonly next: Recent | undefined;
  readonly length: number;
}

/** So many uses of a key are compared one by one: with and without a service, in the console and out of it. */
const CHAIN = 8;

/** Texts of callers whose slots are kept at hand: whoever calls can make up any number of them. */
const MOST_TEXTS = 4096;

/**
 * Feeds on the events of one thread. What it holds grows with distinct credentials and minting events. An event
 * without a readable time takes no part: lineage is about what came first.
 */
export class LineageCollector {
  readonly #slots = new Map<string, Slot>();
  readonly #mints: Mint[] = [];
  /** Callers of mints, each once: few make most of them. */
  readonly #callers = new Map<string, Identity>();
  #epoch = -1;
  /** By the key's id, until the epoch ends. */
  readonly #recent: (Recent | undefined)[] = [];
  readonly #known = new Map<string, Slot>();
  /** Of callers without a genuine key, by all that the record says of them; `null` for what is no use. */
  readonly #byText = new Map<string, Slot | null>();
  /** By the name's id: whether calls of that name can mint. */
  readonly #names: (boolean | undefined)[] = [];
  /** By the ids of name and source: whether such calls can mint. */
  readonly #calls = new Map<number, boolean>();

  visit(event: Event): void {
    if (event.epoch !== this.#epoch) this.#forget(event.epoch);
    const { timeMs } = event;
    if (Number.isNaN(timeMs)) return;
    if (event.id(KEY) !== 0 || event.id(ARN) !== 0) this.#use(event, timeMs);
    if (this.#mayMint(event)) this.#mint(event, timeMs);
  }

  finish(): Traces {
    return { uses: sortedValues(this.#slots).map(toUse), mints: eachMint(this.#mints) };
  }

  #forget(epoch: number): void {
    this.#epoch = epoch;
    this.#recent.length = 0;
    this.#known.clear();
    this.#names.length = 0;
    this.#calls.clear();
  }

  #use(event: Event, timeMs: number): void {
    let recent = this.#recent[event.id(KEY)];
    while (recent !== undefined && !isSame(recent.ids, event)) recent = recent.next;
    if (recent !== undefined) touch(recent.slot, event, timeMs);
    else this.#find(event, timeMs);
  }

  /** The slot of a use that is not among those last seen for its key. */
  #find(event: Event, timeMs: number): void {
    const key = event.id(KEY);
    const ids = FACTS.map((field) => event.id(field));
    // Without a key, or with one for many, nothing but the record tells sessions apart.
    const isKeyed = key > UNNUMBERED_ID && GENUINE.test(event.text(KEY)) && !ids.includes(UNNUMBERED_ID);
    if (!isKeyed) {
      const slot = this.#slotByText(event, timeMs);
      if (slot !== null) touch(slot, event, timeMs);
      return;
    }
    const name = `${key},${ids.join(',')}`;
    const slot = this.#known.get(name) ?? this.#read(event, timeMs);
    if (slot === null) return;
    touch(slot, event, timeMs);
    this.#known.set(name, slot);
    const next = this.#recent[key];
    const length = (next?.length ?? 0) + 1;
    this.#recent[key] =
      length > CHAIN ? { ids, slot, next: undefined, length: 1 } : { ids, slot, next, length };
  }

  #slotByText(event: Event, timeMs: number): Slot | null {
    const name = `${event.text(SOURCE)} ${event.text(CONSOLE)} ${event.identityText()}`;
    const known = this.#byText.get(name);
    if (known !== undefined) return known;
    if (this.#byText.size === MOST_TEXTS) this.#byText.clear();
    const slot = this.#read(event, timeMs);
    this.#byText.set(name, slot);
    return slot;
  }

  /** The slot for the caller that `userIdentity` names; `null` where the call is no use. */
  #read(event: Event, timeMs: number): Slot | null {
    const user = event.identity();
    if (user === null) return null;
    const identity = identityFrom(user, event.value(CONSOLE));
    if (!isUse(event.text(SOURCE), identity)) return null;
    const name = useKey(identity);
    let slot = this.#slots.get(name);
    if (slot === undefined) {
      slot = newSlot(identity, sightingOf(event, timeMs));
      this.#slots.set(name, slot);
    }
    return slot;
  }

  #mayMint(event: Event): boolean {
    if (!this.#isMintingName(event)) return false;
    // A third of all traffic is services that assume roles; what they make is told by its use.
    if (event.value(TYPE) === 'AWSService' && !mintsForOutsiders(event.text(INVOKED_BY))) return false;
    return event.text(ERROR) === '' && this.#isMintingCall(event);
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
  #isMintingCall(event: Event): boolean {
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

  #mint(event: Event, timeMs: number): void {
    const record = event.json();
    if (record === null) return;
    for (const mint of mintsOf(record, refOf(event, timeMs))) {
      const name = JSON.stringify(mint.caller);
      const caller = this.#callers.get(name) ?? mint.caller;
      this.#callers.set(name, caller);
      this.#mints.push({ ...mint, caller });
    }
  }
}

function isSame(ids: readonly number[], event: Event): boolean {
  // Loops are slower here, and this is asked of every event.
  return (
    event.id(ARN) === ids[0] &&
    event.id(PRINCIPAL) === ids[1] &&
    event.id(INVOKED_BY) === ids[2] &&
    event.id(ISSUER) === ids[3] &&
    event.id(ISSUED_TO) === ids[4] &&
    event.id(CONSOLE) === ids[5] &&
    event.id(TYPE) === ids[6] &&
    event.id(MFA) === ids[7]
  );
}

function touch(slot: Slot, event: Event, timeMs: number): void {
  if (timeMs > slot.lastMs) slot.lastMs = timeMs;
  if (timeMs <= slot.first.ref.timeMs) moveFirst(slot, event, timeMs);
  if (slot.hours === null) return;
  const hour = Math.floor(timeMs / HOUR_MS);
  if (hour === slot.lastHour) return;
  slot.lastHour = hour;
  slot.hours.add(hour);
}

function moveFirst(slot: Slot, event: Event, timeMs: number): void {
  const ref = refOf(event, timeMs);
  if (compareRefs(ref, slot.first.ref) > 0) return;
  const seen = sightingOf(event, timeMs);
  if (compareSightings(seen, slot.first) < 0) slot.first = seen;
}

function refOf({ eventId, file, record }: Event, timeMs: number): EventRef {
  return { eventId, timeMs, file, record };
}

function sightingOf(event: Event, timeMs: number): Sighting {
  return sighting(refOf(event, timeMs), event.value(ADDRESS), event.value(AGENT));
}

/** Sessions are short, so that only long-lived credentials keep their hours. */
function newSlot(identity: Identity, first: Sighting): Slot {
  const hours = identity.createdMs === null ? new Set<number>() : null;
  return { identity, first, lastMs: first.ref.timeMs, hours, lastHour: Number.NaN };
}

function toUse({ identity, first, lastMs, hours }: Slot): Use {
  return { ...identity, first, lastMs, hours: [...(hours ?? [])].toSorted((a, b) => a - b) };
}
