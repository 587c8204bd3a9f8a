/** Finds the files and git repositories below folders. Every file counts: hidden ones, binary ones, ignored ones. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { InputProblem } from '../cloudtrail/problem.ts';
import { KeytrailError } from '../error.ts';
import { notIgnored } from './not-ignored.ts';

export interface Found {
  readonly files: string[];
  /** Folders that are git repositories (work trees or bare), whose objects are to be scanned. */
  readonly repositories: string[];
  readonly problems: InputProblem[];
  /** Links, which are not followed: what they lead to inside the folder is found anyway. */
  links: number;
  /** Pipes, sockets and devices. */
  special: number;
}

/** Fewer files are scanned before a thread has started. */
const MANY_FILES = 1500;

/** File systems of the kernel: without end, and nothing at rest. */
const KERNEL = new Set(['/proc', '/sys', '/dev']);

export interface WalkOptions {
  /** Leaves out what git ignores. */
  readonly obeyGitignore: boolean;
  /**
   * Called with the first files, and then with those behind them, whenever there are as many as threads are started for,
   * while others are still looked for. The last ones it is not called with.
   */
  readonly onMany?: ((files: readonly string[]) => void) | undefined;
}

/**
 * Lists what lies below the given files and folders, each once, in a stable order.
 * @throws KeytrailError when a path does not exist.
 */
export function listFiles(given: readonly string[], options: WalkOptions): Found {
  const found: Found = { files: [], repositories: [], problems: [], links: 0, special: 0 };
  for (const each of given) {
    const stats = statSync(each, { throwIfNoEntry: false });
    if (stats === undefined) {
      throw new KeytrailError(`no such file or folder: ${each}`, {
        hint: 'Give folders, files, git repositories, archives or saved container images.',
      });
    }
    // What is given twice is found out at the end.
    if (stats.isDirectory())
      walk(each, found, given.length === 1 ? options : { ...options, onMany: undefined });
    else if (stats.isFile()) found.files.push(each);
    else found.special++;
  }
  return given.length === 1
    ? found
    : { ...found, files: once(found.files), repositories: once(found.repositories) };
}

/** The same place named twice is read once. */
function once(paths: readonly string[]): string[] {
  const byPlace = new Map<string, string>();
  for (const each of paths) {
    const place = path.resolve(each);
    if (!byPlace.has(place)) byPlace.set(place, each);
  }
  return [...byPlace.values()];
}

function walk(root: string, found: Found, options: WalkOptions): void {
  // A list instead of recursion: folders may be nested deeper than calls may.
  const folders = [root];
  let told = 0;
  // No path holds a zero.
  let unanswered = '\0';
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    let entries;
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT')
        found.problems.push({
          kind: 'unreadable',
          file: folder,
          detail: `could not be opened (${code ?? message})`,
        });
      continue;
    }
    const names = entries.map(({ name }) => name);
    const isGit = noteRepository(folder, names, found);
    const prefix = folder.endsWith(path.sep) ? folder : folder + path.sep;
    // Where git did not answer it is not asked again for what is inside, unless that is another repository.
    const isAsked = options.obeyGitignore && (!folder.startsWith(unanswered) || names.includes('.git'));
    const wanted = isAsked ? notIgnored(folder, prefix) : undefined;
    if (wanted !== undefined && wanted.problem === undefined) {
      for (const file of wanted.files) found.files.push(file);
      folders.push(...wanted.folders.toSorted().toReversed());
      continue;
    }
    if (wanted !== undefined) {
      unanswered = prefix;
      const detail = `git could not say what it ignores, so nothing was left out (${wanted.problem})`;
      found.problems.push({ kind: 'unreadable', file: folder, detail });
    }
    const inner: string[] = [];
    for (const entry of entries) {
      const full = prefix + entry.name;
      if (entry.isFile()) found.files.push(full);
      else if (entry.isDirectory()) {
        // Objects of repositories are read by the scan of git, which knows how they are written.
        if ((isGit && entry.name === 'objects') || KERNEL.has(path.resolve(full))) continue;
        inner.push(full);
      } else if (entry.isSymbolicLink()) found.links++;
      else found.special++;
    }
    folders.push(...inner.toSorted().toReversed());
    if (options.onMany !== undefined && found.files.length >= told + MANY_FILES) {
      options.onMany(found.files.slice(told));
      told = found.files.length;
    }
  }
}

/** Notes a repository that this folder is, or whose work tree it is. Whether the folder itself holds the objects. */
function noteRepository(folder: string, names: readonly string[], found: Found): boolean {
  if (names.includes('.git')) found.repositories.push(folder);
  const holdsObjects = names.includes('HEAD') && names.includes('objects') && names.includes('refs');
  // That of a work tree has been noted with it.
  if (holdsObjects && path.basename(folder) !== '.git') found.repositories.push(folder);
  return holdsObjects;
}
