/** Matching a text against literal pieces with wildcards between them, without backtracking beyond the last `*`. */
import type { GlobPart } from './rule.ts';

const MANY = -1;
const ONE = -2;

/**
 * Compiles a pattern anchored at both ends. `?` is one character (a code point), `*` any number of them.
 * Takes time at most proportional to the text times the pattern.
 */
export function compileGlob(parts: readonly GlobPart[], cased: boolean): (text: string) => boolean {
  const pattern: number[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') pattern.push(part.wildcard === 'many' ? MANY : ONE);
    else
      for (const character of cased ? part : part.toLowerCase()) pattern.push(character.codePointAt(0) ?? 0);
  }
  return (text) => matches(pattern, cased ? text : text.toLowerCase());
}

function matches(pattern: readonly number[], text: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = pattern[next];
    const point = text.codePointAt(at) ?? 0;
    const width = point > 0xffff ? 2 : 1;
    if (wanted === MANY) {
      star = next;
      resume = at;
      next += 1;
    } else if (wanted === ONE || wanted === point) {
      at += width;
      next += 1;
    } else if (star !== -1) {
      resume += (text.codePointAt(resume) ?? 0) > 0xffff ? 2 : 1;
      at = resume;
      next = star + 1;
    } else return false;
  }
  while (pattern[next] === MANY) next += 1;
  return next === pattern.length;
}
