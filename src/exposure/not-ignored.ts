/** What git does not ignore below a folder, asked of git with everything switched off that a repository could start. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { KeytrailError } from '../error.ts';
import { SAFE } from './git/run-git.ts';

export interface NotIgnored {
  readonly files: readonly string[];
  /** Repositories inside, submodules among them: git says nothing of what is in those. Not those that are empty. */
  readonly folders: readonly string[];
  /** Why git could not say it, in its words. */
  readonly problem?: string;
}

/** Lists of files that git makes are no longer. */
const LONGEST_LIST = 1024 * 1024 * 1024;
const LIST = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];

/**
 * Asks git for what it does not ignore below `folder`, whose paths begin with `prefix`.
 * @returns undefined for a folder that is in no work tree.
 * @throws KeytrailError when git is not installed.
 */
export function notIgnored(folder: string, prefix: string): NotIgnored | undefined {
  if (!isInWorkTree(folder)) return undefined;
  // With the user's own configuration, which may name a list of what to ignore everywhere.
  const { status, stdout, stderr, error } = spawnSync('git', [...SAFE, '-C', folder, ...LIST], {
    maxBuffer: LONGEST_LIST,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOENT')
    throw new KeytrailError('git is not installed', { hint: '--obey-gitignore asks git what it ignores.' });
  if (error !== undefined || status !== 0) {
    const words = error?.message ?? stderr.trim().split('\n').at(-1);
    return { files: [], folders: [], problem: words ?? `git ended with ${status}` };
  }
  const files: string[] = [];
  const folders: string[] = [];
  for (const name of new Set(stdout.split('\0'))) {
    if (name === '') continue;
    const full = prefix + name;
    // What is listed may be gone from the folder, or be a link. A submodule that was not fetched is an empty folder.
    const stats = lstatSync(full, { throwIfNoEntry: false });
    if (stats?.isFile() === true) files.push(full);
    else if (stats?.isDirectory() === true && readdirSync(full).length > 0)
      folders.push(full.replace(/[/\\]$/, ''));
  }
  return { files, folders };
}

function isInWorkTree(folder: string): boolean {
  for (let at = realpathSync(folder); ; at = path.dirname(at)) {
    // The folder of a repository itself is no part of its work tree.
    if (path.basename(at) === '.git') return false;
    if (existsSync(path.join(at, '.git'))) return true;
    if (at === path.dirname(at)) return false;
  }
}
