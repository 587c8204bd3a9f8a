/** Notes which rules matched the events of one thread, with what is shown of them and what correlations compare. */
import type { Event } from '../cloudtrail/event.ts';
import type { Spill } from '../cloudtrail/spill-file.ts';
import type { Json } from '../json.ts';
import { redactMember } from '../redact.ts';
import type { Columns } from '../sigma/columns.ts';
import { FieldReader } from '../sigma/field-reader.ts';
import type { FieldValues } from '../sigma/field-reader.ts';
import type { EventRule } from '../sigma/rule.ts';
import { ComparedValues } from './compared-values.ts';
import { MatchLog } from './match-log.ts';
import type { LoggedMatches } from './match-log.ts';
import type { PackedSeries } from './series.ts';

/** What a thread needs to know of a `HuntPlan`, and where it may put matches aside. Plain data. */
export interface RecordSettings {
  readonly rules: readonly Pick<EventRule, 'condition' | 'fields'>[];
  /** For each rule, the fields that correlations over it compare. */
  readonly needed: readonly (readonly string[])[];
  /** For each rule, whether its matches are shown, and details of them with that. */
  readonly reports: readonly boolean[];
  /** Null keeps all matches in memory. */
  readonly spill: Spill | null;
}

/** What a thread found, in a form that can be sent to another. */
export interface PackedMatches extends LoggedMatches, PackedSeries {}

/** A detail that is longer says no more. */
const LONGEST_DETAIL = 400;

const NO_DETAILS = '{}';

export class MatchRecorder {
  readonly #log: MatchLog;
  readonly #details: readonly (readonly NamedField[])[];
  readonly #values: ComparedValues;

  constructor({ rules, needed, reports, spill }: RecordSettings, columns: Columns) {
    const reader = new FieldReader(columns);
    this.#log = new MatchLog(spill);
    this.#details = rules.map((rule, n) =>
      reports[n] === true ? rule.fields.map((name) => ({ name, read: reader.of(name) })) : [],
    );
    this.#values = new ComparedValues(needed, columns, reader);
  }

  /** Notes that a rule (by its place in the settings) matched the event at hand. */
  add(rule: number, event: Event): void {
    const log = this.#log;
    log.begin();
    const fields = this.#details[rule]!;
    const details = fields.length === 0 ? NO_DETAILS : detailsOf(event, fields);
    log.add(rule, event, log.strings.number(details), this.#values.seriesOf(rule, event));
  }

  /** To be called before the numbers of values lose their meaning (see `Task.forget`). */
  forgetValues(): void {
    this.#log.forgetValues();
  }

  /** All that was noted, to be sent to where the result is put together. */
  pack(): PackedMatches {
    return { ...this.#log.pack(), ...this.#values.series.pack() };
  }
}

interface NamedField {
  readonly name: string;
  readonly read: FieldValues;
}

function detailsOf(event: Event, fields: readonly NamedField[]): string {
  const details: Record<string, Json> = {};
  for (const { name, read } of fields) {
    const [value] = read(event);
    if (value !== undefined && value !== null) details[name] = shortened(redactNamed(name, value));
  }
  return JSON.stringify(details);
}

/** The last part of a path may itself say that its value is secret. */
function redactNamed(name: string, value: Json): Json {
  return redactMember(name.slice(name.lastIndexOf('.') + 1), value);
}

function shortened(value: Json): Json {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= LONGEST_DETAIL ? value : `${text.slice(0, LONGEST_DETAIL)}…`;
}
