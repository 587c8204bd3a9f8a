/** The second pass, in each thread: gathers the whole records of the credentials that are asked for. */
import type { Event } from '../cloudtrail/event.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { FIELD } from '../cloudtrail/event.ts';
import { principalOf } from '../cloudtrail/identity.ts';
import type { Task } from '../cloudtrail/reader.ts';
import { enrichment } from '../enrich/enrichment.ts';
import type { JsonObject } from '../json.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { redact } from '../redact.ts';
import { Columns } from '../sigma/columns.ts';
import { Matcher } from '../sigma/matcher.ts';
import type { EventRule } from '../sigma/rule.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';

/** Plain data, sent to every thread. */
export interface EvidenceSettings {
  readonly rules: readonly EventRule[];
  readonly networks: readonly string[];
  /** Access key IDs, and principals whose calls without a key are wanted. */
  readonly callers: readonly string[];
}

/** A record of a caller that was asked for. */
export interface CollectedRecord {
  readonly ref: EventRef;
  /** Access key ID, or who called without one. */
  readonly caller: string;
  /** Without secrets. */
  readonly record: JsonObject;
  /** IDs of the rules that matched, in their order. */
  readonly rules: readonly string[];
}

export function createTask(settings: unknown): Task {
  return new EvidenceTask(settings as EvidenceSettings);
}

class EvidenceTask implements Task {
  readonly #matcher: Matcher;
  readonly #ids: readonly string[];
  readonly #callers: ReadonlySet<string>;
  readonly #key: FieldNumbers;
  readonly #found: CollectedRecord[] = [];
  #matches: string[] = [];
  readonly #matched = (rule: number): void => {
    this.#matches.push(this.#ids[rule]!);
  };

  constructor({ rules, networks, callers }: EvidenceSettings) {
    const open = (): ReturnType<typeof openNetworks> =>
      openNetworks(loadNetworkTables(), loadUserNetworks(networks));
    this.#matcher = new Matcher(rules, new Columns(enrichment(open)));
    this.#ids = rules.map((rule) => rule.id);
    this.#callers = new Set(callers);
    this.#key = new FieldNumbers(FIELD['userIdentity.accessKeyId'], (key) =>
      key === '' ? KEYLESS : this.#callers.has(key) ? WANTED : UNWANTED,
    );
  }

  visit(event: Event): void {
    const key = this.#key.of(event);
    if (key === UNWANTED) return;
    const caller = key === WANTED ? event.text(FIELD['userIdentity.accessKeyId']) : principalOf(event);
    if (key === KEYLESS && !this.#callers.has(caller)) return;
    const record = event.json();
    // What is no valid JSON was counted in the first pass.
    if (record === null) return;
    this.#matcher.match(event, this.#matched);
    const { eventId, timeMs, file, record: number } = event;
    this.#found.push({
      ref: { eventId, timeMs, file, record: number },
      caller,
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- an object stays one
      record: redact(record) as JsonObject,
      rules: this.#matches,
    });
    this.#matches = [];
  }

  finish(): readonly CollectedRecord[] {
    return this.#found;
  }
}

const KEYLESS = 0;
const UNWANTED = 1;
const WANTED = 2;
