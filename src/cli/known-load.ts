/** Loads a `networks.yml`. */
import { readFileSync } from 'node:fs';
import { KeytrailError } from '../error.ts';
import type { Known } from '../investigate/known.ts';
import { readKnown } from '../investigate/read-known.ts';

/** Mistakes named before "and N more". */
const SHOWN = 10;

/** @throws KeytrailError when it cannot be read, naming each mistake with file, line and column. */
export function loadKnown(file: string): Known {
  const { known, problems } = readKnown(file, textOf(file));
  if (problems.length === 0) return known;
  const named = problems
    .slice(0, SHOWN)
    .map(({ place, message }) => `${place.file}:${place.line}:${place.column} ${message}`);
  const more = problems.length > SHOWN ? `, and ${problems.length - SHOWN} more` : '';
  throw new KeytrailError(`${named.join('; ')}${more}`, {
    hint: 'See docs/investigate.md for what the file may hold; known suggest drafts one.',
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new KeytrailError(`cannot read ${file}: ${(cause as Error).message}`, {
      hint: 'Give --known a file such as known suggest drafts.',
      cause,
    });
  }
}
