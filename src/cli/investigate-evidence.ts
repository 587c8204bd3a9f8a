/** The second pass: the whole records of compromised credentials, from the files that hold them. */
import { statSync } from 'node:fs';
import { builtFile } from '../built-file.ts';
import type { CaseFolder } from '../case/case-folder.ts';
import { collectMuchGarbage } from '../cloudtrail/garbage.ts';
import type { Pool, Progress } from '../cloudtrail/pool.ts';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import type { InputProblem } from '../cloudtrail/problem.ts';
import type { SpillFile } from '../cloudtrail/spill-file.ts';
import { mergePasses, passOfCallers } from '../investigate/collected.ts';
import type { Evidence, KeptEvidence } from '../investigate/collected.ts';
import type { EvidenceSettings, FoundEvidence, SecondPass } from '../investigate/evidence-task.ts';
import { draftedRows, passOfDrafts } from '../investigate/drafts.ts';
import { joinCopies } from '../investigate/copied-events.ts';
import type { CopiedDocuments } from '../investigate/copied-events.ts';
import { filesOf } from '../investigate/file-index.ts';
import { askedOf, fingerprintOf } from '../investigate/selection.ts';
import type { Selection } from '../investigate/selection.ts';
import type { FirstPass } from '../investigate/task.ts';
import type { Input } from './investigate-input.ts';
import { progressText } from './read-logs.ts';
import type { Drafting } from './investigate-drafts.ts';
import { ProgressLine } from './show/progress.ts';

const EVIDENCE_TASK = builtFile('investigate/evidence-task.js');

export interface EvidenceOrder {
  readonly selection: Selection;
  readonly input: Input;
  readonly wish: EventWish;
  readonly settings: Omit<EvidenceSettings, 'selection' | 'copies' | 'drafted'>;
  /** The temporary file with copies of records. */
  readonly copied: SpillFile | undefined;
  readonly folder: CaseFolder | undefined;
  /** Drafts of what is to be read. */
  readonly drafting: Drafting | undefined;
  /** The threads of the first pass. */
  readonly pool: Pool;
  readonly quiet: boolean;
}

export interface ReadEvidence extends Evidence {
  /** Files that hold evidence, and are not there any more or not what they were. */
  readonly lost: readonly InputProblem[];
}

/** What the case keeps is not read again, as far as it was asked for in the same way. */
export async function readEvidence(order: EvidenceOrder): Promise<ReadEvidence> {
  const { selection, input, folder } = order;
  const wanted = askedOf(selection);
  const kept = folder?.records() as KeptEvidence | undefined;
  const asked = Object.fromEntries(wanted.map((name) => [name, fingerprintOf(selection, name)]));
  const known = new Set(wanted.filter((name) => kept?.asked[name] === asked[name]));
  const files = new Set([
    ...filesOf(
      wanted.filter((name) => !known.has(name)),
      indexesOf(input.known),
    ),
    ...input.fresh.flatMap((pass, n) => filesOf(wanted, [input.copies[n]?.missing ?? pass.index])),
  ]);
  const changed = new Set(input.changed.map(({ row }) => row.path));
  const there = new Set([...files].filter((file) => !changed.has(file) && isThere(file)));
  const copies = joinCopies(
    input.copies.filter((each) => each !== null),
    files,
  );
  const hasNone = wanted.length === 0 || there.size + copies.runs.length === 0;
  const found = hasNone ? [] : await readRecords([...there], copies, order);
  order.pool.close();
  const passes = [
    ...(known.size === 0 ? [] : kept!.passes).map((pass) => passOfCallers(pass, known)),
    ...found,
  ];
  const evidence = mergePasses(passes, selection);
  folder?.saveRecords({ asked, passes } satisfies KeptEvidence);
  return {
    ...evidence,
    lost: [...files]
      .filter((file) => !there.has(file))
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
  copies: CopiedDocuments,
  { selection, settings, copied, wish, drafting, pool, quiet }: EvidenceOrder,
): Promise<readonly SecondPass[]> {
  // What judging left behind goes first: what is sent to the threads, and what they find, has to lie beside the rest.
  collectMuchGarbage();
  const drafts = (await drafting?.end()) ?? [];
  const drafted = draftedRows(drafts, copies.file.length);
  const line = quiet ? undefined : ProgressLine.onTerminal();
  try {
    const { found } = await pool.read({
      task: EVIDENCE_TASK,
      files,
      streams: [],
      ...(copied === undefined ? {} : { documents: { fd: copied.spill.fd, runs: copies.runs } }),
      settings: { ...settings, selection, copies, drafted } satisfies EvidenceSettings,
      wish,
      // Which events come twice was told when they were read first.
      seen: null,
      ...(line === undefined
        ? {}
        : {
            onProgress: (progress: Progress) => {
              line.show(`evidence: ${progressText(progress)}`);
            },
          }),
    });
    const passes = (found as readonly FoundEvidence[]).map(({ stands, ...pass }) => ({ pass, stands }));
    const stands = passes.map((each) => each.stands);
    return [...passes.map(({ pass }) => pass), ...drafts.map((each) => passOfDrafts(each, stands))];
  } finally {
    line?.clear();
  }
}
