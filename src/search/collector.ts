/** Gathers found events in bounded memory: the earliest ones, or all with runs put aside when they get many. */
import { compareEntries } from './entry.ts';
import type { Entry } from './entry.ts';

export interface CollectorLimits {
  /** Only so many of the earliest events are wanted; Infinity for all. */
  readonly limit: number;
  /** Characters of text held at a time. */
  readonly room: number;
  /** Puts a sorted run aside. */
  readonly putAside: (entries: readonly Entry[]) => void;
}

/** What an entry takes beside its text. */
const OVERHEAD = 150;
/** With a limit, entries are gathered beyond it before those too late are dropped. */
const SLACK = 1000;

export class Collector {
  readonly #limits: CollectorLimits;
  #entries: Entry[] = [];
  #size = 0;
  /** Later events are not among the earliest. */
  #latest = Infinity;

  constructor(limits: CollectorLimits) {
    this.#limits = limits;
  }

  /** Whether an event of that time can be among those wanted. */
  wants(timeMs: number): boolean {
    // An unknown time stands behind all others.
    return this.#latest === Infinity || timeMs <= this.#latest;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
    this.#size += entry.text.length + OVERHEAD;
    const { limit, room, putAside } = this.#limits;
    if (this.#size <= room && this.#entries.length < 2 * limit + SLACK) return;
    this.#narrow();
    if (this.#size <= room / 2) return;
    putAside(this.#entries);
    this.#entries = [];
    this.#size = 0;
  }

  /** The entries that were not put aside, sorted. */
  finish(): readonly Entry[] {
    this.#narrow();
    return this.#entries;
  }

  /** Sorts, drops repeats of an event, and drops what is behind the limit. */
  #narrow(): void {
    const { limit } = this.#limits;
    const seen = new Set<string>();
    const kept = this.#entries.toSorted(compareEntries).filter(({ idLow, idHigh }) => {
      if (idLow === 0 && idHigh === 0) return true;
      const id = `${idLow} ${idHigh}`;
      return !seen.has(id) && seen.add(id);
    });
    this.#entries = kept.slice(0, limit);
    if (kept.length >= limit) {
      const last = this.#entries.at(-1)?.timeMs ?? -Infinity;
      if (!Number.isNaN(last)) this.#latest = last;
    }
    this.#size = this.#entries.reduce((sum, { text }) => sum + text.length + OVERHEAD, 0);
  }
}
