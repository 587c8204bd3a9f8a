/** What the `rules` commands share when they print: places, problems, counts. */
import path from 'node:path';
import type { RuleProblem } from '../sigma/rule.ts';
import { styled } from './show/style.ts';
import { clean } from './show/text.ts';

/** Writes to standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints a value as JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** A path as short as it can be written from here. */
export function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative !== '' && !relative.startsWith('..') ? relative : file;
}

/** A problem as `file:line:column  error  message`. */
export function problemText({ severity, place, message }: RuleProblem): string {
  const where = `${clean(shortPath(place.file))}:${place.line}:${place.column}`;
  return `${where}  ${styled(severity === 'error' ? 'red' : 'yellow', severity)}  ${clean(message)}`;
}

/** A number with its noun, in the plural where it must be. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
