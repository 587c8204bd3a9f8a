import { execFileSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { examine } from '../../../test/support/candidate-examiner.mjs';
import { FIRST_COMMIT, testFolder, testGit } from '../../../test/support/git.ts';
import type { TestGit } from '../../../test/support/git.ts';
import { madeUp } from '../../../test/support/made-up-credentials.ts';
import { catObjects } from './cat-file.ts';
import { openRepository } from './repository.ts';
import type { RepositoryScan } from './result.ts';
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

async function scan(folder: string, threads = 1): Promise<RepositoryScan> {
  const result = await scanRepository(folder, { threads, examiner, cache: null, matcherVersion: '1' });
  return result!;
}

/** What is found, by object. */
function byObject(found: readonly { name: string; found: readonly unknown[] }[]): Record<string, unknown> {
  return Object.fromEntries(found.map((each) => [each.name, each.found]));
}

function found(result: RepositoryScan): Record<string, unknown> {
  return byObject(result.hits.map((hit) => ({ name: hit.git.object, found: hit.found })));
}

async function oracle(folder: string): Promise<Record<string, unknown>> {
  const result = await catObjects(openRepository(folder)!, examine);
  expect(result.isWhole).toBe(true);
  const sorted = [...result.found].sort((a, b) => (a.name < b.name ? -1 : 1));
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

/** A history in the form of `git fast-import`: each edit is a commit that changes one of three files. */
function history(steps: readonly Edit[]): Buffer {
  const texts = [filler(9000, 1), filler(3000, 2), filler(200, 3)];
  const parts: Buffer[] = [];
  const data = (bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
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
        expect(found(result)).toEqual(await oracle(git.folder));
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
    expect(found(result)).toEqual(await oracle(git.folder));
    expect(result).toEqual(await scan(git.folder, 1));
  }, 60_000);
});
