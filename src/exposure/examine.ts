/**
 * What the scan of a git repository calls for each object with candidates, in its threads. The salt of the audit comes in
 * the URL this module is loaded by.
 */
import { assess } from './assess.ts';
import type { Assessed } from './assess.ts';
import type { Candidate } from './matcher.ts';
import { lineEnds } from './place.ts';
import { saltedHash } from './salted-hash.ts';

/** An exposure in an object of a repository. */
export interface Examined extends Assessed {
  /** From 1; null in objects that are read in pieces. */
  readonly line: number | null;
}

const hash = saltedHash(new URL(import.meta.url).searchParams.get('salt') ?? '');

/** The exposures among candidates; undefined when there are none. `start` is the offset of `bytes` in the object. */
export function examine(
  bytes: Uint8Array,
  candidates: readonly Candidate[],
  start: number,
): readonly Examined[] | undefined {
  // Lines are counted on from the exposure before: they come nearly in the order of offsets.
  let [at, line] = [0, 1];
  const found = assess(bytes, candidates, hash).map((each) => {
    if (each.offset < at) [at, line] = [0, 1];
    if (start === 0) line += lineEnds(bytes, at, each.offset);
    at = each.offset;
    return { ...each, offset: each.offset + start, line: start === 0 ? line : null };
  });
  return found.length === 0 ? undefined : found;
}
