/** The second pass, in each thread: gathers the events of the credentials that are asked for. */
import { OriginKeys } from '../activity/origin-keys.ts';
import { AWS_NETWORK } from '../activity/origin.ts';
import { networkIn } from '../activity/context-key.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
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
import { isLooking } from './action.ts';
import type { CollectedRecord } from './collected-record.ts';
import { CopiedEvents } from './copied-events.ts';
import type { CopiedDocuments } from './copied-events.ts';
import { CountedRecorder } from './counted-log.ts';
import type { CountedLog } from './counted-log.ts';
import { essenceOf, isPlainLook, likenessOf } from './likeness.ts';
import { Nearest } from './nearest.ts';
import { PlainLooks } from './plain-looks.ts';
import { QuietRecorder } from './quiet-log.ts';
import type { QuietLog } from './quiet-log.ts';
import { RecordRecorder } from './record-log.ts';
import type { RecordLog } from './record-log.ts';
import { RemovalCalls } from './removal-calls.ts';
import type { Holder, Selection } from './selection.ts';

/** Plain data, sent to every thread. */
export interface EvidenceSettings {
  readonly rules: readonly EventRule[];
  readonly networks: readonly string[];
  readonly selection: Selection;
  /** Copies that are read in place of files. */
  readonly copies: CopiedDocuments;
}

/** What one thread found. */
export interface SecondPass {
  readonly records: RecordLog;
  /** Calls of which many say the same: all of them, and one of each kind whole. */
  readonly counted: CountedLog;
  /** Calls of anybody that take away what an intruder may have left behind; `caller` is the call: `iam:DeleteUser`. */
  readonly removals: RecordLog;
  /** The owner's reads: of all of them the times, and some of them whole. */
  readonly quiet: QuietLog;
  readonly samples: RecordLog;
}

export function createTask(settings: unknown): Task {
  return new EvidenceTask(settings as EvidenceSettings);
}

class EvidenceTask implements Task {
  readonly #matcher: Matcher;
  readonly #ids: readonly string[];
  readonly #selection: Selection;
  readonly #callers: ReadonlySet<string>;
  readonly #key: FieldNumbers;
  readonly #readOnly = new FieldNumbers(FIELD['readOnly'], (text) =>
    text === '' ? UNSAID : text === 'true' ? READS : WRITES,
  );
  readonly #looks = new FieldNumbers(FIELD['eventName'], (name) => (isLooking(name) ? READS : WRITES));
  readonly #origins: OriginKeys;
  readonly #copies: CopiedEvents;
  readonly #holders: readonly (readonly Holder[])[];
  readonly #hostile: readonly ReadonlyMap<string, number | null>[];
  readonly #cited: ReadonlySet<string>;
  readonly #found = new RecordRecorder();
  readonly #counted = new CountedRecorder();
  readonly #plain = new PlainLooks();
  readonly #removalCalls: RemovalCalls;
  readonly #removals = new RecordRecorder();
  readonly #quiet = new QuietRecorder();
  readonly #samples: readonly Nearest<CollectedRecord>[];
  #matches: string[] = [];
  readonly #matched = (rule: number): void => {
    this.#matches.push(this.#ids[rule]!);
  };

  constructor({ rules, networks: given, selection, copies }: EvidenceSettings) {
    const networks = openNetworks(loadNetworkTables(), loadUserNetworks(given));
    this.#matcher = new Matcher(rules, new Columns(enrichment(() => networks)));
    this.#ids = rules.map((rule) => rule.id);
    this.#origins = new OriginKeys(networks);
    this.#copies = new CopiedEvents(copies);
    this.#selection = selection;
    this.#removalCalls = new RemovalCalls(selection.removals);
    this.#callers = new Set(selection.callers);
    this.#holders = selection.callers.map((caller) =>
      Object.hasOwn(selection.holders, caller) ? selection.holders[caller]! : [],
    );
    const numbers = new Map(selection.callers.map((caller, n) => [caller, n]));
    this.#key = new FieldNumbers(FIELD['userIdentity.accessKeyId'], (key) =>
      key === '' ? KEYLESS : (numbers.get(key) ?? UNWANTED - FIRST) + FIRST,
    );
    this.#hostile = selection.seeds.map(({ contexts }) => new Map(contexts));
    this.#cited = new Set(selection.seeds.flatMap(({ cited }) => cited));
    this.#samples = selection.seeds.map(({ firstMs, room }) => new Nearest(firstMs, room));
  }

  visit(event: Event): void {
    if (this.#copies.isReadElsewhere(event)) return;
    const key = this.#key.of(event);
    this.#takeRemoval(event);
    if (key === UNWANTED) return;
    if (key === KEYLESS) {
      const caller = principalOf(event);
      const read = this.#callers.has(caller) ? this.#read(event, caller) : undefined;
      if (read !== undefined) this.#found.add(read);
      return;
    }
    const caller = key - FIRST;
    const holders = this.#holders[caller]!;
    const name = this.#selection.callers[caller]!;
    if (!this.#isQuiet(event, holders)) {
      this.#take(event, name);
      return;
    }
    this.#quiet.add(event);
    const near = holders.map(({ seed }) => this.#samples[seed]!).filter((each) => each.hasRoom(event.timeMs));
    if (near.length === 0) return;
    const sample = this.#read(event, name);
    if (sample !== undefined) for (const each of near) each.add(sample);
  }

  finish(): SecondPass {
    const samples = new RecordRecorder();
    for (const sample of new Set(this.#samples.flatMap((each) => each.list()))) samples.add(sample);
    return {
      records: this.#found.pack(),
      counted: this.#counted.pack(),
      removals: this.#removals.pack(),
      quiet: this.#quiet.pack(),
      samples: samples.pack(),
    };
  }

  /** Whether the event is a read of which every incident says that the owner made it (see `labelEvents`). */
  #isQuiet(event: Event, holders: readonly Holder[]): boolean {
    if (holders.length === 0) return false;
    const said = this.#readOnly.of(event);
    if ((said === UNSAID ? this.#looks.of(event) : said) === WRITES) return false;
    if (event.idHashLow === 0 && event.idHashHigh === 0) return false;
    const { timeMs } = event;
    if (Number.isNaN(timeMs)) return false;
    const context = this.#origins.of(event);
    // What AWS relays, and what belongs to nobody, is not told by its context.
    const known = context === null || networkIn(context) === AWS_NETWORK ? undefined : context;
    const isOwners = holders.every(
      ({ seed, madeMs }) =>
        (madeMs === null || timeMs < madeMs) &&
        (timeMs < this.#selection.seeds[seed]!.firstMs ||
          (known !== undefined && this.#isOwners(known, seed, timeMs))),
    );
    return isOwners && !this.#cited.has(event.eventId);
  }

  #isOwners(context: string, seed: number, timeMs: number): boolean {
    const untilMs = this.#hostile[seed]!.get(context);
    return untilMs === undefined || (untilMs !== null && timeMs < untilMs);
  }

  /** What anybody took away. */
  #takeRemoval(event: Event): void {
    const call = this.#removalCalls.of(event);
    if (call === undefined || event.text(FIELD['errorCode']) !== '') return;
    const read = this.#read(event, call);
    if (read !== undefined) this.#removals.add(read);
  }

  /** Counts the event where it is one of many, and holds it otherwise. */
  #take(event: Event, caller: string): void {
    const rules = this.#rulesOf(event);
    const isCited = this.#cited.has(event.eventId);
    const key = isCited ? undefined : this.#plain.keyOf(event, rules);
    const known = key === undefined ? undefined : this.#plain.likeness(key);
    if (known !== undefined && this.#counted.add(event, this.#copies.of(event), known)) return;
    const record = event.json();
    // What is no valid JSON was counted in the first pass.
    if (record === null) return;
    const likeness = isCited ? null : likenessOf(record, rules);
    const place = this.#copies.of(event);
    const isCounted =
      likeness !== null &&
      this.#counted.add(event, place, likeness, () => this.#essence(event, caller, rules));
    if (isCounted) {
      if (key !== undefined && isPlainLook(record)) this.#plain.note(key, likeness);
      return;
    }
    this.#found.add(this.#wholeOf(event, record, caller, rules));
  }

  /** The record as far as it is asked for. */
  #essence(event: Event, caller: string, rules: readonly string[]): CollectedRecord {
    return this.#wholeOf(event, essenceOf(event.json()!), caller, rules);
  }

  #rulesOf(event: Event): readonly string[] {
    const known = this.#copies.rulesOf(event);
    if (known !== undefined) return known;
    this.#matches = [];
    this.#matcher.match(event, this.#matched);
    return this.#matches;
  }

  /** The event whole; `undefined` for what is no valid JSON. */
  #read(event: Event, caller: string): CollectedRecord | undefined {
    const record = event.json();
    return record === null ? undefined : this.#wholeOf(event, record, caller, this.#rulesOf(event));
  }

  #wholeOf(event: Event, record: JsonObject, caller: string, rules: readonly string[]): CollectedRecord {
    const { eventId, timeMs } = event;
    return {
      ref: { eventId, timeMs, ...this.#copies.of(event) },
      caller,
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- an object stays one
      record: redact(record) as JsonObject,
      rules,
    };
  }
}

/** What a record says of whether the call only reads. */
const UNSAID = 0;
const READS = 1;
const WRITES = 2;

/** Numbers of keys; those that are wanted follow in the order of the callers. */
const KEYLESS = 0;
const UNWANTED = 1;
const FIRST = 2;
