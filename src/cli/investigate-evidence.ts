/** The second pass: the whole records of compromised credentials, from the files that hold them. */
import { statSync } from 'node:fs';
import type { CaseFolder } from '../case/case-folder.ts';
import { readFiles } from '../cloudtrail/pool.ts';
import type { Progress } from '../cloudtrail/pool.ts';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import type { InputProblem } from '../cloudtrail/problem.ts';
import { eachOnce } from '../investigate/collected.ts';
import type { KeptRecords } from '../investigate/collected.ts';
import type { CollectedRecord, EvidenceSettings } from '../investigate/evidence-task.ts';
import { filesOf } from '../investigate/file-index.ts';
import type { FirstPass } from '../investigate/task.ts';
import type { Input } from './investigate-input.ts';
import { progressText } from './read-logs.ts';
import { ProgressLine } from './show/progress.ts';

export interface EvidenceOrder {
  readonly callers: readonly string[];
  readonly input: Input;
  readonly wish: EventWish;
  readonly settings: Omit<EvidenceSettings, 'callers'>;
  readonly folder: CaseFolder | undefined;
  readonly threads: number;
  readonly quiet: boolean;
}

export interface Evidence {
  /** Each event once, in order of time. */
  readonly records: readonly CollectedRecord[];
  /** Files that hold evidence, and are not there any more or not what they were. */
  readonly lost: readonly InputProblem[];
}

/** Records that the case keeps are not read again. */
export async function readEvidence(order: EvidenceOrder): Promise<Evidence> {
  const { callers, input, folder } = order;
  const kept = folder?.records() as KeptRecords | undefined;
  const known = new Set(kept?.callers);
  const wanted = new Set(callers);
  const files = new Set([
    ...filesOf(
      callers.filter((caller) => !known.has(caller)),
      indexesOf(input.known),
    ),
    ...filesOf(callers, indexesOf(input.fresh)),
  ]);
  const changed = new Set(input.changed.map(({ row }) => row.path));
  const there = [...files].filter((file) => !changed.has(file) && isThere(file));
  const found = there.length === 0 ? [] : await readRecords(there, order);
  const records = eachOnce([...(kept?.records ?? []).filter(({ caller }) => wanted.has(caller)), ...found]);
  folder?.saveRecords({ callers, records } satisfies KeptRecords);
  return {
    records,
    lost: [...files]
      .filter((file) => !there.includes(file))
      .map((file) => ({
        kind: 'unreadable',
        file,
        detail: 'holds calls of a compromised credential, and is gone or changed since it was read',
      })),
  };
}

function indexesOf(passes: readonly FirstPass[]): FirstPass['index'][] {
  return passes.map((pass) => pass.index);
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

async function readRecords(
  files: readonly string[],
  { callers, settings, wish, threads, quiet }: EvidenceOrder,
): Promise<CollectedRecord[]> {
  const line = quiet ? undefined : ProgressLine.onTerminal();
  try {
    const { found } = await readFiles({
      files,
      streams: [],
      task: new URL('../investigate/evidence-task.js', import.meta.url),
      settings: { ...settings, callers } satisfies EvidenceSettings,
      wish,
      threads,
      ...(line === undefined
        ? {}
        : {
            onProgress: (progress: Progress) => {
              line.show(`evidence: ${progressText(progress)}`);
            },
          }),
    });
    return (found as readonly (readonly CollectedRecord[])[]).flat();
  } finally {
    line?.clear();
  }
}
