/** Between the passes: threads draft what the second is likely to hold, while the main thread judges. */
import { builtFile } from '../built-file.ts';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import type { Pool, ReadResult } from '../cloudtrail/pool.ts';
import type { SpillFile } from '../cloudtrail/spill-file.ts';
import { joinCopies } from '../investigate/copied-events.ts';
import type { PackedCopies } from '../investigate/copies.ts';
import type { DraftSettings } from '../investigate/draft-task.ts';
import type { Drafts } from '../investigate/drafts.ts';

const DRAFT_TASK = builtFile('investigate/draft-task.js');

export interface DraftOrder {
  readonly copies: readonly PackedCopies[];
  /** The temporary file with the copies. */
  readonly copied: SpillFile | undefined;
  readonly pool: Pool;
  /** How many threads there may be. One is left out, since the main thread works meanwhile. */
  readonly threads: number;
  readonly wish: EventWish;
}

/** Drafts that are being made. */
export class Drafting {
  readonly #stop = new AbortController();
  /** Settled, since it may fail before anybody asks for it. */
  readonly #read: Promise<readonly PromiseSettledResult<ReadResult>[]>;

  private constructor(order: DraftOrder, copied: SpillFile, likely: ReadonlySet<number>) {
    const copies = joinCopies(order.copies, new Set());
    this.#read = Promise.allSettled([
      order.pool.read({
        task: DRAFT_TASK,
        threads: Math.max(1, order.threads - 1),
        signal: this.#stop.signal,
        files: [],
        streams: [],
        documents: { fd: copied.spill.fd, runs: copies.runs },
        settings: { copies, likely: [...likely] } satisfies DraftSettings,
        wish: order.wish,
        seen: null,
      }),
    ]);
  }

  /** Begins, where there are threads for it and it is likely that something will be wanted. */
  static begin(order: DraftOrder): Drafting | undefined {
    const { copies, copied, pool } = order;
    const likely = new Set(copies.flatMap((each) => each.likely));
    return copied === undefined || likely.size === 0 || !pool.isRunning
      ? undefined
      : new Drafting(order, copied, likely);
  }

  /** What was drafted so far; no more is begun. */
  async end(): Promise<readonly Drafts[]> {
    this.#stop.abort();
    const [read] = await this.#read;
    if (read!.status === 'rejected') throw read!.reason;
    return read!.value.found as readonly Drafts[];
  }
}
