/** One thread's share of the work: takes file after file from the common list until none is left. */
import type { SeenMemory } from './duplicates.ts';
import type { EventWish } from './event-filter.ts';
import type { FileHash } from './file-hash.ts';
import type { InputProblem, InputTally } from './problem.ts';
import { Reader } from './reader.ts';
import type { TaskModule } from './reader.ts';
import { Scanner } from './scanner.ts';
import { readRun } from './spill-file.ts';
import type { SpilledRun } from './spill-file.ts';

/** What a thread needs to get ready. Only plain data, so that it can be sent; that goes for `ShareOrder` too. */
export interface ShareSetup {
  /** URL of the module with the first task. */
  readonly task: string;
  readonly scanner: WebAssembly.Module;
}

/** What a thread says first: that it has loaded its code. What it says next is a `ShareResult`. */
export const READY = 'ready';

/** What a thread is to read. */
export interface ShareOrder {
  /** URL of the module with the task. */
  readonly task: string;
  /** What to tell the task. */
  readonly settings: unknown;
  readonly files: readonly string[];
  /** Documents in a temporary file, read after the files. Their names are those of `documentName`. */
  readonly documents: Documents;
  /** Whether the files are standard input, pipes or devices. */
  readonly areStreams: boolean;
  readonly wish: EventWish;
  /** `null` where it does not matter which events come twice. */
  readonly seen: SeenMemory | null;
  /** Counters common to all threads, see `COUNTER`. */
  readonly counters: SharedArrayBuffer;
}

/** Runs of the open file with that descriptor. */
export interface Documents {
  readonly fd: number;
  readonly runs: readonly SpilledRun[];
}

export const NO_DOCUMENTS: Documents = { fd: -1, runs: [] };

/** Name of the document with that number as the file of its events: no file has one like it. */
export function documentName(document: number): string {
  return `\0${document}`;
}

/** What the common counters count: files taken, files done, events, bytes scanned in units of 64 KiB. */
export const COUNTER = { taken: 0, done: 1, events: 2, chunks: 3 } as const;
export const COUNTERS = 4;

export interface ShareResult {
  readonly tally: InputTally;
  readonly problems: readonly InputProblem[];
  readonly found: unknown;
}

/** A thread's code, ready for tasks and files. */
export class Share {
  readonly #module: WebAssembly.Module;
  #ready: Scanner | undefined;

  private constructor(module: WebAssembly.Module) {
    this.#module = module;
    this.#ready = new Scanner(module);
  }

  /** Loads the code: it takes a while, and can be done before it is known what is to be read. */
  static async open({ task, scanner }: ShareSetup): Promise<Share> {
    const share = new Share(scanner);
    await import(task);
    return share;
  }

  /** Takes file after file until none is left. */
  async read(order: ShareOrder): Promise<ShareResult> {
    // What one task has a scanner remember means nothing to another.
    const scanner = this.#ready ?? new Scanner(this.#module);
    this.#ready = undefined;
    const module = (await import(order.task)) as TaskModule;
    const task = await module.createTask(order.settings, scanner);
    const hash = task.ended === undefined ? undefined : await newFileHash();
    const reader = new Reader(scanner, order.wish, order.seen, task, hash);
    const counters = new Int32Array(order.counters);
    let [events, chunks] = [0, 0];
    for (;;) {
      const next = Atomics.add(counters, COUNTER.taken, 1);
      if (next >= order.files.length + order.documents.runs.length) break;
      const slow = readNext(reader, order, next);
      if (slow !== undefined) await slow;
      const hashed = hash?.take();
      if (hashed !== undefined) task.ended?.(hashed);
      const { tally } = reader;
      Atomics.add(counters, COUNTER.done, 1);
      Atomics.add(counters, COUNTER.events, tally.events - events);
      const scanned = Math.floor(tally.bytesScanned / 65536);
      Atomics.add(counters, COUNTER.chunks, scanned - chunks);
      [events, chunks] = [tally.events, scanned];
    }
    return { tally: reader.tally, problems: reader.problems, found: task.finish() };
  }
}

/** Reads the file or document with that number; returns nothing to wait for where the fast way sufficed. */
function readNext(
  reader: Reader,
  { files, documents, areStreams }: ShareOrder,
  next: number,
): Promise<void> | undefined {
  const file = files[next];
  if (file !== undefined) return areStreams ? reader.readStream(file) : reader.read(file);
  const document = next - files.length;
  reader.readBytes(readRun(documents.fd, documents.runs[document]!), documentName(document));
  return undefined;
}

/** Few tasks have files hashed, and loading what that takes is a good part of starting a thread. */
async function newFileHash(): Promise<FileHash> {
  const { FileHash } = await import('./file-hash.ts');
  return new FileHash();
}
