/**
 * Regular expressions in linear time, so that no rule can hang a hunt. The engine (RE2) is loaded with the first
 * pattern: most hunts need none, and start-up counts.
 *
 * https://github.com/google/re2/wiki/Syntax
 */
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import { literalsIn } from './regex-literals.ts';

/** A compiled pattern. */
export interface Regex {
  /** Whether the pattern matches anywhere in the text. */
  test(text: string): boolean;
}

let engine: typeof RE2JS | undefined;

function loadEngine(): typeof RE2JS {
  if (engine === undefined) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `require` is untyped; the package's types say so
    const loaded = createRequire(import.meta.url)('re2js') as { RE2JS: typeof RE2JS };
    engine = loaded.RE2JS;
  }
  return engine;
}

/** Prepares a pattern that was checked (see `patternMistake`); `flags` is a subset of "ims". It is compiled when it is needed. */
export function compileRegex(pattern: string, flags: string): Regex {
  const ignoresCase = flags.includes('i');
  const literals = literalsIn(pattern)?.map((text) => (ignoresCase ? text.toLowerCase() : text));
  let regex: Regex | undefined;
  return {
    test(text) {
      if (literals !== undefined && !mayMatch(text, literals, ignoresCase)) return false;
      return (regex ??= compile(pattern, flags)).test(text);
    },
  };
}

/** Whether a text has one of the literals. Beyond ASCII some letters are the same as others only to the engine. */
function mayMatch(text: string, literals: readonly string[], ignoresCase: boolean): boolean {
  // eslint-disable-next-line no-control-regex -- all of ASCII
  if (ignoresCase && !/^[\u0000-\u007f]*$/.test(text)) return true;
  const searched = ignoresCase ? text.toLowerCase() : text;
  return literals.some((literal) => searched.includes(literal));
}

/** @throws the engine's error when the pattern is not in RE2 syntax. */
function compile(pattern: string, flags: string): Regex {
  const re2 = loadEngine();
  let bits = 0;
  if (flags.includes('i')) bits |= re2.CASE_INSENSITIVE;
  if (flags.includes('m')) bits |= re2.MULTILINE;
  if (flags.includes('s')) bits |= re2.DOTALL;
  return re2.compile(pattern, bits);
}

/** Why a pattern cannot be used; undefined when it can. */
export function patternMistake(pattern: string, flags: string): string | undefined {
  try {
    compile(pattern, flags);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return /\(\?[=!<]|\\[1-9]/.test(pattern)
      ? `${message} (look-around and back references are not part of it)`
      : message;
  }
}
