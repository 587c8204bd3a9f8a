/** What went wrong with a part of the input: counted, named, and never a reason to stop. */

export const PROBLEM_KINDS = {
  unreadable: 'could not be read',
  truncated: 'ends in the middle',
  corrupt: 'is damaged',
  'invalid-json': 'holds invalid JSON',
  bomb: 'expands beyond reason',
  'too-long': 'holds a record that is too long',
  'link-loop': 'links back to a folder above it',
  grew: 'grew while it was read',
  encrypted: 'is encrypted',
  'too-deep': 'is nested too deeply',
} as const;

export type ProblemKind = keyof typeof PROBLEM_KINDS;

export interface InputProblem {
  readonly kind: ProblemKind;
  /** File, and behind `!` the entry of an archive. */
  readonly file: string;
  /** What exactly, and what was still read: one sentence without secrets. */
  readonly detail: string;
}

/** What became of the input. Sums over files, so tallies of several workers add up. */
export interface InputTally {
  files: number;
  /** Compressed bytes as they lie on disk, and bytes after inflating. */
  bytesRead: number;
  bytesScanned: number;
  events: number;
  duplicates: number;
  /** Events outside the wanted time, accounts, regions or credentials. */
  filtered: number;
  digests: number;
  insights: number;
  /** Records that are valid JSON but no CloudTrail events. */
  otherRecords: number;
  brokenRecords: number;
  /** Files (or archive entries) that hold no JSON or CSV at all. */
  foreignFiles: number;
}

export function emptyTally(): InputTally {
  return {
    files: 0,
    bytesRead: 0,
    bytesScanned: 0,
    events: 0,
    duplicates: 0,
    filtered: 0,
    digests: 0,
    insights: 0,
    otherRecords: 0,
    brokenRecords: 0,
    foreignFiles: 0,
  };
}

/** Adds `more` to `sum`, in place. */
export function addTally(sum: InputTally, more: InputTally): void {
  for (const key of Object.keys(sum) as (keyof InputTally)[]) sum[key] += more[key];
}
