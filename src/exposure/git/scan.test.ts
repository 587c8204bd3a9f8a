import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { examine } from '../../../test/support/candidate-examiner.mjs';
import { FIRST_COMMIT, testFolder, testGit } from '../../../test/support/git.ts';
import type { TestGit } from '../../../test/support/git.ts';
import { madeUp } from '../../../test/support/made-up-credentials.ts';
import { catObjects } from './cat-file.ts';
import { CommitNotes } from './commit-notes.ts';
import { CompiledLinks } from './compiled-links.ts';
import { CompiledScan } from './compiled-scan.ts';
import { OBJECT_TYPE } from './delta-forest.ts';
import type { Roots } from './delta-forest.ts';
import { KeyMap } from './key-map.ts';
import { openPacks } from './open-packs.ts';
import { openRepository } from './repository.ts';
import { SCAN_LIMITS } from './result.ts';
import type { RepositoryScan, ScanLimits } from './result.ts';
import { scanRepository } from './scan.ts';

const examiner = new URL('../../../test/support/candidate-examiner.mjs', import.meta.url);

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

function newRepository(...parameters: string[]): TestGit {
  const { folder, remove } = testFolder();
  removals.push(remove);
  const git = testGit(folder);
  git.run(['init', '-q', '-b', 'main', ...parameters, 'r']);
  return git.in(path.join(folder, 'r'));
}

/** However small a repository is, it is read by compiled code, from packs as wholes or window by window; or by none. */
const COMPILED: ScanLimits = { ...SCAN_LIMITS, compiledFrom: 0 };
const IN_WINDOWS: ScanLimits = { ...COMPILED, mostWhole: 0 };
const PLAIN: ScanLimits = { ...SCAN_LIMITS, compiledFrom: Number.POSITIVE_INFINITY };

async function scan(folder: string, threads = 1, limits: ScanLimits = COMPILED): Promise<RepositoryScan> {
  const options = { threads, examiner, cache: null, matcherVersion: '1', limits };
  const result = await scanRepository(folder, options);
  return result!;
}

/** What is found, by object. */
function byObject(found: readonly { name: string; found: readonly unknown[] }[]): Record<string, unknown> {
  return Object.fromEntries(found.map((each) => [each.name, each.found]));
}

function foundIn(result: RepositoryScan): Record<string, unknown> {
  return byObject(result.hits.map((hit) => ({ name: hit.git.object, found: hit.found })));
}

async function oracle(folder: string): Promise<Record<string, unknown>> {
  const result = await catObjects(openRepository(folder)!, examine);
  expect(result.isWhole).toBe(true);
  const sorted = [...result.found].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return byObject(sorted);
}

/** A step in the life of a file: what is done at which share of its length. */
interface Edit {
  readonly kind: 'key' | 'secret' | 'text' | 'cut' | 'move' | 'half' | 'join' | 'wide';
  readonly at: number;
  readonly length: number;
  readonly name: number;
}

const edits = fc.array(
  fc.record({
    kind: fc.constantFrom<Edit['kind'][]>('key', 'secret', 'text', 'cut', 'move', 'half', 'join', 'wide'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 300 }),
    name: fc.integer({ min: 0, max: 12 }),
  }),
  { minLength: 20, maxLength: 80 },
);

/** Text as wide as needed in which nothing is a candidate. */
function filler(length: number, seed: number): string {
  const line = (n: number): string => `line ${(n * 7919 + seed) % 1000} of some text, all small\n`;
  return Array.from({ length: Math.ceil(length / 36) }, (_, n) => line(n)).join('');
}

function edited(text: string, { kind, at, length, name }: Edit): string {
  const place = Math.floor(at * text.length);
  const insert = (more: string): string => text.slice(0, place) + more + text.slice(place);
  const key = madeUp(`fuzz ${name}`).keyId(name % 2 === 0 ? 'AKIA' : 'ASIA');
  switch (kind) {
    case 'key':
      return insert(`"${key}"`);
    case 'secret':
      return insert(`\n${madeUp(`fuzz ${name}`).secret}\n`);
    case 'text':
      return insert(filler(length, name));
    case 'cut':
      return text.slice(0, place) + text.slice(place + length);
    case 'move':
      return text.slice(place) + text.slice(0, place);
    case 'half':
      return insert(key.slice(0, 1 + (length % 19)));
    case 'join': {
      const half = key.slice(0, 1 + (length % 19));
      const found = text.indexOf(half);
      return found < 0 ? insert(half) : text.slice(0, found) + key + text.slice(found + half.length);
    }
    case 'wide':
      return insert(Buffer.from(` ${key} `, 'utf16le').toString('latin1'));
  }
}

function data(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

/** A history in the form of `git fast-import`: each edit is a commit that changes one of three files. */
function history(steps: readonly Edit[]): Buffer {
  const texts = [filler(9000, 1), filler(3000, 2), filler(200, 3)];
  const parts: Buffer[] = [];
  for (const [n, step] of steps.entries()) {
    const file = step.name % 3;
    texts[file] = edited(texts[file]!, step);
    const message = step.kind === 'half' ? `with ${madeUp(`message ${step.name}`).keyId()}\n` : `step ${n}\n`;
    parts.push(
      Buffer.from(`commit refs/heads/main\ncommitter A <a@example.com> ${FIRST_COMMIT + n} +0000\n`),
      data(Buffer.from(message)),
      Buffer.from(`M 100644 inline folder${file}/file${file}.txt\n`),
      data(Buffer.from(texts[file], 'latin1')),
    );
  }
  return Buffer.concat(parts);
}

const nothing = (): undefined => undefined;

/** The first pack of a repository. */
function openForest(git: TestGit, limits: ScanLimits): Roots {
  const repository = openRepository(git.folder)!;
  const { packs } = openPacks(repository.objectFolders, repository.nameLength, 1, limits);
  const roots = packs[0]!.roots();
  for (const { pack } of packs) pack.close();
  return roots;
}

function importHistory(git: TestGit, steps: readonly Edit[]): void {
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: git.folder, input: history(steps) });
}

describe('every object of a repository', () => {
  it('has the same candidates as when git shows it, however keys lie across the borders of deltas', async () => {
    await fc.assert(
      fc.asyncProperty(edits, fc.boolean(), async (steps, byOffset) => {
        const git = newRepository();
        importHistory(git, steps);
        git.run([
          '-c',
          `repack.useDeltaBaseOffset=${byOffset}`,
          'repack',
          '-qadf',
          '--depth=50',
          '--window=50',
        ]);
        const result = await scan(git.folder);
        expect(result.problems).toEqual([]);
        expect(foundIn(result)).toEqual(await oracle(git.folder));
        expect(result).toEqual(await scan(git.folder, 1, PLAIN));
        expect(result).toEqual(await scan(git.folder, 1, IN_WINDOWS));
        const roots = openForest(git, PLAIN);
        expect(openForest(git, COMPILED)).toEqual(roots);
        expect(openForest(git, IN_WINDOWS)).toEqual(roots);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('is found with several threads as with one', async () => {
    const git = newRepository();
    const steps = Array.from({ length: 900 }, (_, n): Edit => ({
      kind: (['key', 'text', 'cut', 'half', 'join'] as const)[n % 5]!,
      at: ((n * 37) % 101) / 101,
      length: 1 + ((n * 13) % 90),
      name: n % 13,
    }));
    importHistory(git, steps);
    git.run(['repack', '-qadf', '--depth=50']);
    const result = await scan(git.folder, 2);
    expect(result.problems).toEqual([]);
    expect(foundIn(result)).toEqual(await oracle(git.folder));
    expect(result).toEqual(await scan(git.folder, 1));
  }, 60_000);

  it('is read by compiled code, unless it is odd or large', () => {
    const git = newRepository();
    importHistory(
      git,
      Array.from({ length: 120 }, (_, n) => ({ kind: 'text', at: 0.5, length: 9, name: n })),
    );
    write(git, 'noise', randomBytes(1_200_000));
    commit(git, 1000);
    git.run(['repack', '-qadf', '--depth=50']);
    const { objectFolders, nameLength } = openRepository(git.folder)!;
    const { packs, compiled, memory } = openPacks(objectFolders, nameLength, 1, COMPILED);
    const { pack, roots: read } = packs[0]!;
    const { forest, tops } = read();
    const objects = new CompiledScan(compiled!, compiled!.regions[0]!);
    objects.usePack(pack, forest, 0, nameLength, () => ({
      whole: nothing,
      changed: nothing,
      commit: nothing,
    }));
    const notes = new CommitNotes(nameLength);
    const left = tops.filter((top) => forest.kinds[top] !== OBJECT_TYPE.tree && !objects.scan(top, notes));
    expect([...left].map((top) => forest.sizes[top])).toEqual([1_200_000]);
    objects.takeCommits(notes);
    expect(notes.lists().commits).toHaveLength(121);
    const told = { links: nothing, folders: nothing, inherited: nothing, name: () => 0 };
    const wanted = { filter: memory!.array(Uint8Array, 65536), ...new KeyMap(0, memory!.array).slots() };
    const trees = new CompiledLinks(compiled!, compiled!.regions[0]!, wanted, nameLength, told, true);
    const roots = tops.filter((top) => forest.kinds[top] === OBJECT_TYPE.tree);
    expect(roots.every((top) => trees.link(pack, forest, 0, top))).toBe(true);
    pack.close();
  });

  it('belongs to commits that are not written as git writes them, and not to tags that look like them', async () => {
    const git = newRepository();
    const person = 'A <a@example.com>';
    const parent = `parent ${'1'.repeat(40)}\n`;
    const odd = [
      ['commit', `${parent}author ${person} 5 +0000\ncommitter ${person} 1700000005 +0000\n\nas usual\n`],
      ['commit', `author ${person} 5 +0000\ncommitter ${person} -7 +0000\n\nbefore all time\n`],
      ['commit', `author ${person} 5 +0000\n\nby nobody\n`],
      ['commit', `author ${person} 5 +0000\ncommitter ${person} then\n\nat some time\n`],
      ['commit', `author ${person} 5 +0000\ncommitter 123 +0000\n\nwithout a name\n`],
      ['commit', `author ${person} 5 +0000\ncommitter ${person} ${'9'.repeat(14)} +0000\n\nlate\n`],
      ['commit', `${parent.slice(0, 20)}\ncommitter ${person} 5 +0000\n\nhalf a parent\n`],
      ['commit', `author ${person} 5 +0000\ncommitter ${person} 5`],
      ['tag', `author ${person} 5 +0000\ncommitter ${person} 5 +0000\n\nno commit\n`],
    ] as const;
    const names = odd.flatMap(([type, text], n) => {
      const blob = git.run(['hash-object', '-w', '--stdin'], { input: withKey(`odd ${n}`) });
      const tree = git.run(['mktree'], { input: `100644 blob ${blob}\tfile${n}\n` });
      const input = `tree ${tree}\n${text}`;
      const object = git.run(['hash-object', '-t', type, '-w', '--stdin', '--literally'], { input });
      return [blob, tree, object];
    });
    git.run(['pack-objects', '-q', '.git/objects/pack/pack'], { input: names.join('\n') });
    git.run(['prune-packed']);
    const result = await scan(git.folder);
    expect(result.hits.filter(({ git: { commit: name } }) => name !== null)).toHaveLength(8);
    expect(result).toEqual(await scan(git.folder, 1, PLAIN));
  });

  it('is found in long chains of deltas', async () => {
    const git = newRepository();
    const steps = Array.from({ length: 1500 }, (_, n): Edit => ({
      kind: (['text', 'cut', 'key', 'cut', 'half', 'join'] as const)[n % 6]!,
      at: ((n * 37) % 101) / 101,
      length: 1 + ((n * 13) % 90),
      name: 3 * (n % 4),
    }));
    // Trees of one entry are too small to be deltas.
    const others = Array.from({ length: 30 }, (_, n) => `M 100644 inline folder0/other${n}\ndata 5\nother\n`);
    const first = `commit refs/heads/main\ncommitter A <a@example.com> ${FIRST_COMMIT} +0000\ndata 5\nfirst\n`;
    const input = Buffer.concat([Buffer.from(first + others.join('')), history(steps)]);
    execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: git.folder, input });
    git.run(['repack', '-qadf', '--depth=2000', '--window=2']);
    const { forest } = openForest(git, COMPILED);
    expect(
      forest.weights.some((weight, node) => forest.kinds[node] === OBJECT_TYPE.blob && weight > 400),
    ).toBe(true);
    const result = await scan(git.folder, 2);
    expect(result.problems).toEqual([]);
    expect(foundIn(result)).toEqual(await oracle(git.folder));
    expect(result).toEqual(await scan(git.folder, 1));
    for (const limits of [PLAIN, IN_WINDOWS]) expect(result).toEqual(await scan(git.folder, 1, limits));
    const listed = git.run(['log', '--reverse', '--format=commit %H', '--raw', '--no-abbrev', '--root']);
    for (const { git: place } of result.hits) {
      if (place.type !== 'blob') continue;
      const before = listed.slice(0, listed.indexOf(` ${place.object} `));
      expect(before.slice(before.lastIndexOf('commit '))).toContain(place.commit);
      expect(place.file).toBe('folder0/file0.txt');
    }
  }, 120_000);
});

function numbers(all: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * all.length);
  for (const [n, number] of all.entries()) bytes.writeUInt32BE(number, 4 * n);
  return bytes;
}

/** An index (version 2) of a small pack whose entries hold the objects of these names, in their order. */
function indexOf(pack: Buffer, names: readonly string[]): Buffer {
  const offsets = entryOffsets(pack);
  const entries = names
    .map((name, n) => ({ name, offset: offsets[n]! }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const fanout = Buffer.alloc(1024);
  for (let first = 0; first < 256; first++)
    fanout.writeUInt32BE(
      entries.filter(({ name }) => Number.parseInt(name.slice(0, 2), 16) <= first).length,
      4 * first,
    );
  return Buffer.concat([
    Buffer.from('ff744f6300000002', 'hex'),
    fanout,
    Buffer.from(entries.map(({ name }) => name).join(''), 'hex'),
    numbers(entries.map(() => 0)),
    numbers(entries.map(({ offset }) => offset)),
    pack.subarray(-20),
    Buffer.alloc(20),
  ]);
}

/** Where the entries of a pack begin, found by inflating one after another. */
function entryOffsets(pack: Buffer): number[] {
  const offsets: number[] = [];
  for (let at = 12; at < pack.length - 20;) {
    offsets.push(at);
    const type = (pack[at]! >> 4) & 7;
    while (pack[at++]! >= 0x80);
    if (type === 7) at += 20;
    if (type === 6) while (pack[at++]! >= 0x80);
    const { engine } = inflateSync(pack.subarray(at), { info: true }) as unknown as {
      engine: { bytesWritten: number };
    };
    at += engine.bytesWritten;
  }
  return offsets;
}

/** Writes a file below the repository's folder. */
function write(git: TestGit, name: string, text: string | Buffer): void {
  const file = path.join(git.folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function commit(git: TestGit, at: number, message = `at ${at}`): string {
  git.run(['add', '-A'], { at });
  git.run(['commit', '-q', '--allow-empty', '-m', message], { at });
  return git.run(['rev-parse', 'HEAD']);
}

function keyOf(name: string): string {
  return madeUp(`place ${name}`).keyId();
}

function withKey(name: string): string {
  return `aws_access_key_id = ${keyOf(name)}\n`;
}

/** The one hit that holds the key of this name. */
function hitOf(result: RepositoryScan, name: string): RepositoryScan['hits'][number]['git'] {
  const hits = result.hits.filter(({ found }) => JSON.stringify(found).includes(keyOf(name)));
  expect(hits.map(({ git }) => git.type)).toHaveLength(1);
  return hits[0]!.git;
}

describe('a credential in a repository', () => {
  const packings: [string, (git: TestGit) => void][] = [
    ['loose', () => undefined],
    ['packed', (git) => git.run(['repack', '-qad', '--keep-unreachable'])],
    ['repacked as deltas', (git) => git.run(['repack', '-qadf', '--depth=50', '--keep-unreachable'])],
  ];
  it.each(packings)('is found in all eight places, with its commit or as dangling (%s)', async (_, pack) => {
    const git = newRepository();
    write(git, 'readme', filler(4000, 1));
    commit(git, 0);

    write(git, 'app/.env', withKey('deleted'));
    const deleted = commit(git, 10);
    rmSync(path.join(git.folder, 'app/.env'));
    commit(git, 20);

    write(git, 'readme', filler(4000, 1) + withKey('stashed'));
    git.run(['stash', '-q'], { at: 30 });
    const stash = git.run(['rev-parse', 'stash']);

    git.run(['checkout', '-q', '-b', 'side']);
    write(git, 'side', 'side\n');
    commit(git, 40);
    git.run(['checkout', '-q', 'main']);
    write(git, 'other', 'other\n');
    commit(git, 50);
    git.run(['merge', '-q', '--no-commit', '--no-ff', 'side'], { at: 60 });
    write(git, 'conf/merged.ini', withKey('merge'));
    const merge = commit(git, 60);

    const message = commit(git, 70, `use ${keyOf('message')} for now`);
    git.run(['tag', '-a', 'v1', '-m', `with ${keyOf('tag')}`], { at: 80 });

    write(git, 'amended', withKey('amended'));
    const amended = commit(git, 90);
    write(git, 'amended', 'nothing\n');
    git.run(['add', '-A']);
    git.run(['commit', '-q', '--amend', '-m', 'clean'], { at: 100 });

    write(git, 'readme', filler(4000, 1) + withKey('dropped'));
    git.run(['stash', '-q'], { at: 110 });
    const dropped = git.run(['rev-parse', 'stash']);
    git.run(['stash', 'drop', '-q']);

    write(git, 'added', withKey('added'));
    git.run(['add', 'added']);
    git.run(['rm', '-q', '--cached', 'added']);
    rmSync(path.join(git.folder, 'added'));
    write(git, 'kept', withKey('kept'));
    commit(git, 120);
    pack(git);

    const result = await scan(git.folder);
    expect(result.problems).toEqual([]);
    const main = ['refs/heads/main'];
    expect(hitOf(result, 'deleted')).toMatchObject({
      type: 'blob',
      commit: deleted,
      file: 'app/.env',
      author: 'Some One <someone@example.com>',
      timeMs: 1000 * (FIRST_COMMIT + 10),
      atHead: false,
      dangling: false,
    });
    expect(hitOf(result, 'stashed')).toMatchObject({ commit: stash, file: 'readme', refs: ['refs/stash'] });
    expect(hitOf(result, 'merge')).toMatchObject({
      commit: merge,
      file: 'conf/merged.ini',
      refs: [...main, 'refs/tags/v1'],
      atHead: true,
    });
    expect(hitOf(result, 'message')).toMatchObject({
      type: 'commit',
      commit: message,
      object: message,
      dangling: false,
    });
    expect(hitOf(result, 'tag')).toMatchObject({
      type: 'tag',
      commit: null,
      refs: ['refs/tags/v1'],
      timeMs: 1000 * (FIRST_COMMIT + 80),
    });
    expect(hitOf(result, 'amended')).toMatchObject({
      commit: amended,
      file: 'amended',
      refs: [],
      dangling: true,
    });
    expect(hitOf(result, 'dropped')).toMatchObject({
      commit: dropped,
      file: 'readme',
      refs: [],
      dangling: true,
    });
    expect(hitOf(result, 'added')).toMatchObject({
      type: 'blob',
      commit: null,
      file: null,
      refs: [],
      dangling: true,
    });
    expect(hitOf(result, 'kept')).toMatchObject({ atHead: true, refs: main });
  });

  it('that waits in the index has the name of its file', async () => {
    const git = newRepository();
    write(git, 'a file', withKey('staged'));
    git.run(['add', '-A']);
    expect(hitOf(await scan(git.folder), 'staged')).toMatchObject({
      commit: null,
      file: 'a file',
      dangling: true,
    });
  });

  it('has the commit and path that git log names as the first', async () => {
    await fc.assert(
      fc.asyncProperty(edits, async (steps) => {
        const git = newRepository();
        importHistory(git, steps);
        git.run(['repack', '-qadf', '--depth=50']);
        const log = git.run([
          'log',
          '--all',
          '--reverse',
          '--raw',
          '--no-abbrev',
          '--root',
          '--format=commit %H',
        ]);
        const first = new Map<string, { commit: string; file: string }>();
        let at = '';
        for (const line of log.split('\n')) {
          if (line.startsWith('commit ')) at = line.slice('commit '.length);
          const [, object, file] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AM]\t(.+)$/.exec(line) ?? [];
          if (object !== undefined && !first.has(object)) first.set(object, { commit: at, file: file! });
        }
        for (const hit of (await scan(git.folder)).hits) {
          const { object, type } = hit.git;
          expect(hit.git).toMatchObject(type === 'blob' ? first.get(object)! : { commit: object });
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});

describe('a repository', () => {
  it('cannot have anything run that its configuration names', async () => {
    const git = newRepository();
    const mark = path.join(git.folder, '..', 'was-run');
    write(git, 'a file', withKey('staged'));
    git.run(['add', '-A']);
    write(git, '.git/hooks/post-index-change', `#!/bin/sh\ntouch '${mark}'\n`);
    chmodSync(path.join(git.folder, '.git/hooks/post-index-change'), 0o755);
    for (const name of [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'core.editor',
      'credential.helper',
    ])
      git.run(['config', name, `touch '${mark}'`]);
    // As it would be in the hands of someone who trusts it.
    execFileSync('git', ['status'], { cwd: git.folder, stdio: 'ignore' });
    expect(existsSync(mark)).toBe(true);
    rmSync(mark);
    hitOf(await scan(git.folder), 'staged');
    await oracle(git.folder);
    expect(existsSync(mark)).toBe(false);
  });

  it('of SHA-256 names is read', async () => {
    const git = newRepository('--object-format=sha256');
    write(git, 'text', filler(5000, 1) + withKey('first'));
    const first = commit(git, 0);
    write(git, 'text', filler(5000, 1) + withKey('second'));
    commit(git, 10);
    git.run(['repack', '-qadf']);
    write(git, 'text', withKey('third'));
    commit(git, 20);
    const result = await scan(git.folder);
    expect(first).toHaveLength(64);
    expect(hitOf(result, 'first')).toMatchObject({ commit: first, file: 'text', refs: ['refs/heads/main'] });
    expect(hitOf(result, 'third').atHead).toBe(true);
    expect(foundIn(result)).toEqual(await oracle(git.folder));
  });

  it('is read through a worktree, as a bare clone, and with the objects that it borrows', async () => {
    const git = newRepository();
    write(git, 'old', withKey('old'));
    commit(git, 0);
    git.run(['repack', '-qad']);
    git.run(['worktree', 'add', '-q', '--detach', '../tree']);
    git.run(['clone', '-q', '--bare', '.', '../bare']);
    git.run(['clone', '-q', '--shared', '.', '../borrower']);
    const [tree, bare, borrower] = ['tree', 'bare', 'borrower'].map((name) =>
      git.in(path.join(git.folder, '..', name)),
    );
    write(tree!, 'new', withKey('new'));
    commit(tree!, 10);
    for (const each of [tree!, bare!, borrower!]) hitOf(await scan(each.folder), 'old');
    expect(hitOf(await scan(tree!.folder), 'new')).toMatchObject({ atHead: true });
    expect(hitOf(await scan(git.folder), 'new')).toMatchObject({
      atHead: false,
      refs: ['worktrees/tree/HEAD'],
    });
    // Borrowing in a circle, and from nowhere.
    const alternates = path.join(git.folder, '.git/objects/info/alternates');
    mkdirSync(path.dirname(alternates), { recursive: true });
    writeFileSync(alternates, '../../../borrower/.git/objects\n/nowhere/at/all\n# no path\n');
    hitOf(await scan(borrower!.folder), 'old');
    expect(
      await scanRepository(path.join(git.folder, '..'), {
        threads: 1,
        examiner,
        cache: null,
        matcherVersion: '1',
      }),
    ).toBeUndefined();
  });

  it('that is a partial clone is read as far as it goes, and what it lacks is counted and not fetched', async () => {
    const git = newRepository();
    write(git, 'one', withKey('one'));
    write(git, 'large', filler(60_000, 1));
    commit(git, 0);
    git.run(['config', 'uploadpack.allowFilter', 'true']);
    git.run([
      'clone',
      '-q',
      '--no-checkout',
      '--filter=blob:limit=10k',
      `file://${git.folder}`,
      '../partial',
    ]);
    const partial = path.join(git.folder, '..', 'partial');
    const before = readdirSync(path.join(partial, '.git/objects/pack'));
    const result = await scan(partial);
    expect(result.isPartial).toBe(true);
    hitOf(result, 'one');
    expect(result.problems).toMatchObject([{ kind: 'missing', objects: 1 }]);
    expect(readdirSync(path.join(partial, '.git/objects/pack'))).toEqual(before);
  });

  it('that is shallow says so', async () => {
    const git = newRepository();
    write(git, 'one', withKey('one'));
    commit(git, 0);
    commit(git, 10);
    git.run(['clone', '-q', '--depth=1', `file://${git.folder}`, '../shallow']);
    const result = await scan(path.join(git.folder, '..', 'shallow'));
    expect(result.isShallow).toBe(true);
    expect(hitOf(result, 'one')).toMatchObject({ file: 'one', dangling: false });
  });

  it('with an index of the first version, and with deltas by name of objects in another pack, is read', async () => {
    const git = newRepository();
    write(git, 'text', filler(5000, 1));
    const base = commit(git, 0);
    git.run(['-c', 'pack.indexVersion=1', 'repack', '-qad']);
    write(git, 'text', filler(5000, 1) + withKey('thin'));
    const tip = commit(git, 10);
    const [folder] = [path.join(git.folder, '.git/objects/pack')];
    // Git completes such packs when it takes them in; here one is put where it would be, with an index of its own.
    const thin = execFileSync(
      'git',
      ['pack-objects', '--thin', '--revs', '--stdout', '--delta-base-offset', '-q'],
      {
        cwd: git.folder,
        input: `${tip}\n^${base}\n`,
      },
    );
    writeFileSync(path.join(folder, 'pack-thin.pack'), thin);
    const listed = git
      .run(['rev-list', '--objects', tip, `^${base}`])
      .split('\n')
      .map((line) => line.slice(0, 40));
    writeFileSync(path.join(folder, 'pack-thin.idx'), indexOf(thin, listed));
    for (const name of listed) rmSync(path.join(git.folder, '.git/objects', name.slice(0, 2), name.slice(2)));
    const result = await scan(git.folder);
    expect(result.problems).toEqual([]);
    expect(hitOf(result, 'thin')).toMatchObject({ commit: tip, file: 'text' });
  });

  it('with large objects is read in pieces', async () => {
    const git = newRepository();
    const noise = randomBytes(300_000);
    write(git, 'noise', noise);
    write(git, 'noise2', Buffer.concat([noise, Buffer.from(withKey('after noise')), randomBytes(80_000)]));
    const large = Buffer.alloc(40 * 1024 * 1024, 'some text that is long\n');
    for (const [n, at] of [
      100,
      8 * 1024 * 1024 - 10,
      8 * 1024 * 1024 - 65_546,
      30_000_000,
      large.length - 21,
    ].entries())
      large.write(` ${keyOf(`large ${n}`)} `, at, 'latin1');
    write(git, 'large', large);
    commit(git, 0);
    const loose = await scan(git.folder);
    git.run(['repack', '-qad']);
    const packed = await scan(git.folder);
    for (let n = 0; n < 5; n++) expect(hitOf(packed, `large ${n}`).file).toBe('large');
    hitOf(packed, 'after noise');
    expect(packed.problems).toEqual([]);
    expect(foundIn(packed)).toEqual(foundIn(loose));
  }, 60_000);
});

/** A repository of three packs and some loose objects, each with its own key. */
function manyParts(): { git: TestGit; parts: string[] } {
  const git = newRepository();
  for (let n = 0; n < 3; n++) {
    for (let version = 0; version < 6; version++) {
      write(git, `file${n}`, filler(3000 + 40 * version, n) + withKey(`part ${n}`) + filler(30 * version, n));
      commit(git, 100 * n + version);
    }
    git.run(['repack', '-qd', '--depth=50']);
  }
  for (let n = 3; n < 6; n++) write(git, `file${n}`, withKey(`part ${n}`));
  commit(git, 400);
  return { git, parts: Array.from({ length: 6 }, (_, n) => keyOf(`part ${n}`)) };
}

function objectFiles(git: TestGit): string[] {
  const folder = path.join(git.folder, '.git/objects');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .toSorted();
}

describe('damage', () => {
  const damages = fc.record({
    file: fc.nat(),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    kind: fc.constantFrom('flip', 'cut', 'zero'),
  });

  it('of any file of objects is named, and hides nothing that lies in another', async () => {
    const { git, parts } = manyParts();
    const whole = await scan(git.folder);
    const files = objectFiles(git);
    // What each file alone holds is what must not be missed when another is damaged.
    await fc.assert(
      fc.asyncProperty(fc.array(damages, { minLength: 1, maxLength: 2 }), async (all) => {
        const kept = all
          .map(({ file }) => files[file % files.length]!)
          .map((file) => [file, readFileSync(file)] as const);
        for (const { file, at, kind } of all) {
          const name = files[file % files.length]!;
          const bytes = readFileSync(name);
          const place = Math.floor(at * bytes.length);
          if (kind === 'flip') bytes[place]! ^= 0x41;
          if (kind === 'zero') bytes.subarray(place, place + 16).fill(0);
          rmSync(name);
          writeFileSync(name, kind === 'cut' ? bytes.subarray(0, place) : bytes);
        }
        const result = await scan(git.folder);
        const plain = await scan(git.folder, 1, PLAIN);
        const inWindows = await scan(git.folder, 1, IN_WINDOWS);
        for (const [name, bytes] of kept.toReversed()) {
          rmSync(name);
          writeFileSync(name, bytes);
        }
        expect(result).toEqual(plain);
        expect(inWindows).toEqual(plain);
        const before = foundIn(whole);
        const after = foundIn(result);
        const damaged = new Set(kept.map(([name]) => path.basename(name).replace(/\.(idx|pack|rev)$/, '')));
        const missed = Object.keys(before).filter((object) => after[object] === undefined);
        expect(missed.filter((object) => !damaged.has(homeOf(git, object)))).toEqual([]);
        expect(missed.length > 0 && result.problems.length === 0).toBe(false);
        for (const problem of result.problems)
          expect(problem.detail).not.toMatch(new RegExp(parts.join('|')));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  const homes = new Map<string, string>();

  /** The name of the pack, or the end of the name of the file, that an object lies in. */
  function homeOf(git: TestGit, object: string): string {
    if (homes.size === 0) {
      for (const file of objectFiles(git)) {
        if (file.endsWith('.idx')) {
          const shown = git.run(['show-index'], { input: readFileSync(file) });
          for (const line of shown.split('\n')) homes.set(line.split(' ')[1]!, path.basename(file, '.idx'));
        } else if (!file.includes('pack')) {
          homes.set(path.basename(path.dirname(file)) + path.basename(file), path.basename(file));
        }
      }
    }
    return homes.get(object)!;
  }
});

describe('the memory of earlier scans', () => {
  it('passes over packs that hold nothing, for the same matcher only', async () => {
    const git = newRepository();
    write(git, 'clean', filler(500, 1));
    commit(git, 0);
    git.run(['repack', '-qd']);
    write(git, 'dirty', withKey('dirty'));
    commit(git, 10);
    git.run(['repack', '-qd']);
    const cache = path.join(git.folder, '..', 'cache');
    const again = async (matcherVersion: string): Promise<RepositoryScan> =>
      (await scanRepository(git.folder, { threads: 1, examiner, cache, matcherVersion }))!;
    expect(await again('1')).toMatchObject({ packs: 2, packsKnown: 0 });
    const second = await again('1');
    expect(second).toMatchObject({ packs: 2, packsKnown: 1 });
    expect(hitOf(second, 'dirty')).toMatchObject({ file: 'dirty', atHead: true });
    expect(await again('2')).toMatchObject({ packsKnown: 0 });
    const remembered = readdirSync(cache).map((name) => readFileSync(path.join(cache, name), 'utf8'));
    expect(remembered.join('')).toMatch(/^([0-9a-f]{40}\n)+$/);
  });
});
