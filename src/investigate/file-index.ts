/** Which files hold calls of which credentials, and which take something away: the second pass opens those alone that can hold evidence. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import { principalOf } from '../cloudtrail/identity.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import { REMOVALS } from './persistence/catalogue.ts';
import { RemovalCalls } from './removal-calls.ts';

/** Beyond so many callers a file is taken to hold all. */
const MOST_CALLERS = 4096;
/** Stands for every caller. */
const ANYONE = 0xffff_ffff;

/**
 * Hashes of the callers in each file. A hash that two callers share costs reading a file in vain, nothing more, so 30
 * bits are enough, and no name has to be kept.
 */
export interface PackedIndex {
  readonly files: readonly string[];
  /** Where the callers of each file end in `callers`. */
  readonly ends: Uint32Array;
  readonly callers: Uint32Array;
}

/** Notes the callers of one file after the other. */
export class FileCallers {
  readonly #files: string[] = [];
  readonly #ends: number[] = [];
  #callers = new Uint32Array(1024);
  #length = 0;
  readonly #inFile = new Set<number>();
  #latest = -1;

  /** Notes a caller, by its hash, in the file at hand. */
  add(caller: number): void {
    // Neighbouring events have much in common.
    if (caller === this.#latest) return;
    this.#latest = caller;
    if (this.#inFile.size <= MOST_CALLERS) this.#inFile.add(caller);
  }

  /** Everything since the last file belongs to this one. */
  ended(file: string): void {
    const callers = this.#inFile.size > MOST_CALLERS ? [ANYONE] : this.#inFile;
    for (const caller of callers) this.#push(caller);
    this.#files.push(file);
    this.#ends.push(this.#length);
    this.#inFile.clear();
    this.#latest = -1;
  }

  pack(): PackedIndex {
    return {
      files: this.#files,
      ends: Uint32Array.from(this.#ends),
      callers: this.#callers.slice(0, this.#length),
    };
  }

  #push(caller: number): void {
    if (this.#length === this.#callers.length) {
      const more = new Uint32Array(2 * this.#length);
      more.set(this.#callers);
      this.#callers = more;
    }
    this.#callers[this.#length++] = caller;
  }
}

/** Who made an event, and what it takes away, by their hashes; `removal` is 0 for most. */
export interface Caller {
  readonly caller: number;
  readonly removal: number;
}

export class FileIndex {
  readonly #callers = new FileCallers();
  readonly #key = new FieldNumbers(FIELD['userIdentity.accessKeyId'], (key) =>
    key === '' ? 0 : callerHash(key),
  );
  readonly #removals = new RemovalCalls(REMOVALS);
  readonly #latest = { caller: 0, removal: 0 };

  /**
   * Notes who made the call: an access key, or who called without one; and what it takes away, whoever made it. The answer
   * is valid until the next call.
   */
  visit(event: Event): Caller {
    const removal = this.#removals.of(event);
    this.#latest.removal = removal === undefined ? 0 : callerHash(removal);
    this.#latest.caller = this.#key.of(event) || callerHash(principalOf(event));
    if (removal !== undefined) this.#callers.add(this.#latest.removal);
    this.#callers.add(this.#latest.caller);
    return this.#latest;
  }

  /** Notes a caller that `visit` gave before. */
  add(caller: number): void {
    this.#callers.add(caller);
  }

  /** Whether the call takes something away. */
  takesAway(event: Event): boolean {
    return this.#removals.of(event) !== undefined;
  }

  /** Everything since the last file belongs to this one. */
  ended(file: string): void {
    this.#callers.ended(file);
  }

  pack(): PackedIndex {
    return this.#callers.pack();
  }
}

/**
 * The files that may hold calls of one of the callers (access key IDs, or principals of calls without a key), or one of
 * the calls that take something away (`iam:DeleteUser`).
 */
export function filesOf(callers: Iterable<string>, indexes: readonly PackedIndex[]): string[] {
  const wanted = new Set<number>([ANYONE]);
  for (const caller of callers) wanted.add(callerHash(caller));
  const found: string[] = [];
  for (const { files, ends, callers: all } of indexes) {
    for (const [n, file] of files.entries()) {
      const start = n === 0 ? 0 : ends[n - 1]!;
      if (all.subarray(start, ends[n]).some((caller) => wanted.has(caller))) found.push(file);
    }
  }
  return found;
}

/** 30 bits, never 0. FNV-1a, mixed once more. */
export function callerHash(text: string): number {
  let bits = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) bits = Math.imul(bits ^ text.charCodeAt(n), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits ^= bits >>> 13;
  return bits >>> 2 || 1;
}
