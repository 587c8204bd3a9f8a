/** Between the passes, in a thread: drafts of copied calls whose callers are likely to be wanted. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import { principalOf } from '../cloudtrail/identity.ts';
import type { Task } from '../cloudtrail/reader.ts';
import { CallRecorder } from './call-recorder.ts';
import { CopiedEvents } from './copied-events.ts';
import type { CopiedDocuments } from './copied-events.ts';
import type { Drafts } from './drafts.ts';
import { callerHash } from './file-index.ts';
import { REMOVALS } from './persistence/catalogue.ts';
import { RecordRecorder } from './record-log.ts';
import { RemovalCalls } from './removal-calls.ts';

/** Plain data, sent to every thread. */
export interface DraftSettings {
  readonly copies: CopiedDocuments;
  /** Hashes of the callers that are likely to be wanted. */
  readonly likely: readonly number[];
}

export function createTask(settings: unknown): Task {
  return new DraftTask(settings as DraftSettings);
}

class DraftTask implements Task {
  readonly #copies: CopiedEvents;
  readonly #likely: ReadonlySet<number>;
  readonly #key = new FieldNumbers(FIELD['userIdentity.accessKeyId'], (key) =>
    key === '' ? KEYLESS : this.#likely.has(callerHash(key)) ? LIKELY : UNLIKELY,
  );
  readonly #calls: CallRecorder;
  readonly #recordRows: number[] = [];
  readonly #countedRows: number[] = [];
  readonly #removalCalls = new RemovalCalls(REMOVALS);
  readonly #removals = new RecordRecorder();
  readonly #removalRows: number[] = [];

  constructor({ copies, likely }: DraftSettings) {
    this.#copies = new CopiedEvents(copies);
    this.#calls = new CallRecorder(this.#copies);
    this.#likely = new Set(likely);
  }

  visit(event: Event): void {
    const rules = this.#copies.rulesOf(event)!;
    this.#draftRemoval(event, rules);
    const key = this.#key.of(event);
    if (key === UNLIKELY) return;
    const row = this.#copies.rowOf(event);
    if (key === KEYLESS) {
      const caller = principalOf(event);
      if (this.#likely.has(callerHash(caller)) && this.#calls.hold(event, caller, rules))
        this.#recordRows.push(row);
      return;
    }
    const taken = this.#calls.take(event, event.text(FIELD['userIdentity.accessKeyId']), rules, false);
    if (taken === 'counted') this.#countedRows.push(row);
    else if (taken === 'whole') this.#recordRows.push(row);
  }

  finish(): Drafts {
    return {
      ...this.#calls.pack(),
      removals: this.#removals.pack(),
      recordRows: Uint32Array.from(this.#recordRows),
      countedRows: Uint32Array.from(this.#countedRows),
      removalRows: Uint32Array.from(this.#removalRows),
    };
  }

  #draftRemoval(event: Event, rules: readonly string[]): void {
    const call = this.#removalCalls.of(event);
    if (call === undefined || event.text(FIELD['errorCode']) !== '') return;
    const whole = this.#calls.read(event, call, rules);
    if (whole === undefined) return;
    this.#removals.add(whole);
    this.#removalRows.push(this.#copies.rowOf(event));
  }
}

const KEYLESS = 0;
const UNLIKELY = 1;
const LIKELY = 2;
