/** Whether the evidence of a case is still what was read. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { EvidenceRow } from './evidence-row.ts';

export type EvidenceState = 'intact' | 'changed' | 'missing';

export interface Verified {
  readonly row: EvidenceRow;
  readonly state: EvidenceState;
  /** What is there now; `''` where nothing can be read. */
  readonly sha256: string;
}

/** Hashes each file again, one after the other. */
export async function* verifyEvidence(rows: readonly EvidenceRow[]): AsyncGenerator<Verified> {
  for (const row of rows) {
    const sha256 = await hashOf(row.place);
    yield { row, sha256, state: sha256 === '' ? 'missing' : sha256 === row.sha256 ? 'intact' : 'changed' };
  }
}

/**
 * A quick look at files that were read before: those of the same size and time are taken for unchanged, the others
 * are hashed.
 */
export async function changedEvidence(rows: readonly EvidenceRow[]): Promise<Verified[]> {
  const suspects = rows.filter(({ place, bytes, mtimeMs }) => {
    const found = statSync(place, { throwIfNoEntry: false });
    return found === undefined || found.size !== bytes || Math.floor(found.mtimeMs) !== mtimeMs;
  });
  const changed: Verified[] = [];
  for await (const each of verifyEvidence(suspects)) if (each.state !== 'intact') changed.push(each);
  return changed;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
      hash.update(piece as Uint8Array);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return '';
  }
  return hash.digest('hex');
}
