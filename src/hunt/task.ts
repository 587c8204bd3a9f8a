/** What each thread does with the events of a hunt: match the rules, and note what matched. */
import type { Event } from '../cloudtrail/event.ts';
import type { Task } from '../cloudtrail/reader.ts';
import type { ScannerSieve } from '../cloudtrail/sieve.ts';
import type { Json } from '../json.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { redact } from '../redact.ts';
import { Columns } from '../sigma/columns.ts';
import { FieldReader } from '../sigma/field-reader.ts';
import type { FieldValues } from '../sigma/field-reader.ts';
import { Matcher } from '../sigma/matcher.ts';
import type { EventRule } from '../sigma/rule.ts';
import { ComparedValues } from './compared-values.ts';
import { enrichment } from '../enrich/enrichment.ts';
import { MatchLog } from './match-log.ts';

/** Plain data, sent to every thread. */
export interface HuntSettings {
  readonly rules: readonly EventRule[];
  /** For each rule, the fields that correlations over it compare. */
  readonly needed: readonly (readonly string[])[];
  /** For each rule, whether its matches are shown, and details of them with that. */
  readonly reports: readonly boolean[];
  /** Files that say what networks are, as the user gave them. */
  readonly networks: readonly string[];
}

/** A detail that is longer says no more. */
const LONGEST_DETAIL = 400;

export function createTask(settings: unknown, sieve: ScannerSieve): Task {
  return new HuntTask(settings as HuntSettings, sieve);
}

class HuntTask implements Task {
  readonly #sieve: ScannerSieve;
  readonly #matcher: Matcher;
  readonly #log = new MatchLog();
  readonly #details: readonly (readonly NamedField[])[];
  readonly #values: readonly ComparedValues[];
  #event!: Event;
  /** Made once, not for every event. */
  readonly #matched = (rule: number): void => {
    const event = this.#event;
    const fields = this.#details[rule]!;
    const details = fields.length === 0 ? this.#noDetails : this.#log.numberOf(detailsOf(event, fields));
    this.#log.add(rule, event, details, this.#values[rule]!.of(event));
  };
  readonly #noDetails: number = this.#log.numberOf('{}');

  constructor(settings: HuntSettings, sieve: ScannerSieve) {
    const derivations = enrichment(() =>
      openNetworks(loadNetworkTables(), loadUserNetworks(settings.networks)),
    );
    const columns = new Columns(derivations);
    this.#sieve = sieve;
    this.#matcher = new Matcher(settings.rules, columns, sieve);
    const reader = new FieldReader(columns);
    this.#details = settings.rules.map((rule, n) =>
      settings.reports[n] === true ? rule.fields.map((name) => ({ name, read: reader.of(name) })) : [],
    );
    const numberOf = (text: string): number => this.#log.numberOf(text);
    this.#values = settings.needed.map((fields) => new ComparedValues(fields, { columns, reader, numberOf }));
  }

  /** Most events match no rule, and end in the sieve. */
  skim(): void {
    this.#sieve.sift();
  }

  visit(event: Event): void {
    this.#event = event;
    this.#matcher.match(event, this.#matched);
  }

  finish(): unknown {
    return this.#log.pack();
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
  const last = name.slice(name.lastIndexOf('.') + 1);
  return (redact({ [last]: value }) as Record<string, Json>)[last]!;
}

function shortened(value: Json): Json {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= LONGEST_DETAIL ? value : `${text.slice(0, LONGEST_DETAIL)}…`;
}
