/** How the command ends: exit codes, signals, closed pipes, full disks. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MAIN, keytrail, run, scratchFolder } from './support/run-keytrail.ts';
import { MADE_RULES, logFile, madeEvent, place } from './support/made-trail.ts';

const folder = scratchFolder();
const RULES = ['--no-builtin', '--rules', place(folder, 'rules/made.yml', MADE_RULES)];
const log = place(folder, 'few/a.json', logFile([0, 1, 2, 3].map(madeEvent)));
const quiet = place(folder, 'quiet/a.json', logFile([{ ...madeEvent(0), eventName: 'Other' }]));
const broken = place(
  folder,
  'broken/a.json.gz',
  gzipSync(logFile([0, 1, 2].map(madeEvent))).subarray(0, -12),
);

/** A corpus that takes some seconds to read. */
function manyLogs(): string {
  const many = path.join(folder, 'many');
  if (existsSync(many)) return many;
  mkdirSync(many);
  const first = path.join(many, '0.json.gz');
  writeFileSync(
    first,
    gzipSync(logFile(Array.from({ length: 20_000 }, (_, n) => madeEvent(n))), { level: 1 }),
  );
  for (let n = 1; n < 150; n++) copyFileSync(first, path.join(many, `${n}.json.gz`));
  return many;
}

function names(inside: string): string[] {
  return readdirSync(path.join(folder, inside)).toSorted();
}

async function ended(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
}

describe('exit codes', () => {
  it('tell whether something was found, and whether all could be read', async () => {
    expect((await keytrail(['hunt', quiet, ...RULES])).code).toBe(0);
    expect((await keytrail(['hunt', log, ...RULES])).code).toBe(1);
    const { code, stdout, stderr } = await keytrail(['hunt', broken, ...RULES]);
    expect(code).toBe(3);
    expect(stdout).toContain('Even event');
    expect(stderr).toContain('a.json.gz ends in the middle');
  });

  it.each([
    ["missing required argument 'paths'", ['hunt']],
    ["unknown option '--unknown'", ['hunt', log, '--unknown']],
    ['Allowed choices are informational, low', ['hunt', log, '--level', 'grave']],
    ['Allowed choices are table', ['hunt', log, '--format', 'xml']],
    ['Give a number', ['hunt', log, '--limit', 'few']],
    ['from 1 to 256', ['hunt', log, '--threads', '0']],
    ['not a point in time: yesterday', ['hunt', log, '--from', 'yesterday']],
    ['--from is later than --to', ['hunt', log, '--from', '2024-05-02', '--to', '2024-05-01']],
    ['not an account ID: 123', ['hunt', log, '--account', '123']],
    ['no rules to hunt with', ['hunt', log, '--no-builtin']],
    ['cannot read nowhere', ['hunt', log, '--rules', 'nowhere']],
    ['nowhere', ['hunt', log, '--networks', 'nowhere', ...RULES]],
    ['no such file or folder: nowhere', ['hunt', 'nowhere', ...RULES]],
    ["unknown command 'hund'", ['hund', log]],
  ])('say what could not run: %s', async (why, args) => {
    const { code, stdout, stderr } = await keytrail(args, { cwd: folder });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    ['no such file or folder: nowhere', ['nowhere']],
    ['no files to read in hollow', ['hollow']],
  ])('make no case when there is nothing to investigate: %s', async (why, paths) => {
    mkdirSync(path.join(folder, 'hollow'), { recursive: true });
    const args = ['investigate', ...paths, '--case', 'unmade', ...RULES];
    const { code, stderr } = await keytrail(args, { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(why);
    expect(existsSync(path.join(folder, 'unmade'))).toBe(false);
  });

  it('say that help is no mistake', async () => {
    const { code, stdout } = await keytrail(['hunt', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Exit code: 0 nothing found');
  });
});

describe('rules with a mistake', () => {
  it('are named, and the others run', async () => {
    place(folder, 'half/good.yml', MADE_RULES);
    place(folder, 'half/bad.yml', 'title: Bad\ndetection:\n  condition: [\n');
    const { code, stdout, stderr } = await keytrail([
      'hunt',
      log,
      '--no-builtin',
      '--rules',
      path.join(folder, 'half'),
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('Even event');
    expect(stderr).toMatch(/left out:\n.*bad\.yml:\d+:\d+/);
  });
});

describe('a hunt that is ended from outside', () => {
  const out = path.join(folder, 'out');
  mkdirSync(out);
  const args = [MAIN, 'hunt', manyLogs(), ...RULES, '--json', '--threads', '2'];

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s ends at once and leaves nothing behind',
    async (signal) => {
      const result = path.join(out, `${signal}.json`);
      const child = spawn(process.execPath, [...args, '--output', result], { stdio: 'ignore' });
      while (!existsSync(`${result}.partial`)) await sleep(20);
      await sleep(500);
      const start = performance.now();
      child.kill(signal);
      // A shell shows this as 128 and the signal's number: 130, 143.
      expect(await ended(child)).toEqual([null, signal]);
      expect(performance.now() - start).toBeLessThan(2000);
      expect(names('out').filter((name) => name.startsWith(signal))).toEqual([]);
    },
  );

  it('by a signal while it waits for standard input', async () => {
    const result = path.join(out, 'waiting.json');
    const child = spawn(process.execPath, [MAIN, 'hunt', '-', ...RULES, '--output', result], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    while (!existsSync(`${result}.partial`)) await sleep(20);
    await sleep(300);
    child.kill('SIGINT');
    expect(await ended(child)).toEqual([null, 'SIGINT']);
    expect(names('out').filter((name) => name.startsWith('waiting'))).toEqual([]);
  });

  it('by force leaves the last result as it was', async () => {
    const result = path.join(out, 'forced.json');
    writeFileSync(result, 'the last result');
    const child = spawn(process.execPath, [...args, '--output', result], { stdio: 'ignore' });
    while (!existsSync(`${result}.partial`)) await sleep(20);
    await sleep(300);
    child.kill('SIGKILL');
    await ended(child);
    expect(readFileSync(result, 'utf8')).toBe('the last result');
    const again = await keytrail(['hunt', log, ...RULES, '--json', '--output', result]);
    expect(again.code).toBe(1);
    expect(JSON.parse(readFileSync(result, 'utf8'))).toHaveProperty('matches');
    expect(names('out').filter((name) => name.startsWith('forced'))).toEqual(['forced.json']);
  });
});

describe('a reader that leaves early', () => {
  it.each(['json', 'ndjson', 'csv'])('ends a hunt as %s cleanly, with its exit code', async (format) => {
    const command = `"${process.execPath}" "${MAIN}" hunt "${manyLogs()}/0.json.gz" ${RULES.join(' ')} --format ${format}`;
    const { stdout, stderr } = await run('bash', [
      '-c',
      `${command} | head -c 100; echo "codes \${PIPESTATUS[0]}"`,
    ]);
    expect(stdout).toMatch(/codes 1\n$/);
    expect(stderr).not.toMatch(/EPIPE|Error|    at /);
  });

  it('may leave standard error too', async () => {
    const command = `"${process.execPath}" "${MAIN}" hunt "${manyLogs()}/0.json.gz" ${RULES.join(' ')} --json`;
    const { stdout, stderr } = await run('bash', [
      '-c',
      `${command} 2>&1 | head -c 10 > /dev/null; echo "codes \${PIPESTATUS[0]}"`,
    ]);
    expect([stdout, stderr]).toEqual(['codes 1\n', '']);
  });
});

describe('an output file', () => {
  it('appears when it is complete', async () => {
    const result = path.join(folder, 'complete/result.csv');
    mkdirSync(path.dirname(result));
    const { stdout } = await keytrail(['hunt', log, ...RULES, '--format', 'csv', '--output', result]);
    expect(stdout).toBe('');
    expect(readFileSync(result, 'utf8').split('\n')[0]).toMatch(/^type,time,level/);
    expect(names('complete')).toEqual(['result.csv']);
  });

  it('through a link leaves the link', async () => {
    place(folder, 'linked/real.json', 'old');
    symlinkSync('real.json', path.join(folder, 'linked/link.json'));
    await keytrail(['hunt', log, ...RULES, '--json', '--output', path.join(folder, 'linked/link.json')]);
    expect(JSON.parse(readFileSync(path.join(folder, 'linked/real.json'), 'utf8'))).toHaveProperty('matches');
    expect(names('linked')).toEqual(['link.json', 'real.json']);
  });

  it.each([
    ['nowhere/result.json', 'ENOENT'],
    ['few', 'it is a folder'],
    ['few/a.json/result.json', 'ENOTDIR'],
  ])('at %s is refused before anything is read', async (name, why) => {
    const { code, stderr } = await keytrail(['hunt', log, ...RULES, '--output', path.join(folder, name)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`keytrail: cannot write .*${why}`));
    expect(stderr).not.toContain('    at ');
  });

  it.skipIf(!existsSync('/dev/full'))('on a full device says so (skipped: no /dev/full)', async () => {
    const { code, stderr } = await keytrail(['hunt', log, ...RULES, '--output', '/dev/full']);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot write /dev/full: no space is left');
    expect(existsSync('/dev/full.partial')).toBe(false);
  });

  it('on a full disk says so and leaves nothing behind', async ({ skip }) => {
    const disk = path.join(folder, 'disk');
    mkdirSync(disk);
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).catch(
      () => undefined,
    );
    if (mounted?.code !== 0) skip('a small file system cannot be mounted here');
    try {
      const args = [
        'hunt',
        `${manyLogs()}/0.json.gz`,
        ...RULES,
        '--json',
        '--output',
        path.join(disk, 'result.json'),
      ];
      const { code, stderr } = await keytrail(args);
      expect(code).toBe(2);
      expect(stderr).toContain('no space is left');
      expect(names('disk')).toEqual([]);
    } finally {
      await run('umount', [disk]);
    }
  });
});
