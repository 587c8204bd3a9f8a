/** Whether there is a text that some patterns fit and others do not: what a policy permits on some resource. */
import { fits } from './wildcard.ts';

/** A text keeps to it when at least one of the patterns fits (`fit`), or none of them (not `fit`). */
export interface Bound {
  readonly patterns: readonly string[];
  readonly fit: boolean;
}

/** Beyond this, the search is given up: real policies need some hundreds. */
const MOST_STATES = 20_000;

/** Stands for all characters that no pattern names. */
const OTHER = '\u0000';

/**
 * Whether some text keeps to all bounds. Patterns are read side by side, character by character, each as the set of
 * places it can be at, so the answer is exact; where it would take too long it is yes, as nothing dangerous must be
 * left out.
 */
export function isAnyText(bounds: readonly Bound[]): boolean {
  // Most policies are answered here.
  if (bounds.some(({ patterns, fit }) => (fit ? patterns.length === 0 : patterns.includes('*'))))
    return false;
  const must = bounds.filter(({ fit }) => fit);
  const tries = must.flatMap(({ patterns }) => patterns.map((pattern) => pattern.replaceAll(/[*?]/g, 'x')));
  if (tries.some((text) => bounds.every((bound) => keeps(text, bound)))) return true;

  const letters = new Set([OTHER]);
  for (const { patterns } of bounds)
    for (const pattern of patterns)
      for (let n = 0; n < pattern.length; n++)
        if (pattern[n] !== '*' && pattern[n] !== '?') letters.add(pattern[n]!);
  const begin = bounds.map(({ patterns }) => patterns.map((pattern) => behindStars(pattern, [0])));
  const seen = new Set([keyOf(begin)]);
  const open = [begin];
  while (open.length > 0) {
    const state = open.pop()!;
    if (bounds.every((bound, n) => isKept(bound, state[n]!))) return true;
    for (const letter of letters) {
      const next = bounds.map(({ patterns }, n) =>
        patterns.map((pattern, p) => behind(pattern, state[n]![p]!, letter)),
      );
      // A bound that nothing can fulfil any more.
      if (bounds.some(({ fit }, n) => fit && next[n]!.every((places) => places.length === 0))) continue;
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= MOST_STATES) return true;
      seen.add(key);
      open.push(next);
    }
  }
  return false;
}

function keeps(text: string, { patterns, fit }: Bound): boolean {
  return patterns.some((pattern) => fits(pattern, text)) === fit;
}

/** Places in a pattern, in order: how much of it has been read. */
type Places = readonly number[];

function isKept({ patterns, fit }: Bound, state: readonly Places[]): boolean {
  return patterns.some((pattern, p) => state[p]!.at(-1) === pattern.length) === fit;
}

/** The places behind one more letter. */
function behind(pattern: string, places: Places, letter: string): Places {
  const next: number[] = [];
  for (const place of places) {
    const token = pattern[place];
    if (token === '*') next.push(place);
    else if (token === '?' || token === letter) next.push(place + 1);
  }
  return behindStars(pattern, next);
}

/** The places, and those behind stars, which may stand for nothing. */
function behindStars(pattern: string, places: Places): Places {
  const all = new Set<number>();
  for (let place of places) {
    all.add(place);
    while (pattern[place] === '*') all.add(++place);
  }
  return [...all].toSorted((a, b) => a - b);
}

function keyOf(state: readonly (readonly Places[])[]): string {
  return state.map((places) => places.join(';')).join('|');
}
