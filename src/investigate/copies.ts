/**
 * Copies, in the first pass, of the records that the second is likely to want: those of credentials that rules match
 * again and again, and what takes something away. Whoever turns out to be compromised is likely among them, and files of
 * which all that is wanted was copied need not be read a second time. As long as there is room, so are all calls that
 * users make with keys: of a key that leaked the owner's calls of a whole year are wanted, and these stand in many files.
 */
import type { Event } from '../cloudtrail/event.ts';
import { ABSENT_ID, FIELD } from '../cloudtrail/event.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import { RecordCopier } from '../cloudtrail/record-copies.ts';
import type { CopiedRecords } from '../cloudtrail/record-copies.ts';
import type { Spill } from '../cloudtrail/spill-file.ts';
import type { Mint } from '../lineage/mint.ts';
import { isLongLived } from '../activity/subject.ts';
import { FileCallers, callerHash } from './file-index.ts';
import type { Caller, PackedIndex } from './file-index.ts';

/** Bytes that a thread copies of calls of which something says that they will be wanted, */
const MOST_BYTES = 256 * 1024 * 1024;
/** and of users' other calls, whatever they are. */
const MOST_USERS_BYTES = 128 * 1024 * 1024;
/** Of a long-lived key, which is what leaks, so many calls are copied before a rule matches one. */
const AHEAD_OF_LONG_LIVED = 32;
/** A rule that matches a call has so many further calls of the caller copied. */
const PER_MATCH = 48;
const MOST_AHEAD = 256;
const KEY = FIELD['userIdentity.accessKeyId'];
/** Who has long-lived keys, and sessions that are got with them. */
const USERS: ReadonlySet<string> = new Set(['IAMUser', 'Root', 'FederatedUser']);
/** Rules match at least so large a share of what a caller does who is likely to be compromised. */
const LIKELY_SHARE = 1 / 8;

/** Plain data. */
export interface PackedCopies {
  readonly records: CopiedRecords;
  /** Of each row of `records` the position in `ruleSets` of the rules that matched it. */
  readonly rules: Uint32Array;
  /** IDs of rules, in their order. */
  readonly ruleSets: readonly (readonly string[])[];
  /** Files, and how many rows of `records` come from each and those before it. */
  readonly files: readonly string[];
  readonly ends: readonly number[];
  /** Callers, and calls that take something away, of which something in a file was not copied. */
  readonly missing: PackedIndex;
  /** Hashes of the callers that are likely to turn out to be compromised. */
  readonly likely: readonly number[];
}

export class Copies {
  readonly #copier: RecordCopier;
  readonly #missing = new FileCallers();
  readonly #files: string[] = [];
  readonly #ends: number[] = [];
  readonly #rules: number[] = [];
  readonly #ruleSets: (readonly string[])[] = [[]];
  readonly #ruleSetNumbers = new Map([['', 0]]);
  /** How many calls of each caller are copied unless another rule matches. */
  readonly #ahead = new Map<number, number>();
  /** How many calls of each caller were copied, and how many of these rules matched. */
  readonly #calls = new Map<number, { copied: number; matched: number }>();
  readonly #watch: (caller: number, isWatched: boolean) => void;
  readonly #isUser = new FieldNumbers(FIELD['userIdentity.type'], (type) => Number(USERS.has(type)));
  /** Bytes that may still be copied of users' calls. */
  #usersRoom: number;
  /** Users whose calls are all of interest as long as there is room for them. */
  readonly #users = new Set<number>();

  /**
   * @param watch is told when all calls of a caller begin or cease to be of interest
   * @param usersBytes so many bytes are copied of what users do, beside what is copied anyway
   */
  constructor(
    spill: Spill,
    watch: (caller: number, isWatched: boolean) => void,
    usersBytes: number = MOST_USERS_BYTES,
  ) {
    this.#copier = new RecordCopier(spill, MOST_BYTES + usersBytes);
    this.#watch = watch;
    this.#usersRoom = usersBytes;
  }

  /** Whether calls of a caller that no rule matches have to be visited. */
  isWatching(caller: number): boolean {
    return this.#ahead.get(caller) !== 0 || this.#users.has(caller);
  }

  /** Notes that a call was not copied, of a caller who is not watched. */
  miss(caller: number): void {
    this.#missing.add(caller);
  }

  /**
   * Copies the event, or notes that it was not.
   *
   * @param rules IDs of the rules that matched
   */
  visit(event: Event, { caller, removal }: Caller, rules: readonly string[]): void {
    this.#meet(event, caller);
    // Calls that failed took nothing away.
    const takes = removal !== 0 && event.text(FIELD['errorCode']) === '';
    const isWanted = this.#isSuspect(event, caller, rules.length > 0) || takes;
    if (isWanted ? this.#copier.add(event) : this.#copyUsers(event, caller)) {
      this.#rules.push(this.#ruleSet(rules));
      if (isWanted) this.#count(caller, rules.length > 0);
      return;
    }
    this.#missing.add(caller);
    if (takes) this.#missing.add(removal);
  }

  /** What a caller whose calls are copied minted is likely to be wanted too. */
  follow(mints: readonly Mint[], { caller }: Caller): void {
    if ((this.#ahead.get(caller) ?? 0) === 0) return;
    for (const { child } of mints)
      if (child.what === 'key' && child.key !== '') this.#lookAhead(callerHash(child.key));
  }

  /** Everything since the last file belongs to this one. */
  ended(file: string): void {
    this.#missing.ended(file);
    this.#files.push(file);
    this.#ends.push(this.#copier.length);
  }

  /** `null` where copies were lost. */
  pack(): PackedCopies | null {
    const records = this.#copier.pack();
    if (records === null) return null;
    return {
      records,
      rules: Uint32Array.from(this.#rules),
      ruleSets: this.#ruleSets,
      files: this.#files,
      ends: this.#ends,
      missing: this.#missing.pack(),
      likely: [...this.#calls].flatMap(([caller, { copied, matched }]) =>
        matched >= copied * LIKELY_SHARE ? [caller] : [],
      ),
    };
  }

  /** Notes whether the caller is a user with a key, as long as there is room for the calls of such. */
  #meet(event: Event, caller: number): void {
    if (this.#usersRoom > 0 && this.#isUser.of(event) !== 0 && event.id(KEY) !== ABSENT_ID)
      this.#users.add(caller);
  }

  /** Copies the event if it is a user's, and there is room for it; whether it did. */
  #copyUsers(event: Event, caller: number): boolean {
    if (!this.#users.has(caller)) return false;
    const before = this.#copier.bytes;
    if (!this.#copier.add(event)) return false;
    this.#usersRoom -= this.#copier.bytes - before;
    if (this.#usersRoom <= 0) this.#forgetUsers();
    return true;
  }

  #forgetUsers(): void {
    const users = [...this.#users];
    this.#users.clear();
    for (const caller of users) if (!this.isWatching(caller)) this.#watch(caller, false);
  }

  #isSuspect(event: Event, caller: number, isMatched: boolean): boolean {
    if (isMatched) {
      this.#lookAhead(caller);
      return true;
    }
    let ahead = this.#ahead.get(caller);
    if (ahead === undefined) this.#ahead.set(caller, (ahead = aheadOf(event)));
    if (ahead === 0) return false;
    this.#ahead.set(caller, ahead - 1);
    if (ahead === 1 && !this.#users.has(caller)) this.#watch(caller, false);
    return true;
  }

  #lookAhead(caller: number): void {
    const ahead = this.#ahead.get(caller) ?? 0;
    this.#ahead.set(caller, Math.min(ahead + PER_MATCH, MOST_AHEAD));
    if (ahead === 0) this.#watch(caller, true);
  }

  #count(caller: number, isMatched: boolean): void {
    let calls = this.#calls.get(caller);
    if (calls === undefined) this.#calls.set(caller, (calls = { copied: 0, matched: 0 }));
    calls.copied++;
    if (isMatched) calls.matched++;
  }

  #ruleSet(rules: readonly string[]): number {
    const name = rules.join(' ');
    let number = this.#ruleSetNumbers.get(name);
    if (number === undefined) {
      number = this.#ruleSets.push(rules) - 1;
      this.#ruleSetNumbers.set(name, number);
    }
    return number;
  }
}

function aheadOf(event: Event): number {
  return isLongLived(event.text(KEY)) ? AHEAD_OF_LONG_LIVED : 0;
}
