/** One line of `evidence.ndjson`: a file that was read, so that it is proved what it held, and not read again. */
import type { ProblemKind } from '../cloudtrail/problem.ts';
import { KeytrailError } from '../error.ts';

export interface EvidenceRow {
  /** As it was given, and as it stands in citations. */
  readonly path: string;
  /** The same from the root, so that it is found from everywhere. */
  readonly place: string;
  readonly bytes: number;
  /** Time of the last change, in milliseconds since 1970 (UTC). */
  readonly mtimeMs: number;
  /** Of the bytes on disk, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly events: number;
  /** Number of the part that holds what was found in it. */
  readonly part: number;
  readonly problems: readonly EvidenceProblem[];
}

/** As `InputProblem`. `file` names the entry of an archive. */
export interface EvidenceProblem {
  readonly kind: ProblemKind;
  readonly file: string;
  readonly detail: string;
}

/** Lines in the order of paths, so that the same evidence is the same file. */
export function* evidenceLines(rows: readonly EvidenceRow[]): Generator<string> {
  for (const row of rows.toSorted((a, b) => (a.place < b.place ? -1 : Number(a.place > b.place))))
    yield `${JSON.stringify(row)}\n`;
}

/** @throws KeytrailError naming the line that is none. */
export function readEvidenceLines(text: string, file: string): EvidenceRow[] {
  const rows: EvidenceRow[] = [];
  for (const [n, line] of text.split('\n').entries()) {
    if (line === '') continue;
    try {
      rows.push(JSON.parse(line) as EvidenceRow);
    } catch (cause) {
      throw new KeytrailError(`${file}:${n + 1} is damaged`, {
        hint: 'Restore the case folder from a copy, or make a new case from the logs.',
        cause,
      });
    }
  }
  return rows;
}
