/** What is about to be committed: the blobs that the index of a repository has and HEAD has not. */
import { spawnSync } from 'node:child_process';
import { KeytrailError } from '../error.ts';
import type { HashSecret } from './assess.ts';
import { scanWhole } from './block-scanner.ts';
import type { Exposure } from './exposure.ts';

/** All that is staged lies in memory at once, up to here. */
const MOST_BYTES = 1024 * 1024 * 1024;

export interface StagedScan {
  readonly exposures: readonly Exposure[];
  readonly files: number;
  readonly bytes: number;
}

/**
 * Scans the staged files of the repository around `folder`.
 * @throws KeytrailError when there is no repository, or no git.
 */
export function scanStaged(folder: string, hash: HashSecret): StagedScan {
  const staged = stagedBlobs(folder);
  if (staged.length === 0) return { exposures: [], files: 0, bytes: 0 };
  const objects = readBlobs(folder, [...new Set(staged.map(({ blob }) => blob))]);
  const exposures: Exposure[] = [];
  let bytes = 0;
  for (const { blob, file } of staged) {
    const content = objects.get(blob)!;
    bytes += content.length;
    for (const exposure of scanWhole(content, hash, file, [])) exposures.push(exposure);
  }
  return { exposures, files: staged.length, bytes };
}

/** `:old-mode new-mode old new status`, then the path, with zeros between them. */
function stagedBlobs(folder: string): { blob: string; file: string }[] {
  const args = ['diff', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--diff-filter=AMT'];
  const fields = runGit(folder, args).toString('utf8').split('\0');
  const staged: { blob: string; file: string }[] = [];
  for (let n = 0; n + 1 < fields.length; n += 2) {
    const [, mode, , blob] = fields[n]!.split(' ');
    // A submodule is a commit elsewhere.
    if (mode !== '160000' && blob !== undefined) staged.push({ blob, file: fields[n + 1]! });
  }
  return staged;
}

function readBlobs(folder: string, names: readonly string[]): Map<string, Buffer> {
  const output = runGit(folder, ['cat-file', '--batch', '--buffer'], `${names.join('\n')}\n`);
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0x0a, at);
    const head = output.toString('latin1', at, end);
    const [name, type, size] = head.split(' ');
    if (type !== 'blob') throw new KeytrailError(`git cannot read what is staged: ${head}`);
    blobs.set(name!, output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 2 + Number(size);
  }
  return blobs;
}

/** Nothing is written, and no program that the repository names is asked what has changed. */
const ONLY_READ: readonly string[] = ['--no-optional-locks', '-c', 'core.fsmonitor=false'];

const WHERE: readonly string[] = ['rev-parse', '--git-dir'];

function runGit(folder: string, command: readonly string[], input = ''): Buffer {
  const args = [...ONLY_READ, '-C', folder, ...command];
  const { status, stdout, stderr, error } = spawnSync('git', args, { input, maxBuffer: MOST_BYTES });
  if (error === undefined && status === 0) return stdout;
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOENT')
    throw new KeytrailError('git is not installed', { hint: '--staged asks git what is staged.' });
  if (code === 'ENOBUFS')
    throw new KeytrailError('more than 1 GiB is staged', {
      hint: 'Audit the folder instead: keytrail audit .',
    });
  // Outside of a repository `git diff` knows other options, and prints all of them.
  if (command !== WHERE) runGit(folder, WHERE);
  const [said] = stderr.toString('utf8').trim().split('\n');
  throw new KeytrailError(`git: ${said || String(error)}`, {
    hint: '--staged works inside of a git repository.',
  });
}
