/** Reads the names that history hangs from: branches, tags, the stash. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Repository } from './repository.ts';
import { listFolder, readText } from './repository.ts';
import { runGit } from './run-git.ts';

export interface Ref {
  readonly name: string;
  /** In hexadecimal. */
  readonly object: string;
}

export interface Refs {
  /** The branch at HEAD first, then branches, branches of remotes, tags and the rest. */
  readonly refs: readonly Ref[];
  /** The commit at HEAD; `null` before the first commit. */
  readonly head: string | null;
}

const NAME = /^[0-9a-f]{40,64}$/;
/** Refs of refs that go on further than this go in a circle. */
const DEEPEST = 5;

/** Files are read directly. Where refs are in tables, git is asked; without git there are none. */
export async function readRefs(repository: Repository): Promise<Refs> {
  const found = repository.hasReftable ? await askGit(repository) : readFiles(repository);
  const headText = repository.hasReftable
    ? found.get('HEAD')
    : readText(path.join(repository.gitFolder, 'HEAD'))?.trim();
  found.delete('HEAD');
  const branch = /^ref: (.+)$/.exec(headText ?? '')?.[1];
  const head = resolve(found, headText, 0);
  const refs: Ref[] = [];
  for (const [name, text] of found) {
    const object = resolve(found, text, 0);
    if (object !== undefined) refs.push({ name, object });
  }
  if (head !== undefined && branch === undefined) refs.push({ name: 'HEAD', object: head });
  for (const [n, object] of olderStashes(repository).entries())
    refs.push({ name: `stash@{${n + 1}}`, object });
  for (const [name, object] of worktreeHeads(repository)) refs.push({ name, object });
  const rank = ({ name }: Ref): number => (name === branch || name === 'HEAD' ? -1 : rankOf(name));
  const ordered = refs.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  return { refs: ordered, head: head ?? null };
}

const ORDER = ['refs/heads/', 'refs/remotes/', 'refs/tags/', 'refs/stash', 'stash@'];

function rankOf(name: string): number {
  const rank = ORDER.findIndex((start) => name.startsWith(start));
  return rank < 0 ? ORDER.length : rank;
}

function resolve(
  found: ReadonlyMap<string, string>,
  text: string | undefined,
  depth: number,
): string | undefined {
  if (text === undefined || depth > DEEPEST) return undefined;
  if (NAME.test(text)) return text;
  const target = /^ref: (.+)$/.exec(text)?.[1];
  return target === undefined ? undefined : resolve(found, found.get(target), depth + 1);
}

function readFiles({ commonFolder, gitFolder }: Repository): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of (readText(path.join(commonFolder, 'packed-refs')) ?? '').split('\n')) {
    const [, object, name] = /^([0-9a-f]{40,64}) (refs\/.+)$/.exec(line) ?? [];
    if (object !== undefined && name !== undefined) found.set(name, object);
  }
  for (const folder of new Set([commonFolder, gitFolder])) {
    for (const file of filesBelow(path.join(folder, 'refs'))) {
      const text = readText(file)?.trim();
      if (text !== undefined) found.set(path.relative(folder, file).split(path.sep).join('/'), text);
    }
  }
  return found;
}

/** Files of a folder that git writes, at any depth; none where there is no folder. */
export function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
      .map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

/** What `git stash list` shows after the first: in the log of the ref, the last line being the newest. */
function olderStashes({ commonFolder }: Repository): string[] {
  const log = readText(path.join(commonFolder, 'logs', 'refs', 'stash')) ?? '';
  const objects = [...log.matchAll(/^[0-9a-f]{40,64} ([0-9a-f]{40,64}) /gm)].map(([, object]) => object!);
  return objects.toReversed().slice(1);
}

/** What is checked out in other worktrees without a branch. */
function worktreeHeads({ commonFolder }: Repository): [string, string][] {
  return listFolder(path.join(commonFolder, 'worktrees'))
    .map((name) => [name, readText(path.join(commonFolder, 'worktrees', name, 'HEAD'))?.trim()] as const)
    .filter((each): each is [string, string] => each[1] !== undefined && NAME.test(each[1]))
    .map(([name, object]) => [`worktrees/${name}/HEAD`, object]);
}

async function askGit(repository: Repository): Promise<Map<string, string>> {
  const listed = await runGit(repository, ['for-each-ref', '--format=%(objectname) %(refname)']);
  const head = await runGit(repository, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  const found = new Map<string, string>();
  for (const line of (listed ?? '').split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0) found.set(line.slice(space + 1), line.slice(0, space));
  }
  const name = await runGit(repository, ['symbolic-ref', '--quiet', 'HEAD']);
  if (name !== undefined && name !== '') found.set('HEAD', `ref: ${name.trim()}`);
  else if (head !== undefined && head !== '') found.set('HEAD', head.trim());
  return found;
}
