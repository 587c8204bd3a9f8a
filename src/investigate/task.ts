/** The first pass of an investigation, in each thread: what credentials did, what they minted, which file holds what. */
import { LatestAgent } from '../agent/latest.ts';
import { ActivityCollector } from '../activity/collector.ts';
import type { PackedActivity } from '../activity/pack.ts';
import type { Event } from '../cloudtrail/event.ts';
import type { HashedFile } from '../cloudtrail/file-hash.ts';
import { GATE } from '../cloudtrail/gate.ts';
import type { Task, TaskScanner } from '../cloudtrail/reader.ts';
import { enrichment } from '../enrich/enrichment.ts';
import { LineageCollector } from '../lineage/collector.ts';
import { packUses } from '../lineage/pack-uses.ts';
import type { Traces } from '../lineage/traces.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { Columns } from '../sigma/columns.ts';
import { Matcher } from '../sigma/matcher.ts';
import type { EventRule } from '../sigma/rule.ts';
import type { Spill } from '../cloudtrail/spill-file.ts';
import { Copies } from './copies.ts';
import { CoverageCollector } from './coverage.ts';
import type { PackedCoverage } from './coverage.ts';
import type { SentPass } from './sent-pass.ts';
import { FileIndex } from './file-index.ts';
import { Gatekeeper } from './gatekeeper.ts';
import type { PackedIndex } from './file-index.ts';

/** Plain data, sent to every thread. */
export interface InvestigateSettings {
  readonly rules: readonly EventRule[];
  /** Files that say what networks are, as the user gave them. */
  readonly networks: readonly string[];
  /** Where records may be copied that the second pass is likely to want; null copies none. */
  readonly spill: Spill | null;
}

/** A file that was read, and how many events were in it, copies too. */
export interface ReadFile extends HashedFile {
  readonly events: number;
}

/** What one thread found. */
export interface FirstPass {
  readonly activity: PackedActivity;
  readonly traces: Traces;
  readonly coverage: PackedCoverage;
  readonly index: PackedIndex;
  readonly files: readonly ReadFile[];
}

const NO_RULES: readonly string[] = [];
const ASKS_FOR_RULES: number = GATE.beyond | GATE.match;

export function createTask(settings: unknown, scanner: TaskScanner): Task {
  return new FirstPassTask(settings as InvestigateSettings, scanner);
}

class FirstPassTask implements Task {
  readonly #matcher: Matcher;
  readonly #ids: readonly string[];
  readonly #activity: ActivityCollector;
  readonly #lineage = new LineageCollector();
  readonly #coverage = new CoverageCollector();
  readonly #index = new FileIndex();
  readonly #copies: Copies | undefined;
  readonly #gatekeeper: Gatekeeper;
  readonly #files: ReadFile[] = [];
  #events = 0;
  #matches: string[] = [];
  /** Made once, not for every event. */
  readonly #matched = (rule: number): void => {
    this.#matches.push(this.#ids[rule]!);
  };

  constructor({ rules, networks: given, spill }: InvestigateSettings, { sieve, gate }: TaskScanner) {
    const networks = openNetworks(loadNetworkTables(), loadUserNetworks(given));
    // Rules and activity ask for the same tool one after the other: it is parsed once.
    const agents = new LatestAgent();
    this.#matcher = new Matcher(rules, new Columns(enrichment(() => networks, agents)), sieve);
    this.#ids = rules.map((rule) => rule.id);
    this.#copies =
      spill === null
        ? undefined
        : new Copies(spill, (caller, isWatched) => {
            this.#gatekeeper.watch(caller, isWatched);
          });
    this.#activity = new ActivityCollector(networks, agents);
    this.#gatekeeper = new Gatekeeper(gate, {
      activity: this.#activity,
      lineage: this.#lineage,
      coverage: this.#coverage,
      index: this.#index,
      copies: this.#copies,
    });
  }

  /** Copies of an event come to the same, and which copy is cited must not depend on who read first: all are visited. */
  visit(event: Event): void {
    this.#events++;
    const outcome = this.#gatekeeper.pass(event);
    if (outcome !== GATE.counted) this.#gatekeeper.show(event, outcome, this.#rulesOf(event, outcome));
  }

  ended({ path, bytes, mtimeMs, sha256 }: HashedFile): void {
    this.#files.push({ path, bytes, mtimeMs, sha256, events: this.#events });
    this.#gatekeeper.ended();
    this.#index.ended(path);
    this.#copies?.ended(path);
    this.#events = 0;
  }

  finish(): SentPass {
    this.#gatekeeper.finish();
    const { uses, mints } = this.#lineage.finish();
    return {
      activity: this.#activity.finish(),
      uses: packUses(uses),
      mints,
      coverage: this.#coverage.pack(),
      index: this.#index.pack(),
      files: this.#files,
      copies: this.#copies?.pack() ?? null,
    };
  }

  #rulesOf(event: Event, outcome: number): readonly string[] {
    if ((outcome & ASKS_FOR_RULES) === 0) return NO_RULES;
    this.#matcher.match(event, this.#matched);
    const rules = this.#matches;
    if (rules.length === 0) return NO_RULES;
    this.#matches = [];
    return rules;
  }
}
