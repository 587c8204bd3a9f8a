/** Colours, only where a terminal shows them and the user wants them. */
import { styleText } from 'node:util';
import type { Level } from '../../sigma/rule.ts';

export type Style = 'bold' | 'dim' | 'cyan' | 'yellow' | 'red';

/** The text in a style (or several), or as it is when standard output is no terminal or colours are off. */
export function styled(style: Style | readonly Style[], text: string): string {
  // One at a time: Node 20 looks at the stream only for single styles.
  return [style].flat().reduce((inner, each) => styleText(each, inner, { stream: process.stdout }), text);
}

const LEVEL_STYLE: Readonly<Record<Level, Style | readonly Style[]>> = {
  informational: 'dim',
  low: 'cyan',
  medium: 'yellow',
  high: 'red',
  critical: ['bold', 'red'],
};

/** A level, padded to the longest of `levels`. */
export function levelText(level: Level, width: number = 'informational'.length): string {
  return styled(LEVEL_STYLE[level], level.padEnd(width));
}
