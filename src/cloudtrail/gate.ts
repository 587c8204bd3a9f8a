/**
 * The gate of a scanner: it counts the events that say nothing new, so that whoever collects need not look at them. What
 * an event says that the gate does not know is learned from who visited it.
 */
import type { Event } from './event.ts';
import { UUID_WORDS } from './uuid.ts';

/** What the gate is in the scanner. */
export interface GateExports {
  readonly CALL_SPANS: WebAssembly.Global;
  readonly USE_SPANS: WebAssembly.Global;
  readonly TOUCHED: WebAssembly.Global;
  readonly WATCHED: WebAssembly.Global;
  pass(row: number): number;
  passMatched(notesSigner: number): void;
  learn(callFlags: number, group: number, originFlags: number, context: number, signer: number): number;
  callSpanCount(): number;
  useSpanCount(): number;
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
 * What becomes of an event at the gate: it passed; or it is to be visited; or spans have to be cleared first; or it may
 * pass, with `passMatched`, when it is known which rules match it. Of one that is to be visited, as further bits: there is
 * something to learn; its call, or its origin, is new. Of one that passes: a glance at it is needed all the same; its
 * signer is watched.
 */
export const GATE = {
  passed: 0,
  visit: 1,
  noRoom: 2,
  learn: 4,
  newCall: 8,
  newOrigin: 16,
  match: 32,
  glance: 64,
  watched: 128,
} as const;

/** Such a call is visited always; or unless its origin is indifferent to it; or a glance at it is needed. */
export const CALL_FLAG = { always: 1, often: 2, glance: 4 } as const;

/** Such an origin is indifferent to calls that are visited often; its uses are counted; and each of their hours is new. */
export const ORIGIN_FLAG = { indifferent: 1, used: 2, hourly: 4 } as const;

/** What an event of a new call and of a new origin is to who visited it. */
export interface Lesson {
  /** Bits of `CALL_FLAG`, and a number for what such calls have in common that has to be seen in each hour. */
  readonly callFlags: number;
  readonly group: number;
  /** Bits of `ORIGIN_FLAG`; in what context its calls are counted (`null`: in none), and who signed them, by number. */
  readonly originFlags: number;
  readonly context: number | null;
  readonly signer: number;
}

/** Signers, calls and origins have numbers below this; calls and origins in the order in which they were learned. */
export const GATE_ROOM = 0x8000;

const NO_CONTEXT = 0xffff_ffff;

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

  /** Lets the event pass if it can: see `GATE`. */
  pass(event: Event): number {
    return this.#scan.pass(4 * event.row);
  }

  /** Lets the event pass that was asked about last; `notesSigner`: whether `signers` is to tell of it. */
  passMatched(notesSigner: boolean): void {
    this.#scan.passMatched(Number(notesSigner));
  }

  /** Says that the event that was asked about last was visited; false where it could not be learned. */
  learn({ callFlags, group, originFlags, context, signer }: Lesson): boolean {
    return this.#scan.learn(callFlags, group, originFlags, context ?? NO_CONTEXT, signer) !== 0;
  }

  /** Says whether whoever collects wants to see all events of a signer. */
  watch(signer: number, isWatched: boolean): void {
    this.#memory.bytes[(this.#scan.WATCHED.value as number) + signer] = Number(isWatched);
  }

  /** Signers of events that passed since the last file began. */
  signers(): Uint32Array {
    const at = (this.#scan.TOUCHED.value as number) / 4;
    return this.#memory.words.subarray(at, at + this.#scan.touchedCount());
  }

  startFile(): void {
    this.#scan.startGateFile();
  }

  /** First and last of all events that passed, in milliseconds since 1970; infinite where none did. */
  times(): { readonly firstMs: number; readonly lastMs: number } {
    return { firstMs: this.#scan.earliestMs(), lastMs: this.#scan.latestMs() };
  }

  /** What passed since spans were cleared: of each call in a context, by day. */
  eachCall(visit: (context: number, call: number, span: DaySpan) => void): void {
    this.#each(this.#scan.CALL_SPANS, this.#scan.callSpanCount(), visit);
  }

  /** And of each origin. */
  eachUse(visit: (origin: number, day: number, span: DaySpan) => void): void {
    this.#each(this.#scan.USE_SPANS, this.#scan.useSpanCount(), visit);
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
