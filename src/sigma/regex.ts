/**
 * Regular expressions in linear time, so that no rule can hang a hunt. The engine (RE2) is loaded with the first
 * pattern: most hunts need none, and start-up counts.
 *
 * https://github.com/google/re2/wiki/Syntax
 */
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

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

/**
 * Compiles a pattern; `flags` is a subset of "ims".
 *
 * @throws the engine's error when the pattern is not in RE2 syntax. Rules that were read are checked already.
 */
export function compileRegex(pattern: string, flags: string): Regex {
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
    compileRegex(pattern, flags);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return /\(\?[=!<]|\\[1-9]/.test(pattern)
      ? `${message} (look-around and back references are not part of it)`
      : message;
  }
}
