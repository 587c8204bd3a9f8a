/** Spans of time as users write them. */
import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `90s`, `10m`, `2h`. @throws InvalidArgumentError for anything else. */
export function durationOption(text: string): number {
  const found = /^(\d{1,6})([smh])$/.exec(text);
  if (found === null) throw new InvalidArgumentError('Write 90s, 10m or 2h.');
  return Number(found[1]) * UNIT_MS[found[2]!]!;
}
