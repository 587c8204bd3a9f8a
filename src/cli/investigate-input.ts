/** The first pass: reads what was not read before, in portions, each of which is kept in the case when it is done. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { builtFile } from '../built-file.ts';
import { changedEvidence } from '../case/verify.ts';
import type { Verified } from '../case/verify.ts';
import type { CaseFolder } from '../case/case-folder.ts';
import type { EvidenceRow } from '../case/evidence-row.ts';
import { SeenEvents, seenMemory } from '../cloudtrail/duplicates.ts';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import { expectedEvents } from '../cloudtrail/expected-events.ts';
import { Pool } from '../cloudtrail/pool.ts';
import type { Progress } from '../cloudtrail/pool.ts';
import { addTally, emptyTally } from '../cloudtrail/problem.ts';
import type { InputProblem, InputTally } from '../cloudtrail/problem.ts';
import { listInputs } from '../cloudtrail/walk.ts';
import type { Inputs } from '../cloudtrail/walk.ts';
import { KeytrailError } from '../error.ts';
import type { PackedCopies } from '../investigate/copies.ts';
import { firstPassOf } from '../investigate/sent-pass.ts';
import type { SentPass } from '../investigate/sent-pass.ts';
import type { FirstPass, InvestigateSettings } from '../investigate/task.ts';
import { absolutePaths } from './absolute.ts';
import type { ReadOptions } from './input-options.ts';
import { progressText } from './read-logs.ts';
import type { Read } from './read-logs.ts';
import { ProgressLine } from './show/progress.ts';
import { saveStreams } from './save-streams.ts';

/** Compressed bytes of a portion: some seconds of work, which are lost when a run is ended by force. */
const PORTION_BYTES = 512 * 1024 * 1024;
/** Room for as many events takes little memory: below it, files are not looked into to know better. */
const ENOUGH_EVENTS = 1_000_000;

/** What the case, or without one this run, holds of the logs. */
export interface Input {
  /** What was found before, and in this run. */
  readonly known: readonly FirstPass[];
  readonly fresh: readonly FirstPass[];
  /** What the threads that found `fresh` copied, in the same order. */
  readonly copies: readonly (PackedCopies | null)[];
  /** Files that were read now and before. */
  readonly evidence: readonly Omit<EvidenceRow, 'part'>[];
  /** What was read, now and before. `seconds` and `pruned` are of this run. */
  readonly read: Read;
  /** Files that were not read again although they are not what they were. */
  readonly changed: readonly Verified[];
}

/** What is kept of one portion. */
export interface Part {
  readonly tally: InputTally;
  readonly passes: readonly FirstPass[];
  /** Problems of files that could not be opened, and so are no evidence. */
  readonly problems: readonly InputProblem[];
}

export interface InputOrder {
  /** What was found in the paths, where that was looked for before. */
  readonly found: Inputs | undefined;
  readonly pool: Pool;
  readonly options: ReadOptions;
  readonly wish: EventWish;
  readonly settings: InvestigateSettings;
  readonly folder: CaseFolder | undefined;
  /** Where standard input and pipes are kept, since they are read twice. */
  readonly streams: string;
}

/** Threads for both passes. */
export function investigatePool(threads: number): Pool {
  return new Pool({ task: builtFile('investigate/task.js'), threads });
}

/**
 * Finds the logs in `paths`; where they are many, the threads get ready for them.
 * @throws KeytrailError when there are none.
 */
export async function findInput(paths: readonly string[], wish: EventWish, pool: Pool): Promise<Inputs> {
  const inputs = await listInputs(paths, wish, {
    onMany: () => {
      pool.warmUp();
    },
  });
  if (isNothing(inputs, inputs.files)) throw nothingToRead(paths);
  return inputs;
}

/**
 * Reads `paths`, without what the case holds already.
 * @throws KeytrailError when there is nothing to read.
 */
export async function readInput(paths: readonly string[], order: InputOrder): Promise<Input> {
  const start = performance.now();
  const { folder, wish } = order;
  const known = folder?.evidence() ?? [];
  const before = [...(folder?.parts() ?? [])] as Part[];
  const inputs: Inputs =
    order.found ??
    (paths.length === 0
      ? { files: [], streams: [], pruned: 0, problems: [] }
      : await listInputs(paths, wish));
  const saved = await saveStreams(inputs.streams, order.streams);
  const files = freshFiles([...inputs.files, ...saved], known, folder);
  if (known.length === 0 && isNothing(inputs, files)) throw nothingToRead(paths);
  const changed = await changedEvidence(known);
  const rows: Omit<EvidenceRow, 'part'>[] = [...known];
  const parts: Part[] = [];
  const copies: (PackedCopies | null)[] = [];
  for await (const portion of readPortions(files, order)) {
    parts.push(portion.part);
    copies.push(...portion.copies);
    rows.push(...portion.rows);
  }
  const tally = emptyTally();
  for (const part of [...before, ...parts]) addTally(tally, part.tally);
  const problems = [
    ...inputs.problems,
    ...parts.flatMap((part) => part.problems),
    ...rows.flatMap((row) => row.problems),
  ];
  return {
    known: before.flatMap((part) => part.passes),
    fresh: parts.flatMap((part) => part.passes),
    copies,
    evidence: rows,
    read: {
      tally,
      problems: problems.toSorted(byFile),
      pruned: inputs.pruned,
      files: files.length,
      seconds: (performance.now() - start) / 1000,
      found: [],
    },
    changed,
  };
}

/** Whether there is nothing to read, and nothing that says why. */
function isNothing({ streams, pruned, problems }: Inputs, files: readonly string[]): boolean {
  return files.length + streams.length + pruned + problems.length === 0;
}

function nothingToRead(paths: readonly string[]): KeytrailError {
  return new KeytrailError(`no files to read${paths.length === 0 ? '' : ` in ${paths.join(', ')}`}`, {
    hint: 'Give the folder of the exported logs, or one that holds it.',
  });
}

/** Files that are not in the case, nor of it. */
function freshFiles(
  files: readonly string[],
  known: readonly EvidenceRow[],
  folder: CaseFolder | undefined,
): string[] {
  const places = new Set(known.map((row) => row.place));
  const own = folder === undefined ? undefined : `${path.resolve(folder.path)}${path.sep}`;
  const streams = folder === undefined ? undefined : `${path.resolve(folder.path, 'streams')}${path.sep}`;
  const absolute = absolutePaths();
  return files.filter((file) => {
    const place = absolute(file);
    if (places.has(place)) return false;
    return own === undefined || !place.startsWith(own) || place.startsWith(streams!);
  });
}

interface Portion {
  readonly part: Part;
  readonly copies: readonly (PackedCopies | null)[];
  readonly rows: readonly Omit<EvidenceRow, 'part'>[];
}

async function* readPortions(
  files: readonly string[],
  { options, wish, settings, folder, pool }: InputOrder,
): AsyncGenerator<Portion> {
  if (files.length === 0) return;
  const known = folder?.seen();
  const seen = seenMemory((known?.length ?? 0) / 2 + expectedEvents(files, ENOUGH_EVENTS));
  const events = new SeenEvents(seen);
  if (known !== undefined)
    for (let at = 0; at < known.length; at += 2) events.add(known[at]!, known[at + 1]!);
  const line = options.quiet === true ? undefined : ProgressLine.onTerminal();
  try {
    let done: Progress = { filesDone: 0, files: files.length, events: 0, bytes: 0 };
    for (const portion of folder === undefined ? [files] : portionsOf(files)) {
      const before = done;
      const { tally, problems, found } = await pool.read({
        files: portion,
        streams: [],
        settings,
        wish,
        seen,
        ...(line === undefined
          ? {}
          : {
              onProgress: (progress: Progress) => {
                line.show(progressText(sum(before, progress)));
              },
            }),
      });
      // What they found was sent, and fills their memory no less.
      pool.spareMemory();
      done = sum(before, {
        filesDone: portion.length,
        files: 0,
        events: tally.events,
        bytes: tally.bytesScanned,
      });
      const sent = found as readonly SentPass[];
      const passes = sent.map(firstPassOf);
      const byPlace = problemsByFile(problems);
      const absolute = absolutePaths();
      const rows = passes
        .flatMap((pass) => pass.files)
        .map((file) => rowOf(file, absolute(file.path), byPlace));
      const read = new Set(rows.map((row) => row.path));
      const part: Part = {
        tally,
        passes,
        problems: problems.filter((problem) => !read.has(outer(problem.file))),
      };
      // Without a readable file there is nothing to keep.
      if (rows.length > 0) folder?.addPart(part, rows, events.hashes());
      yield { part, copies: sent.map(({ copies }) => copies), rows };
    }
  } finally {
    line?.clear();
  }
}

function sum(before: Progress, now: Progress): Progress {
  return {
    filesDone: before.filesDone + now.filesDone,
    files: before.files,
    events: before.events + now.events,
    bytes: before.bytes + now.bytes,
  };
}

function* portionsOf(files: readonly string[]): Generator<readonly string[]> {
  let portion: string[] = [];
  let bytes = 0;
  for (const file of files) {
    portion.push(file);
    bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes < PORTION_BYTES) continue;
    yield portion;
    portion = [];
    bytes = 0;
  }
  if (portion.length > 0) yield portion;
}

function rowOf(
  { path: file, bytes, mtimeMs, sha256, events }: FirstPass['files'][number],
  place: string,
  problems: ReadonlyMap<string, readonly InputProblem[]>,
): Omit<EvidenceRow, 'part'> {
  return {
    path: file,
    place,
    bytes,
    mtimeMs,
    sha256,
    events,
    problems: problems.get(file) ?? [],
  };
}

function problemsByFile(problems: readonly InputProblem[]): Map<string, InputProblem[]> {
  const byFileName = new Map<string, InputProblem[]>();
  for (const problem of problems) {
    const file = outer(problem.file);
    byFileName.set(file, [...(byFileName.get(file) ?? []), problem]);
  }
  return byFileName;
}

/** The file that holds the entry of an archive. */
function outer(file: string): string {
  const at = file.indexOf('!');
  return at < 0 || statSync(file, { throwIfNoEntry: false }) !== undefined ? file : file.slice(0, at);
}

function byFile(a: InputProblem, b: InputProblem): number {
  return a.file < b.file ? -1 : Number(a.file > b.file);
}
