/** What each thread does with the events of a search: test them, and keep what is to be shown of those that pass. */
import type { Event } from '../cloudtrail/event.ts';
import type { Task } from '../cloudtrail/reader.ts';
import { enrichment } from '../enrich/enrichment.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { Columns } from '../sigma/columns.ts';
import type { Condition } from '../sigma/rule.ts';
import { Collector } from './collector.ts';
import type { Entry } from './entry.ts';
import { EventTest } from './event-test.ts';
import { eventJson, summaryJson } from './event-json.ts';
import { Hashes } from './hashes.ts';
import { encodeRun, runLength, wholeRun } from './run.ts';
import { writeRun } from '../cloudtrail/spill-file.ts';
import type { Spill, SpilledRun } from '../cloudtrail/spill-file.ts';

/** Plain data, sent to every thread. */
export interface SearchSettings {
  readonly condition: Condition;
  /** Files that say what networks are, as the user gave them. */
  readonly networks: readonly string[];
  /** What is kept of an event: nothing, what a line of a table needs, or the whole. */
  readonly keep: 'nothing' | 'summary' | 'event';
  /** Only so many of the earliest events are kept; Infinity for all. */
  readonly limit: number;
  /** Whether the events found are counted, those beyond the limit too. */
  readonly counts: boolean;
  /** Characters a thread may hold before it puts a run aside. */
  readonly room: number;
  /** Where to; not needed where nothing is kept. */
  readonly spill: Spill | null;
}

/** What a thread found. */
export interface SearchFound {
  /** Runs put aside, in the order they were. */
  readonly spilled: readonly SpilledRun[];
  /** The last run. */
  readonly run: Uint8Array;
  /** Number of entries in all runs. */
  readonly entries: number;
  /** A hash for each event found where they are counted; see `countDistinct`. */
  readonly hashes: Uint32Array;
}

/** A last run beyond this is put aside as well, rather than sent from thread to thread. */
const LARGEST_SENT = 8 * 1024 * 1024;

export function createTask(settings: unknown): Task {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the command gave, sent to this thread
  return new SearchTask(settings as SearchSettings);
}

class SearchTask implements Task {
  readonly #settings: SearchSettings;
  readonly #test: EventTest;
  readonly #collector: Collector;
  readonly #hashes = new Hashes();
  readonly #spilled: SpilledRun[] = [];
  #entries = 0;

  constructor(settings: SearchSettings) {
    const derivations = enrichment(() =>
      openNetworks(loadNetworkTables(), loadUserNetworks(settings.networks)),
    );
    this.#settings = settings;
    this.#test = new EventTest(settings.condition, new Columns(derivations));
    this.#collector = new Collector({
      limit: settings.limit,
      room: settings.room,
      putAside: (entries) => {
        this.#putAside(entries);
      },
    });
  }

  visit(event: Event): void {
    if (!this.#test.holds(event)) return;
    const { keep, counts } = this.#settings;
    if (counts) this.#hashes.add(event.idHashLow, event.idHashHigh);
    if (keep === 'nothing' || !this.#collector.wants(event.timeMs)) return;
    this.#collector.add({
      timeMs: event.timeMs,
      idLow: event.idHashLow,
      idHigh: event.idHashHigh,
      file: event.file,
      record: event.record,
      text: keep === 'event' ? eventJson(event) : summaryJson(event),
    });
  }

  finish(): SearchFound {
    let last = this.#collector.finish();
    if (runLength(last) > LARGEST_SENT) {
      this.#putAside(last);
      last = [];
    }
    return {
      spilled: this.#spilled,
      run: wholeRun(last),
      entries: this.#entries + last.length,
      hashes: this.#hashes.words(),
    };
  }

  #putAside(entries: readonly Entry[]): void {
    this.#entries += entries.length;
    this.#spilled.push(writeRun(this.#settings.spill!, encodeRun(entries), runLength(entries)));
  }
}
