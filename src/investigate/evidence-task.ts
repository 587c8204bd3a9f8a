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
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { Columns } from '../sigma/columns.ts';
import { Matcher } from '../sigma/matcher.ts';
import type { EventRule } from '../sigma/rule.ts';
import { isLooking } from './action.ts';
import { CallRecorder, withoutSecrets } from './call-recorder.ts';
import type { CollectedRecord } from './collected-record.ts';
import { CopiedEvents } from './copied-events.ts';
import type { CopiedDocuments } from './copied-events.ts';
import type { CountedLog } from './counted-log.ts';
import { DRAFT } from './drafts.ts';
import { Nearest } from './nearest.ts';
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
  /** Of each row of the copies what there is a draft of (see `DRAFT`), which then is not read again. */
  readonly drafted: Uint8Array;
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

/** What one thread found, and which drafts stand beside it. */
export interface FoundEvidence extends SecondPass {
  readonly stands: Uint8Array;
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
  readonly #calls: CallRecorder;
  readonly #drafted: Uint8Array;
  readonly #stands: Uint8Array;
  readonly #removalCalls: RemovalCalls;
  readonly #removals = new RecordRecorder();
  readonly #quiet = new QuietRecorder();
  /** Most of them give way to nearer ones, so secrets are taken out at the end. */
  readonly #samples: readonly Nearest<CollectedRecord>[];
  #matches: string[] = [];
  readonly #matched = (rule: number): void => {
    this.#matches.push(this.#ids[rule]!);
  };

  constructor({ rules, networks: given, selection, copies, drafted }: EvidenceSettings) {
    const networks = openNetworks(loadNetworkTables(), loadUserNetworks(given));
    this.#matcher = new Matcher(rules, new Columns(enrichment(() => networks)));
    this.#ids = rules.map((rule) => rule.id);
    this.#origins = new OriginKeys(networks);
    this.#copies = new CopiedEvents(copies);
    this.#calls = new CallRecorder(this.#copies);
    this.#drafted = drafted;
    this.#stands = new Uint8Array(drafted.length);
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
      if (this.#callers.has(caller) && !this.#letStand(event, DRAFT.whole))
        this.#calls.hold(event, caller, this.#rulesOf(event));
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
    const sample = this.#calls.readRaw(event, name, this.#rulesOf(event));
    if (sample !== undefined) for (const each of near) each.add(sample);
  }

  finish(): FoundEvidence {
    const samples = new RecordRecorder();
    for (const sample of new Set(this.#samples.flatMap((each) => each.list())))
      samples.add(withoutSecrets(sample));
    return {
      ...this.#calls.pack(),
      removals: this.#removals.pack(),
      quiet: this.#quiet.pack(),
      samples: samples.pack(),
      stands: this.#stands,
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
    if (this.#letStand(event, DRAFT.removal)) return;
    const read = this.#calls.read(event, call, this.#rulesOf(event));
    if (read !== undefined) this.#removals.add(read);
  }

  /** What the findings cite is not counted, so of that no such draft stands. */
  #take(event: Event, caller: string): void {
    const isCited = this.#cited.has(event.eventId);
    if (this.#letStand(event, isCited ? DRAFT.whole : DRAFT.whole | DRAFT.counted)) return;
    this.#calls.take(event, caller, this.#rulesOf(event), isCited);
  }

  /** Whether there is a draft of the event, and one of those. */
  #letStand(event: Event, drafts: number): boolean {
    const row = this.#copies.rowOf(event);
    if (row < 0) return false;
    const drafted = this.#drafted[row]! & drafts;
    this.#stands[row]! |= drafted;
    return drafted !== 0;
  }

  #rulesOf(event: Event): readonly string[] {
    const known = this.#copies.rulesOf(event);
    if (known !== undefined) return known;
    this.#matches = [];
    this.#matcher.match(event, this.#matched);
    return this.#matches;
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
