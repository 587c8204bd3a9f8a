/** Notes the calls of one thread: counted where many say the same, whole otherwise. */
import type { Event } from '../cloudtrail/event.ts';
import type { JsonObject } from '../json.ts';
import { redact } from '../redact.ts';
import type { CollectedRecord } from './collected-record.ts';
import type { CopiedEvents } from './copied-events.ts';
import { CountedRecorder } from './counted-log.ts';
import type { CountedLog, FirstOfKind } from './counted-log.ts';
import { essenceOf, likenessOf } from './likeness.ts';
import { PlainLooks } from './plain-looks.ts';
import { RecordRecorder } from './record-log.ts';
import type { RecordLog } from './record-log.ts';

/** What became of a call. `none`: what is no valid JSON was counted in the first pass. */
export type Taken = 'counted' | 'whole' | 'none';

export class CallRecorder {
  readonly #copies: CopiedEvents;
  readonly #found = new RecordRecorder();
  readonly #counted = new CountedRecorder();
  readonly #plain = new PlainLooks();

  /** @param copies what is known of events that are read from copies */
  constructor(copies: CopiedEvents) {
    this.#copies = copies;
  }

  /**
   * Counts the event where it is one of many, and holds it otherwise.
   *
   * @param isCited whether it is to be held whatever it is
   */
  take(event: Event, caller: string, rules: readonly string[], isCited: boolean): Taken {
    const key = isCited ? undefined : this.#plain.keyOf(event, rules);
    const known = key === undefined ? undefined : this.#plain.likeness(key);
    if (known !== undefined && this.#counted.add(event, this.#copies.of(event), known)) return 'counted';
    const record = event.json();
    if (record === null) return 'none';
    const likeness = isCited ? null : likenessOf(record, rules);
    const isCounted =
      likeness !== null &&
      this.#counted.add(event, this.#copies.of(event), likeness.text, () =>
        this.#firstOf(event, record, caller, rules, likeness.text),
      );
    if (!isCounted) {
      this.#found.add(this.#wholeOf(event, record, caller, rules));
      return 'whole';
    }
    if (key !== undefined && likeness.isPlainLook) this.#plain.note(key, likeness.text);
    return 'counted';
  }

  /** Holds the event; false for what is no valid JSON. */
  hold(event: Event, caller: string, rules: readonly string[]): boolean {
    const whole = this.read(event, caller, rules);
    if (whole !== undefined) this.#found.add(whole);
    return whole !== undefined;
  }

  /** The event whole; `undefined` for what is no valid JSON. */
  read(event: Event, caller: string, rules: readonly string[]): CollectedRecord | undefined {
    const record = event.json();
    return record === null ? undefined : this.#wholeOf(event, record, caller, rules);
  }

  /** The same, from which `withoutSecrets` is still to take what nobody may see. */
  readRaw(event: Event, caller: string, rules: readonly string[]): CollectedRecord | undefined {
    const record = event.json();
    return record === null ? undefined : this.#rawOf(event, record, caller, rules);
  }

  pack(): { readonly records: RecordLog; readonly counted: CountedLog } {
    return { records: this.#found.pack(), counted: this.#counted.pack() };
  }

  /** The first of a kind: as far as it is asked for. */
  #firstOf(
    event: Event,
    record: JsonObject,
    caller: string,
    rules: readonly string[],
    likeness: string,
  ): FirstOfKind {
    const essence = essenceOf(record);
    const whole = this.#wholeOf(event, essence, caller, rules);
    // Nearly always nothing was taken out.
    if (whole.record === essence) return { whole, likeness };
    return { whole, likeness: likenessOf(whole.record, rules)?.text ?? '' };
  }

  #wholeOf(event: Event, record: JsonObject, caller: string, rules: readonly string[]): CollectedRecord {
    return withoutSecrets(this.#rawOf(event, record, caller, rules));
  }

  #rawOf(event: Event, record: JsonObject, caller: string, rules: readonly string[]): CollectedRecord {
    const { eventId, timeMs } = event;
    return { ref: { eventId, timeMs, ...this.#copies.of(event) }, caller, record, rules };
  }
}

/** What may be kept of a record. */
export function withoutSecrets(collected: CollectedRecord): CollectedRecord {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- an object stays one
  return { ...collected, record: redact(collected.record) as JsonObject };
}
