/** The second pass, in each thread: gathers the events of the credentials that are asked for. */
import { OriginKeys } from '../activity/origin-keys.ts';
import { AWS_NETWORK } from '../activity/origin.ts';
import { networkIn } from '../activity/context-key.ts';
import type { Event } from '../cloudtrail/event.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
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
import { Nearest } from './nearest.ts';
import { QuietRecorder } from './quiet-log.ts';
import type { QuietLog } from './quiet-log.ts';
import type { Holder, Selection } from './selection.ts';

/** Plain data, sent to every thread. */
export interface EvidenceSettings {
  readonly rules: readonly EventRule[];
  readonly networks: readonly string[];
  readonly selection: Selection;
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

/** What one thread found. */
export interface SecondPass {
  readonly records: readonly CollectedRecord[];
  /** The owner's reads: of all of them the times, and some of them whole. */
  readonly quiet: QuietLog;
  readonly samples: readonly CollectedRecord[];
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
  readonly #holders: readonly (readonly Holder[])[];
  readonly #hostile: readonly ReadonlyMap<string, number | null>[];
  readonly #cited: ReadonlySet<string>;
  readonly #found: CollectedRecord[] = [];
  readonly #quiet = new QuietRecorder();
  readonly #samples: readonly Nearest<CollectedRecord>[];
  #matches: string[] = [];
  readonly #matched = (rule: number): void => {
    this.#matches.push(this.#ids[rule]!);
  };

  constructor({ rules, networks: given, selection }: EvidenceSettings) {
    const networks = openNetworks(loadNetworkTables(), loadUserNetworks(given));
    this.#matcher = new Matcher(rules, new Columns(enrichment(() => networks)));
    this.#ids = rules.map((rule) => rule.id);
    this.#origins = new OriginKeys(networks);
    this.#selection = selection;
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
    const key = this.#key.of(event);
    if (key === UNWANTED) return;
    if (key === KEYLESS) {
      const caller = principalOf(event);
      if (this.#callers.has(caller)) this.#take(event, caller, this.#found);
      return;
    }
    const caller = key - FIRST;
    const holders = this.#holders[caller]!;
    if (!this.#isQuiet(event, holders)) {
      this.#take(event, this.#selection.callers[caller]!, this.#found);
      return;
    }
    this.#quiet.add(event);
    const near = holders.map(({ seed }) => this.#samples[seed]!).filter((each) => each.hasRoom(event.timeMs));
    if (near.length === 0) return;
    const sample: CollectedRecord[] = [];
    this.#take(event, this.#selection.callers[caller]!, sample);
    for (const each of near) for (const record of sample) each.add(record);
  }

  finish(): SecondPass {
    return {
      records: this.#found,
      quiet: this.#quiet.pack(),
      samples: [...new Set(this.#samples.flatMap((each) => each.list()))],
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

  #take(event: Event, caller: string, to: CollectedRecord[]): void {
    const record = event.json();
    // What is no valid JSON was counted in the first pass.
    if (record === null) return;
    this.#matcher.match(event, this.#matched);
    const { eventId, timeMs, file, record: number } = event;
    to.push({
      ref: { eventId, timeMs, file, record: number },
      caller,
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- an object stays one
      record: redact(record) as JsonObject,
      rules: this.#matches,
    });
    this.#matches = [];
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
