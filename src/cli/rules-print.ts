/** What the `rules` commands share when they print: colours (only on a terminal), places, problems. */
import path from 'node:path';
import { styleText } from 'node:util';
import type { Level, RuleProblem } from '../sigma/rule.ts';

type Style = Parameters<typeof styleText>[0];

/** Writes to standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints a value as JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** The text in a style, or as it is when the output is no terminal or colours are off. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

const LEVEL_STYLE: Readonly<Record<Level, Style>> = {
  informational: 'dim',
  low: 'cyan',
  medium: 'yellow',
  high: 'red',
  critical: ['bold', 'red'],
};

/** A level, padded to the longest. */
export function levelText(level: Level): string {
  return styled(LEVEL_STYLE[level], level.padEnd('informational'.length));
}

/** A path as short as it can be written from here. */
export function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative !== '' && !relative.startsWith('..') ? relative : file;
}

/** A problem as `file:line:column  error  message`. */
export function problemText({ severity, place, message }: RuleProblem): string {
  const where = `${shortPath(place.file)}:${place.line}:${place.column}`;
  return `${where}  ${styled(severity === 'error' ? 'red' : 'yellow', severity)}  ${message}`;
}

/** A number with its noun, in the plural where it must be. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
