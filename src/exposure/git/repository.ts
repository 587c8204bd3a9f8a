/** Finds the parts of a repository: its folders of objects, its worktrees, and what kind of repository it is. */
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';
import type { NameLength } from './object-name.ts';

export interface Repository {
  /** The `.git` folder; of a worktree, its own part of it. */
  readonly gitFolder: string;
  /** What all worktrees have in common: objects and branches. */
  readonly commonFolder: string;
  /** The folder of objects, and those it borrows from. */
  readonly objectFolders: readonly string[];
  readonly nameLength: NameLength;
  readonly isPartial: boolean;
  readonly isShallow: boolean;
  readonly hasReftable: boolean;
}

/** As git: what borrows deeper than this is not followed. */
const DEEPEST_ALTERNATE = 5;
/** No configuration or list that git writes is longer. */
const LONGEST_TEXT = 16 * 1024 * 1024;

/** The repository at `folder`: one that has a `.git`, or a `.git` or bare repository itself. Undefined when it is none. */
export function openRepository(folder: string): Repository | undefined {
  const gitFolder = findGitFolder(folder);
  if (gitFolder === undefined) return undefined;
  const common = readText(path.join(gitFolder, 'commondir'))?.trim();
  const commonFolder = common === undefined ? gitFolder : path.resolve(gitFolder, common);
  const objects = path.join(commonFolder, 'objects');
  if (!isFolder(objects)) return undefined;
  const config = readText(path.join(commonFolder, 'config')) ?? '';
  const objectFolders = withAlternates(objects);
  return {
    gitFolder,
    commonFolder,
    objectFolders,
    nameLength: /^\s*objectformat\s*=\s*"?sha256/im.test(config) ? 32 : 20,
    isPartial:
      /^\s*(?:partialclone|promisor)\s*=\s*(?!"?false)/im.test(config) || objectFolders.some(hasPromisorPack),
    isShallow: (readText(path.join(commonFolder, 'shallow')) ?? '') !== '',
    hasReftable: /^\s*refstorage\s*=\s*"?reftable/im.test(config),
  };
}

function findGitFolder(folder: string): string | undefined {
  const inside = path.join(folder, '.git');
  if (isFolder(inside)) return inside;
  const link = /^gitdir: (.+)$/m.exec(readText(inside) ?? '')?.[1];
  if (link !== undefined) {
    const target = path.resolve(folder, link.trim());
    return isFolder(target) ? target : undefined;
  }
  const isBare = isFolder(path.join(folder, 'objects')) && isFolder(path.join(folder, 'refs'));
  if (isBare && readText(path.join(folder, 'HEAD')) !== undefined) return folder;
  const isWorktreePart = readText(path.join(folder, 'commondir')) !== undefined;
  return isWorktreePart && readText(path.join(folder, 'HEAD')) !== undefined ? folder : undefined;
}

/** `objects` and every folder it names as an alternate, each once. */
function withAlternates(objects: string): string[] {
  const found = new Map<string, string>();
  const add = (folder: string, depth: number): void => {
    if (!isFolder(folder)) return;
    const real = realpathSync(folder);
    if (found.has(real)) return;
    found.set(real, folder);
    if (depth === DEEPEST_ALTERNATE) return;
    for (const line of (readText(path.join(folder, 'info', 'alternates')) ?? '').split('\n')) {
      if (line !== '' && !line.startsWith('#')) add(path.resolve(folder, unquote(line)), depth + 1);
    }
  };
  add(objects, 0);
  return [...found.values()];
}

/** A path with odd characters is written as a string of C. */
function unquote(line: string): string {
  if (!/^".*"$/.test(line)) return line;
  const bytes = line
    .slice(1, -1)
    .replaceAll(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)))
    .replaceAll(/\\(["\\])/g, '$1');
  return Buffer.from(bytes, 'latin1').toString();
}

function hasPromisorPack(objects: string): boolean {
  return listFolder(path.join(objects, 'pack')).some((name) => name.endsWith('.promisor'));
}

/** The names in a folder; none when it cannot be read. */
export function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isFolder(file: string): boolean {
  return statOf(file)?.isDirectory() === true;
}

/** A small text file; undefined when there is none, and for pipes and devices, which could keep a reader waiting. */
export function readText(file: string): string | undefined {
  const stat = statOf(file);
  if (stat?.isFile() !== true || stat.size > LONGEST_TEXT) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
