/** Reads the logs a command was given: finds the files, shows progress, and tells what could not be read. */
import { listInputs } from '../cloudtrail/walk.ts';
import type { Inputs } from '../cloudtrail/walk.ts';
import { Pool } from '../cloudtrail/pool.ts';
import type { Progress } from '../cloudtrail/pool.ts';
import { PROBLEM_KINDS } from '../cloudtrail/problem.ts';
import type { InputProblem, InputTally } from '../cloudtrail/problem.ts';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import { KeytrailError } from '../error.ts';
import type { ReadOptions } from './input-options.ts';
import { ProgressLine } from './show/progress.ts';
import { bytesText, clean, numberText } from './show/text.ts';

export interface Read {
  readonly tally: InputTally;
  readonly problems: readonly InputProblem[];
  /** Files left out because their place says they cannot matter. */
  readonly pruned: number;
  readonly files: number;
  readonly seconds: number;
  readonly found: readonly unknown[];
}

/** What is to be read, and how. */
export interface ReadSetup {
  readonly options: ReadOptions;
  readonly wish: EventWish;
  /** URL of the module with the task. */
  readonly task: URL;
}

/**
 * Reads `paths` with a task.
 * @throws KeytrailError when there is nothing to read.
 */
export async function readLogs(
  paths: readonly string[],
  { settings, ...setup }: ReadSetup & { settings: unknown },
): Promise<Read> {
  const logs = await Logs.find(paths, setup);
  return logs.read(settings);
}

/** Logs that were found, and threads that get ready to read them while the task's settings are worked out. */
export class Logs {
  readonly #setup: ReadSetup;
  readonly #pool: Pool;
  readonly #inputs: Inputs;
  readonly #start: number;

  private constructor(
    setup: ReadSetup,
    { pool, inputs, start }: { pool: Pool; inputs: Inputs; start: number },
  ) {
    this.#setup = setup;
    this.#pool = pool;
    this.#inputs = inputs;
    this.#start = start;
  }

  /** @throws KeytrailError when there is nothing to read. */
  static async find(paths: readonly string[], setup: ReadSetup): Promise<Logs> {
    const start = performance.now();
    const { options, wish, task } = setup;
    const pool = new Pool({ task, threads: options.threads });
    try {
      const inputs = await listInputs(paths, wish, {
        onMany: () => {
          pool.warmUp();
        },
      });
      if (filesIn(inputs) === 0 && inputs.pruned === 0 && inputs.problems.length === 0) {
        throw new KeytrailError(`no files to read in ${paths.join(', ')}`, {
          hint: 'Give the folder of the exported logs, or one that holds it.',
        });
      }
      return new Logs(setup, { pool, inputs, start });
    } catch (error) {
      pool.close();
      throw error;
    }
  }

  /** Reads them all; to be called once. */
  async read(settings: unknown): Promise<Read> {
    const { options, wish } = this.#setup;
    const inputs = this.#inputs;
    const line = options.quiet === true ? undefined : ProgressLine.onTerminal();
    try {
      const { tally, problems, found } = await this.#pool.read({
        settings,
        files: inputs.files,
        streams: inputs.streams,
        wish,
        ...(line === undefined
          ? {}
          : { onProgress: (progress: Progress) => line.show(progressText(progress)) }),
      });
      return {
        tally,
        problems: [...inputs.problems, ...problems].toSorted((a, b) =>
          a.file < b.file ? -1 : Number(a.file > b.file),
        ),
        pruned: inputs.pruned,
        files: filesIn(inputs),
        seconds: (performance.now() - this.#start) / 1000,
        found,
      };
    } finally {
      line?.clear();
      // What follows needs their memory and their processors.
      this.close();
    }
  }

  /** Ends the threads, where nothing was read. */
  close(): void {
    this.#pool.close();
  }
}

function filesIn({ files, streams }: Inputs): number {
  return files.length + streams.length;
}

/** How far the reading is, in one line. */
export function progressText({ filesDone, files, events, bytes }: Progress): string {
  const percent = Math.floor((100 * filesDone) / Math.max(1, files));
  return `${percent} %  ${numberText(filesDone)} of ${numberText(files)} files  ${numberText(events)} events  ${bytesText(bytes)}`;
}

/** Named problems shown before "and N more". */
const SHOWN_PROBLEMS = 10;

/** What was read and what was not, in sentences. */
export function inputNotes({ tally, problems, pruned, seconds }: Read): string[] {
  // Below a second it is the start that is measured, not the reading.
  const rate = seconds < 1 ? '' : ` (${numberText(Math.round(tally.events / seconds))} a second)`;
  const notes = [
    `${count(tally.events, 'event')} in ${count(tally.files, 'file')} (${bytesText(tally.bytesScanned)}), ` +
      `read in ${seconds.toFixed(1)} s${rate}`,
  ];
  const also = [
    tally.duplicates > 0 ? `${count(tally.duplicates, 'duplicate')}, each event counted once` : '',
    tally.filtered > 0 ? `${count(tally.filtered, 'event')} outside what you asked for` : '',
    pruned > 0
      ? `${count(pruned, 'file or folder', 'files or folders')} left unopened by their date, account or region`
      : '',
    tally.digests > 0 ? count(tally.digests, 'digest') : '',
    tally.insights > 0 ? count(tally.insights, 'Insights event') : '',
    tally.otherRecords > 0
      ? count(
          tally.otherRecords,
          'record that is no CloudTrail event',
          'records that are no CloudTrail events',
        )
      : '',
    tally.foreignFiles > 0
      ? count(tally.foreignFiles, 'file that holds no logs', 'files that hold no logs')
      : '',
  ].filter((note) => note !== '');
  if (also.length > 0) notes.push(`also: ${also.join('; ')}`);
  if (tally.events + tally.filtered + tally.duplicates === 0 && pruned === 0)
    notes.push('no CloudTrail events were found');
  if (problems.length > 0) {
    const broken = tally.brokenRecords > 0 ? `, ${count(tally.brokenRecords, 'record')} lost` : '';
    notes.push(`could not be read in full: ${count(problems.length, 'problem')}${broken}`);
    for (const { kind, file, detail } of problems.slice(0, SHOWN_PROBLEMS)) {
      notes.push(`  ${clean(file)} ${PROBLEM_KINDS[kind]}: ${clean(detail)}`);
    }
    if (problems.length > SHOWN_PROBLEMS)
      notes.push(`  and ${numberText(problems.length - SHOWN_PROBLEMS)} more (all are in --json)`);
  }
  return notes;
}

/** A number with its noun. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${numberText(value)} ${value === 1 ? one : many}`;
}

/** The input as it stands in JSON results. */
export function inputJson({ tally, problems, pruned, seconds }: Read): object {
  return { ...tally, unopened: pruned, seconds: Number(seconds.toFixed(3)), problems };
}

/** 0 nothing found, 1 something found, 3 part of the input could not be read. */
export function exitCodeOf(read: Read, found: boolean): number {
  if (read.problems.length > 0) return 3;
  return found ? 1 : 0;
}
