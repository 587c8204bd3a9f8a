/** Finds the files to read, and leaves out those whose place in the S3 delivery layout says they cannot matter. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { KeytrailError } from '../error.ts';
import type { InputProblem } from './problem.ts';

/** What is wanted, as far as a path can tell. Times in milliseconds since 1970 (UTC); empty lists want all. */
export interface PathFilter {
  readonly fromMs: number;
  readonly toMs: number;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

export interface Inputs {
  readonly files: readonly string[];
  /** Standard input (`-`), pipes and devices: they can be read once, from their start. */
  readonly streams: readonly string[];
  /** Folders and files left out by their place, without being opened. */
  readonly pruned: number;
  readonly problems: readonly InputProblem[];
}

/** So few files may be read without threads. */
export const FEW_FILES = 32;

const DAY_MS = 86_400_000;

/**
 * Lists the files below the given paths (files, folders, glob patterns, `-`), in a stable order.
 * Layout: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
 * Calls `onMany` as soon as there are more than `FEW_FILES`.
 * @throws KeytrailError when a path does not exist.
 */
export async function listInputs(
  paths: readonly string[],
  filter: PathFilter,
  { onMany }: { onMany?: () => void } = {},
): Promise<Inputs> {
  const walk = new Walk(filter, onMany);
  for (const given of paths) {
    if (given === '-') walk.streams.push('-');
    else for (const found of await expand(given)) walk.add(found);
  }
  const { files, streams, pruned, problems } = walk;
  return { files: walk.roots === 1 ? files : once(files), streams: once(streams), pruned, problems };
}

/** What was given twice, or lies below what was given too, is read once. */
function once(files: readonly string[]): string[] {
  const byPlace = new Map<string, string>();
  for (const file of files) {
    const place = file === '-' ? file : path.resolve(file);
    if (!byPlace.has(place)) byPlace.set(place, file);
  }
  return [...byPlace.values()];
}

async function expand(given: string): Promise<string[]> {
  if (statSync(given, { throwIfNoEntry: false }) !== undefined) return [given];
  if (!/[*?[{]/.test(given)) {
    throw new KeytrailError(`no such file or folder: ${given}`, {
      hint: 'Give log files, folders of them, or - for standard input.',
    });
  }
  const { glob } = await import('tinyglobby');
  const options = { absolute: path.isAbsolute(given), dot: true, expandDirectories: false };
  // As a shell has it, a pattern may stand for folders; where it reaches into them, their files are found anyway.
  const found = (await glob(given, { ...options, onlyFiles: given.includes('**') })).toSorted();
  if (found.length === 0)
    throw new KeytrailError(`no file matches ${given}`, {
      hint: 'Check the pattern, or give the folder itself.',
    });
  return found;
}

class Walk {
  readonly files: string[] = [];
  readonly streams: string[] = [];
  readonly problems: InputProblem[] = [];
  pruned = 0;
  /** Paths that were given. */
  roots = 0;
  readonly #filter: PathFilter;

  readonly #onMany: (() => void) | undefined;

  constructor(filter: PathFilter, onMany: (() => void) | undefined) {
    this.#filter = filter;
    this.#onMany = onMany;
  }

  /** A path the user gave: read whatever its place says, unless it is a folder to look into. */
  add(given: string): void {
    this.roots++;
    try {
      const found = statSync(given);
      if (found.isDirectory()) this.#folder(given, [realpathSync(given)]);
      else if (found.isFile()) this.#found(given);
      else this.streams.push(given);
    } catch (error) {
      this.#unreadable(given, error);
    }
  }

  #folder(folder: string, above: readonly string[]): void {
    let entries;
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      this.#unreadable(folder, error);
      return;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const place = placeOf(path.resolve(folder));
    for (const entry of entries) {
      const full = `${folder}${folder.endsWith(path.sep) ? '' : path.sep}${entry.name}`;
      if (entry.isSymbolicLink()) this.#link(full, above);
      else if (entry.isDirectory()) this.#subfolder(full, placeOf(path.resolve(full)), above);
      else if (entry.isFile()) this.#file(full, entry.name, place);
      // Pipes and devices that merely lie in a folder are not read.
    }
  }

  #subfolder(folder: string, place: Place, above: readonly string[]): void {
    if (this.#wants(place)) this.#folder(folder, above);
    else this.pruned++;
  }

  #file(file: string, name: string, place: Place): void {
    // The stamp in a delivered file's name is finer than its folder, and survives copying into one folder.
    const named = /^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d\d)(\d\d)T\d{4}Z_/.exec(name);
    const finer =
      named === null
        ? place
        : { account: named[1], region: named[2], year: +named[3]!, month: +named[4]!, day: +named[5]! };
    if (this.#wants(finer)) this.#found(file);
    else this.pruned++;
  }

  #found(file: string): void {
    if (this.files.push(file) === FEW_FILES + 1) this.#onMany?.();
  }

  #link(link: string, above: readonly string[]): void {
    try {
      const target = realpathSync(link);
      const found = statSync(target);
      const around = [...above, realpathSync(path.dirname(link))];
      if (found.isFile()) {
        this.#file(link, path.basename(link), placeOf(path.resolve(path.dirname(link))));
      } else if (!found.isDirectory()) {
        // As with those that are no links: a pipe without a writer would never end.
      } else if (around.some((folder) => folder === target || folder.startsWith(target + path.sep))) {
        this.problems.push({
          kind: 'link-loop',
          file: link,
          detail: 'links to a folder it lies in; not followed',
        });
      } else {
        this.#subfolder(link, placeOf(path.resolve(link)), [...around, target]);
      }
    } catch (error) {
      this.#unreadable(link, error);
    }
  }

  #wants(place: Place): boolean {
    const { accounts, regions, fromMs, toMs } = this.#filter;
    if (place.account !== undefined && accounts.length > 0 && !accounts.includes(place.account)) return false;
    if (place.region !== undefined && regions.length > 0 && !regions.includes(place.region)) return false;
    if (place.year === undefined) return true;
    const { year, month, day } = place;
    const first = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
    const behind =
      day !== undefined ? first + DAY_MS : Date.UTC(month === undefined ? year + 1 : year, month ?? 0, 1);
    // The date is that of delivery, which follows the event by minutes, and by hours at worst: a day is added.
    return behind > fromMs && first - DAY_MS <= toMs;
  }

  #unreadable(file: string, error: unknown): void {
    const { code, message } = error as NodeJS.ErrnoException;
    this.problems.push({ kind: 'unreadable', file, detail: `could not be opened (${code ?? message})` });
  }
}

/** What a path in the delivery layout says about the events below it. */
interface Place {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
}

const NOWHERE: Place = {};

/** `…/AWSLogs/[o-…/]<account>/CloudTrail[-Digest|-Insight]/<region>/yyyy/mm/dd/…` */
function placeOf(folder: string): Place {
  const at = folder.lastIndexOf(`${path.sep}AWSLogs${path.sep}`);
  if (at < 0) return NOWHERE;
  const parts = folder.slice(at + 9).split(path.sep);
  if (parts[0]?.startsWith('o-') === true) parts.shift();
  const [account, , region, year, month, day] = parts;
  if (account === undefined || !/^\d{12}$/.test(account)) return NOWHERE;
  return {
    account,
    ...(region === undefined ? {} : { region }),
    ...number('year', year),
    ...number('month', month),
    ...number('day', day),
  };
}

function number(name: 'year' | 'month' | 'day', text: string | undefined): Place {
  return text !== undefined && /^\d+$/.test(text) ? { [name]: Number(text) } : NOWHERE;
}
