/** Where objects belong, against what git says when it is asked for every commit. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { FIRST_COMMIT, testFolder, testGit } from '../../../test/support/git.ts';
import type { TestGit } from '../../../test/support/git.ts';
import { madeUp } from '../../../test/support/made-up-credentials.ts';
import { scanRepository } from './scan.ts';

const examiner = new URL('../../../test/support/candidate-examiner.mjs', import.meta.url);

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

const BRANCHES = ['main', 'side', 'third'] as const;
const FOLDERS = ['', 'a/', 'b/', 'a/deep/', 'b/deep/', 'a/deep/er/'];

/** One commit: what is done to the files of a branch, and whether another is merged. */
const steps = fc.array(
  fc.record({
    branch: fc.constantFrom(...BRANCHES),
    merged: fc.option(fc.constantFrom(...BRANCHES), { nil: undefined, freq: 4 }),
    change: fc.constantFrom('write', 'remove', 'copy folder', 'nothing'),
    folder: fc.constantFrom(...FOLDERS),
    file: fc.integer({ min: 0, max: 3 }),
    /** Few, so that the same object lies in several places. */
    content: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 5, maxLength: 40 },
);
type Step = typeof steps extends fc.Arbitrary<readonly (infer Each)[]> ? Each : never;
type Files = ReadonlyMap<string, number>;

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function contentOf(n: number): string {
  const lines = Array.from({ length: 20 }, (_, line) => `line ${(line * 7 + n) % 11} of some text\n`);
  return `${lines.join('')}id = ${madeUp(`place ${n}`).keyId()}\n`;
}

function changed(files: Files, { change, folder, file, content }: Step): Files {
  const after = new Map(files);
  if (change === 'write') after.set(`${folder}file${file}`, content);
  if (change === 'remove') after.delete(`${folder}file${file}`);
  if (change === 'copy folder')
    for (const [name, each] of files) if (name.startsWith('a/')) after.set(`copy/${name.slice(2)}`, each);
  return after;
}

/** The steps in the form of `git fast-import`; `done` are those that were imported before. */
function* streamOf(all: readonly Step[], done: number): Generator<string> {
  const files = new Map<string, Files>();
  // Git knows those that it made itself by name alone.
  const made = new Set<string>();
  const nameOf = (branch: string): string => `refs/heads/${branch}${made.has(branch) ? '' : '^0'}`;
  for (const [n, step] of all.entries()) {
    const { branch, merged } = step;
    const isFirst = !files.has(branch);
    const after = changed(files.get(branch) ?? new Map<string, number>(), step);
    const isMerge = merged !== undefined && merged !== branch && files.has(merged);
    files.set(branch, after);
    if (n < done) continue;
    yield `commit refs/heads/${branch}\ncommitter A <a@example.com> ${FIRST_COMMIT + n} +0000\n`;
    yield data(`step ${n}`);
    if (!isFirst && !made.has(branch)) yield `from ${nameOf(branch)}\n`;
    if (isMerge) yield `merge ${nameOf(merged)}\n`;
    made.add(branch);
    yield 'deleteall\n';
    for (const [name, content] of after) yield `M 100644 inline ${name}\n${data(contentOf(content))}`;
  }
}

function importSteps(git: TestGit, all: readonly Step[], done: number): void {
  const input = [...streamOf(all, done)].join('');
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: git.folder, input, stdio: 'pipe' });
}

interface CommitFiles {
  readonly commit: string;
  /** Names of the refs that lead to it. */
  readonly refs: readonly string[];
  /** Paths by object. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

/** All commits, the first first. */
function commitsOf(git: TestGit): CommitFiles[] {
  const refs = git.run(['for-each-ref', '--format=%(refname)']).split('\n');
  const led = refs.map((ref) => [ref, new Set(git.run(['rev-list', ref]).split('\n'))] as const);
  // Each step is a second behind the one before it.
  const all = git.run(['log', '--all', '--format=%ct %H']).split('\n').toSorted();
  return all.map((line) => {
    const commit = line.split(' ')[1]!;
    const paths = new Map<string, string[]>();
    const listed = git.run(['ls-tree', '-r', commit]);
    for (const [, object, file] of listed.matchAll(/^\d+ blob ([0-9a-f]+)\t(.+)$/gm))
      paths.set(object!, [...(paths.get(object!) ?? []), file!]);
    return { commit, refs: led.filter(([, commits]) => commits.has(commit)).map(([ref]) => ref), paths };
  });
}

const packings = fc.constantFrom('loose', 'packed', 'half');
/** Read by compiled code and by none, and with so little room that other ways are gone. */
const limits = fc.record({
  compiledFrom: fc.constantFrom(0, Number.POSITIVE_INFINITY),
  mostWhole: fc.constantFrom(0, 1_000_000),
  mostLinks: fc.constantFrom(0, 5, 3_000_000, 3_000_000),
  mostCarried: fc.constantFrom(0, 30, 1_000_000),
});

it('an object has the first commit that git has it in, its first path there, and all refs that lead to it', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      packings,
      fc.integer({ min: 1, max: 2 }),
      limits,
      async (all, packing, threads, some) => {
        const { folder, remove } = testFolder();
        removals.push(remove);
        const bare = testGit(folder);
        bare.run(['init', '-q', '-b', 'main', 'r']);
        const git = bare.in(path.join(folder, 'r'));
        const done = packing === 'half' ? Math.ceil(all.length / 2) : 0;
        if (done > 0) {
          importSteps(git, all.slice(0, done), 0);
          git.run(['repack', '-qadf', '--depth=50', '--window=50']);
        }
        importSteps(git, all, done);
        if (packing === 'packed') git.run(['repack', '-qadf', '--depth=50', '--window=50']);
        const { hits, problems } = (await scanRepository(git.folder, {
          threads,
          examiner,
          cache: null,
          matcherVersion: '1',
          limits: some,
        }))!;
        expect(problems).toEqual([]);
        const commits = commitsOf(git);
        const hasHead = all.some(({ branch }) => branch === 'main');
        const atHead = hasHead ? git.run(['ls-tree', '-r', 'main']) : '';
        const objects = new Set(commits.flatMap(({ paths }) => [...paths.keys()]));
        expect(hits.map(({ git: { object } }) => object)).toEqual([...objects].toSorted());
        for (const { git: place } of hits) {
          const having = commits.filter(({ paths }) => paths.has(place.object));
          const refs = new Set(having.flatMap((each) => each.refs));
          const first = having[0]!;
          expect(place).toMatchObject({
            commit: first.commit,
            file: first.paths.get(place.object)!.toSorted()[0],
            refs: ['main', 'side', 'third']
              .map((name) => `refs/heads/${name}`)
              .filter((ref) => refs.has(ref)),
            atHead: atHead.includes(place.object),
            timeMs: 1000 * Number(git.run(['log', '-1', '--format=%ct', first.commit])),
          });
        }
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
