/** Numbers for callers: what is worked out about a `userIdentity` is worked out once for each of its texts. */
import type { Event } from './event.ts';
import { FIELD } from './event.ts';

const KEY = FIELD['userIdentity.accessKeyId'];
const ARN = FIELD['userIdentity.arn'];

/** More than there are ids at a time, so that two make one number. */
const IDS = 2 ** 24;
/** So many numbers of the scanner (a power of two) are at hand. */
const RECENT = 4096;
/** Callers that are kept at hand, and bytes of their texts: whoever calls can make up any number of them. */
const MOST = 1 << 15;
const MOST_BYTES = 16 * 1024 * 1024;
const LEAST_BYTES = 1 << 18;

/** The number of events without a caller. */
const NOBODY = 0;

/**
 * The scanner's own numbers (`Event.identityNumber`) are forgotten and given anew when many callers take turns. These
 * last longer: equal texts have equal numbers until `generation` goes up, and ids of values hold as long.
 */
export class Identities {
  /** Goes up when numbers, or ids of the reader's values, lose their meaning. */
  generation = 0;
  readonly #recent = new Uint32Array(RECENT);
  readonly #numbers = new Uint32Array(RECENT);
  /** Numbers by key and ARN, by which nearly all callers differ. */
  readonly #byNames = new Map<number, number[]>();
  /** The texts, and where each ends. Number 0 has none. */
  #bytes = Buffer.allocUnsafe(LEAST_BYTES);
  #ends: number[] = [0];
  #epoch = -1;

  /** The number of the event's caller. */
  of(event: Event): number {
    if (event.epoch !== this.#epoch) this.#forget(event.epoch);
    const { identityNumber } = event;
    const at = identityNumber % RECENT;
    if (identityNumber !== 0 && this.#recent[at] === identityNumber) return this.#numbers[at]!;
    const number = this.#find(event);
    this.#recent[at] = identityNumber;
    this.#numbers[at] = number;
    return number;
  }

  #find(event: Event): number {
    const bytes = event.identityBytes();
    if (bytes.length === 0) return NOBODY;
    const end = this.#ends.at(-1)! + bytes.length;
    if (this.#ends.length === MOST || end > MOST_BYTES) this.#forget(event.epoch);
    const names = event.id(KEY) * IDS + event.id(ARN);
    const alike = this.#byNames.get(names);
    const known = alike?.find((number) => this.#is(number, bytes));
    if (known !== undefined) return known;
    const number = this.#add(bytes);
    if (alike === undefined) this.#byNames.set(names, [number]);
    else alike.push(number);
    return number;
  }

  #is(number: number, bytes: Uint8Array): boolean {
    const [start, end] = [this.#ends[number - 1]!, this.#ends[number]!];
    return end - start === bytes.length && this.#bytes.compare(bytes, 0, bytes.length, start, end) === 0;
  }

  #add(bytes: Uint8Array): number {
    const start = this.#ends.at(-1)!;
    const end = start + bytes.length;
    if (end > this.#bytes.length) {
      const more = Buffer.allocUnsafe(Math.max(end, 2 * this.#bytes.length));
      this.#bytes.copy(more, 0, 0, start);
      this.#bytes = more;
    }
    this.#bytes.set(bytes, start);
    return this.#ends.push(end) - 1;
  }

  #forget(epoch: number): void {
    this.generation++;
    this.#epoch = epoch;
    this.#recent.fill(0);
    this.#byNames.clear();
    this.#ends = [0];
  }
}
