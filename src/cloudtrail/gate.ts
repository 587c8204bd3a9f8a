/**
 * The gate of a scanner: it counts events, so that whoever collects need not look at those that say nothing new. What is
 * new to it, it is told once.
 */
import type { Event } from './event.ts';
import { UUID_WORDS } from './uuid.ts';

/** What the gate is in the scanner. */
export interface GateExports {
  readonly CALL_SPANS: WebAssembly.Global;
  readonly USE_SPANS: WebAssembly.Global;
  readonly HOURS: WebAssembly.Global;
  readonly TOUCHED: WebAssembly.Global;
  readonly WATCHED: WebAssembly.Global;
  pass(row: number): number;
  count(): void;
  touchSigner(): void;
  learnCall(flags: number, group: number): void;
  learnOrigin(flags: number, context: number, signer: number, firstMs: number): void;
  originAtHand(): number;
  callSpanCount(): number;
  useSpanCount(): number;
  hourCount(): number;
  touchedCount(): number;
  earliestMs(): number;
  latestMs(): number;
  openGate(ofCall: number, ofOrigin: number): void;
  startGateFile(): void;
  clearSpans(): void;
  clearGate(): void;
}

/** The memory of a scanner as it is now. */
export interface GateMemory {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly floats: Float64Array;
}

/**
 * What becomes of an event at the gate: it was counted; it cannot be, so that all are to visit it; or spans have to be
 * cleared first. Otherwise it is to be counted with `count` when that was done which further bits ask for: to say what its
 * call or its origin is; to match it with the rules; to visit it as a call that takes something away, or one of a signer
 * who is watched; as one that mints; as one that may be the first of its use. An event that was counted, too, may need a
 * glance.
 */
export const GATE = {
  counted: 0,
  beyond: 1,
  noRoom: 2,
  newCall: 4,
  newOrigin: 8,
  match: 16,
  glance: 32,
  noticed: 64,
  mints: 128,
  early: 256,
} as const;

/** Such a call takes something away; mints, unless its origin is indifferent to that; or a glance at it is needed. */
export const CALL_FLAG = { taking: 1, minting: 2, glance: 4 } as const;

/** Such an origin is indifferent to calls that mint; its uses are counted; and their hours too. */
export const ORIGIN_FLAG = { indifferent: 1, used: 2, hourly: 4 } as const;

/** What a call is to those who collect. */
export interface CallLesson {
  /** Bits of `CALL_FLAG`. */
  readonly flags: number;
  /** A number for what such calls have in common whose hours are counted. */
  readonly group: number;
}

/** What an origin is to those who collect. */
export interface OriginLesson {
  /** Bits of `ORIGIN_FLAG`. */
  readonly flags: number;
  /** In what context its calls are counted (`null`: in none), and who signed them, by number. */
  readonly context: number | null;
  readonly signer: number;
  /** No event behind this time is the first of the origin's use. */
  readonly firstMs: number;
}

/** Signers, calls and origins have numbers below this; calls and origins in the order in which they were learned. */
export const GATE_ROOM = 0x8000;

const NO_CONTEXT = 0xffff_ffff;

/** Groups of calls have numbers below this, and origins from it on, where hours are counted. */
const FIRST_ORIGIN = 0x8000_0000;

/** Bytes of a span, and words from its start: times (as 64-bit floats) and UUIDs of the first and the last event. */
const SPAN_WORDS = 16;
const FIRST_MS = 4;
const LAST_MS = 6;
const FIRST_ID = 8;
const LAST_ID: number = FIRST_ID + UUID_WORDS;

/** First and last event of something on one day. The IDs stand at `firstId` and `lastId` of `words`. */
export interface DaySpan {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly words: Uint32Array;
  readonly firstId: number;
  readonly lastId: number;
}

export class Gate {
  readonly #scan: GateExports;
  readonly #memory: GateMemory;

  constructor(scan: GateExports, memory: GateMemory) {
    this.#scan = scan;
    this.#memory = memory;
  }

  /**
   * Empties the gate, and says what tells events apart.
   *
   * @param callFields hot fields by their numbers, 8 at most: what is called, and where
   * @param originFields 5 at most: where calls come from, beside who makes them
   */
  open(callFields: readonly number[], originFields: readonly number[]): void {
    this.#scan.openGate(maskOf(callFields), maskOf(originFields));
  }

  /** Counts the event if it can: see `GATE`. */
  pass(event: Event): number {
    return this.#scan.pass(4 * event.row);
  }

  /** Counts the event that was asked about last. */
  count(): void {
    this.#scan.count();
  }

  /** Has `signers` tell of the signer of the event that was asked about last. */
  touchSigner(): void {
    this.#scan.touchSigner();
  }

  /** Number of the origin of the event that was asked about last, where it is known. */
  get origin(): number {
    return this.#scan.originAtHand();
  }

  /** Says what the new call of the event is that was asked about last. Whoever does sees to it that there is `GATE_ROOM`. */
  learnCall({ flags, group }: CallLesson): void {
    this.#scan.learnCall(flags, group);
  }

  /** The same of its new origin. */
  learnOrigin({ flags, context, signer, firstMs }: OriginLesson): void {
    this.#scan.learnOrigin(flags, context ?? NO_CONTEXT, signer, firstMs);
  }

  /** Says whether whoever collects wants to see all events of a signer. */
  watch(signer: number, isWatched: boolean): void {
    this.#memory.bytes[(this.#scan.WATCHED.value as number) + signer] = Number(isWatched);
  }

  /** Signers of events that were counted since the last file began, and of those that `touchSigner` told of. */
  signers(): Uint32Array {
    const at = (this.#scan.TOUCHED.value as number) / 4;
    return this.#memory.words.subarray(at, at + this.#scan.touchedCount());
  }

  startFile(): void {
    this.#scan.startGateFile();
  }

  /** First and last of all events that were counted, in milliseconds since 1970; infinite where none did. */
  times(): { readonly firstMs: number; readonly lastMs: number } {
    return { firstMs: this.#scan.earliestMs(), lastMs: this.#scan.latestMs() };
  }

  /** What was counted since spans were cleared: of each call in a context, by day. */
  eachCall(visit: (context: number, call: number, span: DaySpan) => void): void {
    this.#each(this.#scan.CALL_SPANS, this.#scan.callSpanCount(), visit);
  }

  /** And of each origin. */
  eachUse(visit: (origin: number, day: number, span: DaySpan) => void): void {
    this.#each(this.#scan.USE_SPANS, this.#scan.useSpanCount(), visit);
  }

  /** And the hours, counted from 1970, of groups of calls, and of the uses of origins that have them counted. */
  eachHour(
    ofGroup: (group: number, hour: number) => void,
    ofUse: (origin: number, hour: number) => void,
  ): void {
    const { words } = this.#memory;
    const count = this.#scan.hourCount();
    for (let n = 0, at = (this.#scan.HOURS.value as number) / 4; n < count; n++, at += 2) {
      const number = words[at]!;
      const hour = words[at + 1]! | 0;
      if (number < FIRST_ORIGIN) ofGroup(number, hour);
      else ofUse(number - FIRST_ORIGIN, hour);
    }
  }

  clearSpans(): void {
    this.#scan.clearSpans();
  }

  /** Forgets everything but the times of all events. */
  clear(): void {
    this.#scan.clearGate();
  }

  #each(
    spans: WebAssembly.Global,
    count: number,
    visit: (first: number, second: number, span: DaySpan) => void,
  ): void {
    const { words, floats } = this.#memory;
    for (let n = 0, at = (spans.value as number) / 4; n < count; n++, at += SPAN_WORDS) {
      visit(words[at]!, words[at + 1]!, {
        firstMs: floats[(at + FIRST_MS) / 2]!,
        lastMs: floats[(at + LAST_MS) / 2]!,
        words,
        firstId: at + FIRST_ID,
        lastId: at + LAST_ID,
      });
    }
  }
}

function maskOf(fields: readonly number[]): number {
  return fields.reduce((mask, field) => mask | (1 << field), 0);
}
