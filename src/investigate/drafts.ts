/** What the second pass would hold of copied calls, worked out before it is known which of them are wanted. */
import { countedAt } from './counted-log.ts';
import type { CountedLog } from './counted-log.ts';
import type { SecondPass } from './evidence-task.ts';
import { QuietRecorder } from './quiet-log.ts';
import { RecordRecorder, recordsAt } from './record-log.ts';
import type { RecordLog } from './record-log.ts';

/** What there is a draft of, as bits: the call counted as one of many; whole; as one that takes something away. */
export const DRAFT = { counted: 1, whole: 2, removal: 4 } as const;

/** Plain data: what one thread drafted. Rows are those of the copies. */
export interface Drafts {
  readonly records: RecordLog;
  readonly counted: CountedLog;
  readonly removals: RecordLog;
  readonly recordRows: Uint32Array;
  readonly countedRows: Uint32Array;
  readonly removalRows: Uint32Array;
}

/** Of each row of the copies what there is a draft of. */
export function draftedRows(all: readonly Drafts[], rows: number): Uint8Array {
  const drafted = new Uint8Array(rows);
  for (const { recordRows, countedRows, removalRows } of all) {
    for (const row of recordRows) drafted[row]! |= DRAFT.whole;
    for (const row of countedRows) drafted[row]! |= DRAFT.counted;
    for (const row of removalRows) drafted[row]! |= DRAFT.removal;
  }
  return drafted;
}

/**
 * The drafts that stand.
 *
 * @param stands of each row, by each thread that looked at copies, which of its drafts are what it would have held
 */
export function passOfDrafts(drafts: Drafts, stands: readonly Uint8Array[]): SecondPass {
  const standing = (rows: Uint32Array, draft: number): number[] =>
    [...rows.keys()].filter((n) => stands.some((each) => (each[rows[n]!]! & draft) !== 0));
  return {
    records: recordsAt(drafts.records, standing(drafts.recordRows, DRAFT.whole)),
    counted: countedAt(drafts.counted, standing(drafts.countedRows, DRAFT.counted)),
    removals: recordsAt(drafts.removals, standing(drafts.removalRows, DRAFT.removal)),
    quiet: new QuietRecorder().pack(),
    samples: new RecordRecorder().pack(),
  };
}
