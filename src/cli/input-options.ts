/** The options that all commands over logs have in common. */
import os from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { EventWish } from '../cloudtrail/event-filter.ts';
import { KeytrailError } from '../error.ts';
import { parseTime } from './time.ts';

/** What is read of the command line by all commands over logs. */
export interface ReadOptions {
  readonly from?: string;
  readonly to?: string;
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly output?: string;
  readonly quiet?: boolean;
  readonly threads: number;
  readonly networks?: readonly string[];
}

/** What those read of it that show events. */
export interface InputOptions extends ReadOptions {
  readonly credential?: readonly string[];
  readonly format: Format;
  readonly json?: boolean;
}

export const FORMATS = ['table', 'json', 'ndjson', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** What can be given as `PATH`. */
export const PATHS = 'log files, folders of any depth, archives, glob patterns, or - for standard input';

/** Adds the common options to a command that shows events. */
export function addInputOptions(command: Command): Command {
  return addReadOptions(command.argument('<paths...>', PATHS))
    .option('--credential <key>', 'only calls signed with this access key ID (repeatable)', oneMore)
    .addOption(
      new Option('--format <format>', 'how to show the result').choices([...FORMATS]).default('table'),
    )
    .option('--json', 'the same as --format json');
}

/** Adds the options that say what is read, and how. */
export function addReadOptions(command: Command): Command {
  return command
    .option('--from <time>', 'only events since then: 2026-11-23T22:10:00Z, 2026-11-23 or a span such as 30d')
    .option('--to <time>', 'only events until then')
    .option('--account <id>', 'only this account (repeatable)', oneMore)
    .option('--region <name>', 'only this region (repeatable)', oneMore)
    .option('--output <file>', 'write the result to a file')
    .option('--networks <file>', 'your own list of networks, see docs/network.md (repeatable)', oneMore)
    .option('--quiet', 'no progress and no notes')
    .option('--threads <number>', 'threads to read with', threadCount, os.availableParallelism());
}

/** Collects a repeatable option. One that took several values at a time would swallow the paths behind it. */
export function oneMore(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function threadCount(text: string): number {
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1 || threads > 256)
    throw new InvalidArgumentError('Give a number from 1 to 256.');
  return threads;
}

export function formatOf(options: InputOptions): Format {
  return options.json === true ? 'json' : options.format;
}

/** Which events are wanted. Times are taken relative to `nowMs`. */
export function wishOf(options: ReadOptions & Pick<InputOptions, 'credential'>, nowMs: number): EventWish {
  const fromMs = options.from === undefined ? -Infinity : parseTime(options.from, nowMs, false);
  const toMs = options.to === undefined ? Infinity : parseTime(options.to, nowMs, true);
  if (fromMs > toMs) throw new KeytrailError('--from is later than --to', { hint: 'Swap them.' });
  return {
    fromMs,
    toMs,
    accounts: (options.account ?? []).map(accountId),
    regions: options.region ?? [],
    credentials: options.credential ?? [],
  };
}

function accountId(text: string): string {
  const digits = text.replaceAll('-', '');
  if (/^\d{12}$/.test(digits)) return digits;
  throw new KeytrailError(`not an account ID: ${text}`, { hint: 'Account IDs have 12 digits.' });
}
