/** Which files are found, and which are left out by their place, in real folders. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listInputs } from '../src/cloudtrail/walk.ts';
import type { Inputs, PathFilter } from '../src/cloudtrail/walk.ts';
import { place } from './support/made-trail.ts';
import { scratchFolder } from './support/run-keytrail.ts';

const folder = scratchFolder();

const ALL: PathFilter = { fromMs: -Infinity, toMs: Infinity, accounts: [], regions: [] };

function inside(file: string): string {
  return file === '-' ? file : path.relative(folder, file);
}

/** Files found below `folder`, by their path in it. */
async function found(given: readonly string[], filter: Partial<PathFilter> = {}): Promise<Inputs> {
  const inputs = await listInputs(
    given.map((name) => (name === '-' ? name : path.join(folder, name))),
    { ...ALL, ...filter },
  );
  return {
    ...inputs,
    files: inputs.files.map(inside),
    streams: inputs.streams.map(inside),
    problems: inputs.problems.map((problem) => ({ ...problem, file: inside(problem.file) })),
  };
}

/** Places empty files. */
function files(...names: string[]): void {
  for (const name of names) place(folder, name, '');
}

describe('files and folders', () => {
  files('plain/b/2.json', 'plain/a/1.json', 'plain/c', 'plain/a/deep/er/.hidden', 'plain/sp ace/[x]*.json');

  it('are listed to any depth in a fixed order', async () => {
    const { files: listed } = await found(['plain']);
    expect(listed).toEqual(
      ['a/1.json', 'a/deep/er/.hidden', 'b/2.json', 'c', 'sp ace/[x]*.json'].map((name) => `plain/${name}`),
    );
  });

  it('may be given as patterns', async () => {
    expect((await found(['plain/*/*.json'])).files).toEqual([
      'plain/a/1.json',
      'plain/b/2.json',
      'plain/sp ace/[x]*.json',
    ]);
    expect((await found(['plain/{a,b}'])).files).toEqual([
      'plain/a/1.json',
      'plain/a/deep/er/.hidden',
      'plain/b/2.json',
    ]);
    expect((await found(['plain/**'])).files).toHaveLength(5);
    await expect(found(['plain/*.gz'])).rejects.toThrow('no file matches');
  });

  it('with the signs of patterns in their names are taken as they are', async () => {
    expect((await found(['plain/sp ace/[x]*.json'])).files).toEqual(['plain/sp ace/[x]*.json']);
  });

  it('that are given twice are read once', async () => {
    expect((await found(['plain/c', 'plain', 'plain/a/../c', '-', '-'])).files).toHaveLength(5);
    expect((await found(['-', 'plain/c', '-'])).streams).toEqual(['-']);
  });

  it('that do not exist are named', async () => {
    await expect(found(['plain/nowhere'])).rejects.toThrow(/no such file or folder: .*nowhere/);
  });
});

describe('links', () => {
  files('links/logs/1.json', 'links/logs/in/2.json', 'links/elsewhere.json');
  symlinkSync('..', path.join(folder, 'links/logs/in/up'));
  symlinkSync('.', path.join(folder, 'links/logs/self'));
  symlinkSync('../elsewhere.json', path.join(folder, 'links/logs/file'));
  symlinkSync('nothing', path.join(folder, 'links/logs/broken'));
  mkdirSync(path.join(folder, 'links/two/a'), { recursive: true });
  mkdirSync(path.join(folder, 'links/two/b'), { recursive: true });
  files('links/two/a/a.json', 'links/two/b/b.json');
  symlinkSync('../b', path.join(folder, 'links/two/a/to-b'));
  symlinkSync('../a', path.join(folder, 'links/two/b/to-a'));

  it('are followed, but not around in circles', async () => {
    const { files: listed, problems } = await found(['links/logs']);
    expect(listed).toEqual(['links/logs/1.json', 'links/logs/file', 'links/logs/in/2.json']);
    expect(problems.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
      'unreadable links/logs/broken',
      'link-loop links/logs/in/up',
      'link-loop links/logs/self',
    ]);
  });

  it('between two folders are followed once', async () => {
    const { files: listed, problems } = await found(['links/two']);
    expect(new Set(listed.map((file) => path.basename(file)))).toEqual(new Set(['a.json', 'b.json']));
    expect(listed.length).toBeLessThanOrEqual(4);
    expect(problems.every(({ kind }) => kind === 'link-loop')).toBe(true);
  });

  it('to pipes are left alone, as pipes in folders are; a pipe that is named is a stream', async () => {
    files('pipes/1.json');
    execFileSync('mkfifo', [path.join(folder, 'pipes/pipe')]);
    symlinkSync('pipe', path.join(folder, 'pipes/to-pipe'));
    expect((await found(['pipes'])).files).toEqual(['pipes/1.json']);
    const { files: none, streams } = await found(['pipes/pipe']);
    expect([none, streams]).toEqual([[], ['pipes/pipe']]);
  });
});

describe('the layout of delivered logs', () => {
  const days = ['2024/04/30', '2024/05/01', '2024/05/02', '2024/12/31', '2025/01/01'];
  const tree = (root: string): string[] =>
    ['111122223333', '444455556666'].flatMap((account) =>
      ['us-east-1', 'eu-central-1'].flatMap((region) =>
        days.map((day) => `${root}/${account}/CloudTrail/${region}/${day}/x.json.gz`),
      ),
    );
  const plain = tree('bucket/prefix/AWSLogs');
  const organisation = tree('org/AWSLogs/o-abc123');
  files(...plain, ...organisation);

  it.each(['bucket', 'org', 'org/AWSLogs', 'org/AWSLogs/o-abc123'])(
    'below %s leaves out other accounts and regions',
    async (given) => {
      const { files: listed, pruned } = await found([given], {
        accounts: ['111122223333'],
        regions: ['eu-central-1'],
      });
      expect(listed).toHaveLength(days.length);
      expect(listed.every((file) => file.includes('111122223333/CloudTrail/eu-central-1/'))).toBe(true);
      expect(pruned).toBe(2);
    },
  );

  it('leaves out days that cannot hold what is asked for, and keeps the day after', async () => {
    const { files: listed, pruned } = await found(
      ['org/AWSLogs/o-abc123/444455556666/CloudTrail/us-east-1'],
      {
        fromMs: Date.UTC(2024, 4, 1),
        toMs: Date.UTC(2024, 4, 1, 23, 59, 59, 999),
      },
    );
    expect(listed.map((file) => file.slice(-20, -10))).toEqual(['2024/05/01', '2024/05/02']);
    // One day, one month, one year.
    expect(pruned).toBe(3);
  });

  it('keeps the first days of the next month and year', async () => {
    const { files: listed } = await found(['org/AWSLogs/o-abc123/444455556666/CloudTrail/us-east-1'], {
      fromMs: Date.UTC(2024, 11, 31),
      toMs: Date.UTC(2024, 11, 31, 12),
    });
    expect(listed.map((file) => file.slice(-20, -10))).toEqual(['2024/12/31', '2025/01/01']);
  });

  it('is told from file names too, where they lie in one folder', async () => {
    const names = [
      '111122223333_CloudTrail_us-east-1_20240501T0005Z_abcdefgh12345678.json.gz',
      '111122223333_CloudTrail_eu-west-1_20240501T0005Z_abcdefgh12345678.json.gz',
      '444455556666_CloudTrail_us-east-1_20240501T0005Z_abcdefgh12345678.json.gz',
      '111122223333_CloudTrail_us-east-1_20240601T0005Z_abcdefgh12345678.json.gz',
      'other.json.gz',
    ];
    files(...names.map((name) => `flat/${name}`));
    const { files: listed, pruned } = await found(['flat'], {
      accounts: ['111122223333'],
      regions: ['us-east-1'],
      toMs: Date.UTC(2024, 4, 20),
    });
    expect(listed).toEqual([`flat/${names[0]!}`, 'flat/other.json.gz']);
    expect(pruned).toBe(3);
  });

  it('does not speak against files that were named', async () => {
    const [file] = organisation;
    expect((await found([file!], { accounts: ['999999999999'] })).files).toEqual([file]);
  });

  it('leaves out through links as well', async () => {
    mkdirSync(path.join(folder, 'linked/AWSLogs'), { recursive: true });
    symlinkSync('../../org/AWSLogs/o-abc123/111122223333', path.join(folder, 'linked/AWSLogs/111122223333'));
    const { files: listed, pruned } = await found(['linked'], { accounts: ['444455556666'] });
    expect([listed, pruned]).toEqual([[], 1]);
  });
});
