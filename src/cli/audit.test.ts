/** `keytrail audit` as a user runs it. Built code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { testGit } from '../../test/support/git.ts';
import { madeUp } from '../../test/support/made-up-credentials.ts';
import { keytrail, MAIN, scratchFolder } from '../../test/support/run-keytrail.ts';
import type { Ran } from '../../test/support/run-keytrail.ts';

const [a, b, c] = [madeUp('a'), madeUp('b'), madeUp('c')];
const ini = ({ keyId, secret }: typeof a): string =>
  `[default]\naws_access_key_id = ${keyId()}\naws_secret_access_key = ${secret}\n`;
const SECRETS = [a, b, c].flatMap(({ secret, smtpPassword, bedrockKey, sessionToken }) => [
  secret,
  smtpPassword,
  bedrockKey,
  sessionToken,
]);

const folder = scratchFolder();
const tree = path.join(folder, 'tree');

function write(name: string, content: string | Uint8Array): void {
  const file = path.join(tree, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

async function audit(...args: string[]): Promise<Ran> {
  return keytrail(['audit', ...args], { cwd: tree });
}

interface Shown {
  credentials: {
    fingerprint: string;
    kind: string;
    level: string;
    keyId: string | null;
    places: { path: string; line: number; inside: string[] }[];
  }[];
  leftOut: { baseline: number; ignored: number; unusedEntries: object[]; expiredEntries: object[] };
  input: { files: number; problems: object[] };
}

async function auditJson(...args: string[]): Promise<Shown> {
  const { stdout } = await audit(...args, '--json');
  return JSON.parse(stdout) as Shown;
}

beforeAll(() => {
  write('app/.env', ini(a));
  write('app/copy.env', `\n\n${ini(a)}`);
  write('app/=cmd|x!<b>.gz', gzipSync(ini(b)));
  write('mail.txt', `email-smtp.eu-west-1.amazonaws.com user ${c.keyId()} password ${c.smtpPassword}\n`);
  write('bedrock.txt', `key ${c.bedrockKey}\n`);
  write(
    'session.txt',
    `${ini({ ...c, keyId: () => c.keyId('ASIA') })}aws_session_token = ${c.sessionToken}\n`,
  );
  write('readme.md', `we use ${madeUp('lone').keyId()}\n`);
  write('quiet/readme.md', `we use ${madeUp('lone').keyId()}\n`);
});

describe('keytrail audit', () => {
  it('groups the places of a credential, worst first, and ends with 1', async () => {
    const { code } = await audit('.');
    expect(code).toBe(1);
    const { credentials, input } = await auditJson('.');
    expect(input).toMatchObject({ files: 8, problems: [] });
    expect(credentials.map(({ kind, level }) => `${level} ${kind}`)).toEqual([
      'high pair',
      'high pair',
      'high smtp-password',
      'high bedrock-key',
      'medium session',
      'info key-id',
    ]);
    expect(credentials.find(({ keyId }) => keyId === a.keyId())?.places).toMatchObject([
      { path: './app/.env', line: 2 },
      { path: './app/copy.env', line: 4 },
    ]);
  });

  it.each(['table', 'json', 'sarif', 'csv', 'html'])(
    'shows no secret as %s, in results and notes',
    async (format) => {
      const { stdout, stderr, code } = await audit('.', '--format', format);
      expect(code).toBe(1);
      expect(stdout).toContain(a.keyId());
      // Not even parts of one, but for the last four characters.
      const all = `${stdout}${stderr}`;
      for (const secret of SECRETS) {
        for (let n = 0; n + 8 <= secret.length; n++) expect(all).not.toContain(secret.slice(n, n + 8));
      }
    },
  );

  it('ends with 0 where nothing is as bad as --fail-on', async () => {
    expect((await audit('quiet')).code).toBe(0);
    expect((await audit('quiet', '--fail-on', 'info')).code).toBe(1);
    expect((await audit('session.txt', '--fail-on', 'high')).code).toBe(0);
    expect((await audit('app', '--fail-on', 'high')).code).toBe(1);
  });

  it('ends with 2 and says why when it cannot run', async () => {
    for (const args of [
      [],
      ['none'],
      ['.', '--baseline', 'none'],
      ['.', '--fail-on', 'bad'],
      ['.', '--baseline', 'readme.md'],
    ]) {
      const { code, stderr, stdout } = await audit(...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).not.toBe('');
    }
  });

  it('ends with 3 when a part could not be read, and shows the rest', async () => {
    const cut = path.join(folder, 'cut.gz');
    writeFileSync(cut, gzipSync(Buffer.alloc(100_000, ini(b))).subarray(0, 100));
    const { code, stdout, stderr } = await audit('app', cut);
    expect(code).toBe(3);
    expect(stdout).toContain(a.keyId());
    expect(stderr).toContain('cut.gz ends in the middle');
  });

  it('tells nothing of the baseline again, but what is new', async () => {
    const file = path.join(folder, 'baseline.json');
    expect((await audit('app/.env', '--write-baseline', file)).code).toBe(1);
    expect(readFileSync(file, 'utf8')).not.toContain(a.secret.slice(0, 8));
    expect((await audit('app/copy.env', '--baseline', file)).code).toBe(0);
    const { credentials, leftOut } = await auditJson('app', '--baseline', file);
    expect(credentials.map(({ keyId }) => keyId)).toEqual([b.keyId()]);
    expect(leftOut.baseline).toBe(1);
  });

  it('tells the secret of an ID that the baseline had alone', async () => {
    const file = path.join(folder, 'ids.json');
    const alone = path.join(folder, 'alone.txt');
    writeFileSync(alone, a.keyId());
    await audit(alone, '--write-baseline', file);
    expect((await audit(alone, '--baseline', file, '--fail-on', 'info')).code).toBe(0);
    expect((await audit('app/.env', '--baseline', file)).code).toBe(1);
  });

  it('leaves out what an ignore file names, until its day, and tells what fits nothing', async () => {
    const file = path.join(folder, 'ignore');
    const { credentials } = await auditJson('app');
    const other = credentials.find(({ keyId }) => keyId === b.keyId())!;
    writeFileSync(
      file,
      `# ours\n${a.keyId()} Rotated.\n${other.fingerprint} until 2999-01-01 Soon.\n${c.keyId()} Gone.\n`,
    );
    const { leftOut, credentials: left } = await auditJson('app', '--ignore-file', file);
    expect(left).toEqual([]);
    expect(leftOut).toMatchObject({ ignored: 2, unusedEntries: [{ line: 4 }], expiredEntries: [] });
    writeFileSync(file, `${a.keyId()} until 2020-01-01 Then.\n${b.keyId()} Rotated.\n`);
    const again = await audit('app', '--ignore-file', file);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain(`${a.keyId()} was ignored until 2020-01-01`);
    writeFileSync(file, `${a.keyId()}\n`);
    expect(await audit('app', '--ignore-file', file)).toMatchObject({ code: 2 });
  });

  it('makes no formula of a name in CSV, and no markup of one in HTML', async () => {
    const csv = await audit('app', '--format', 'csv');
    for (const cell of csv.stdout.split(/[,\r\n]/)) expect(cell).not.toMatch(/^"?[=+\-@]/);
    const html = await audit('app', '--format', 'html');
    expect(html.stdout).toContain('!&lt;b&gt;');
    expect(html.stdout).not.toContain('<b>');
    expect(html.stdout).not.toMatch(/<script|https?:/);
  });

  it('names a process and its variable, where it may read other environments', async () => {
    const env = { AWS_ACCESS_KEY_ID: b.keyId(), AWS_SECRET_ACCESS_KEY: b.secret };
    const { stdout, code } = await keytrail(['audit', '--env'], { env });
    expect(code).toBe(1);
    expect(stdout).toContain('env:AWS_ACCESS_KEY_ID');
  });

  it('reads the places of a home folder', async () => {
    const home = path.join(folder, 'home');
    mkdirSync(path.join(home, '.aws'), { recursive: true });
    writeFileSync(path.join(home, '.aws/credentials'), ini(b));
    const { stdout } = await keytrail(['audit', '--home', '--json'], { env: { HOME: home } });
    expect((JSON.parse(stdout) as Shown).credentials).toMatchObject([{ level: 'medium', keyId: b.keyId() }]);
  });
});

describe('with git', () => {
  const git = testGit(path.join(folder, 'repo'));

  beforeAll(() => {
    mkdirSync(git.folder);
    git.run(['init', '-q', '-b', 'main']);
  });

  it('--staged tells what is about to be committed, also in the first commit', async () => {
    writeFileSync(path.join(git.folder, 'name with é.env'), ini(a));
    writeFileSync(path.join(git.folder, 'unstaged.env'), ini(b));
    git.run(['add', 'name with é.env']);
    const { code, stdout } = await keytrail(['audit', '--staged', '--json'], { cwd: git.folder });
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as Shown).credentials).toMatchObject([
      { keyId: a.keyId(), places: [{ path: 'name with é.env', line: 2 }] },
    ]);
    const outside = await keytrail(['audit', '--staged'], { cwd: tree });
    expect(outside.code).toBe(2);
    expect(outside.stderr).toMatch(/^keytrail: git: fatal: not a git repository.*\n--staged works inside/);
  });

  it('--staged reads what is staged and not what the work tree has, whatever its size and kind', async () => {
    const staging = testGit(path.join(folder, 'staging'));
    mkdirSync(staging.folder);
    staging.run(['init', '-q', '-b', 'main']);
    const place = (name: string, content: string): void => {
      writeFileSync(path.join(staging.folder, name), content);
      staging.run(['add', name]);
    };
    place('kept.env', ini(a));
    place('deleted.env', ini(a));
    place('link', 'text');
    staging.run(['commit', '-qm', 'x']);
    staging.run(['rm', '-q', 'deleted.env']);
    place('large.bin', `${'some words\n'.repeat(3_000_000)}${ini(b)}`);
    writeFileSync(path.join(staging.folder, 'large.bin'), 'nothing');
    // What a link leads to is its content.
    rmSync(path.join(staging.folder, 'link'));
    symlinkSync(`user:${c.keyId()}@host`, path.join(staging.folder, 'link'));
    staging.run(['add', 'link']);
    staging.run([
      'update-index',
      '--add',
      '--cacheinfo',
      `160000,${staging.run(['rev-parse', 'HEAD'])},module`,
    ]);
    const { code, stdout } = await keytrail(['audit', '--staged', '--json'], { cwd: staging.folder });
    expect(code).toBe(1);
    const { credentials, input } = JSON.parse(stdout) as Shown;
    expect(credentials).toMatchObject([
      { keyId: b.keyId(), kind: 'pair', places: [{ path: 'large.bin', line: 3_000_002 }] },
      { keyId: c.keyId(), kind: 'key-id', places: [{ path: 'link', line: 1 }] },
    ]);
    expect(input.files).toBe(2);
  });

  it('names what is damaged in a repository from the repository on', async () => {
    const torn = testGit(path.join(folder, 'torn'));
    mkdirSync(torn.folder);
    torn.run(['init', '-q', '-b', 'main']);
    writeFileSync(path.join(torn.folder, 'a.env'), ini(a));
    torn.run(['add', '.']);
    torn.run(['commit', '-q', '-m', 'One']);
    const blob = torn.run(['rev-parse', 'HEAD:a.env']);
    const object = path.join('.git/objects', blob.slice(0, 2), blob.slice(2));
    chmodSync(path.join(torn.folder, object), 0o644);
    writeFileSync(path.join(torn.folder, object), 'torn');
    const { code, stderr } = await keytrail(['audit', torn.folder]);
    expect(code).toBe(3);
    expect(stderr).toContain(`${torn.folder}!${object}`);
    expect(stderr).not.toContain(`!${torn.folder}`);
  });

  it('--staged starts no program that the repository names, and writes nothing', async () => {
    const hostile = testGit(path.join(folder, 'hostile'));
    mkdirSync(hostile.folder);
    hostile.run(['init', '-q']);
    writeFileSync(path.join(hostile.folder, 'staged.env'), ini(a));
    hostile.run(['add', 'staged.env']);
    const started = path.join(folder, 'started');
    const program = path.join(hostile.folder, 'program');
    writeFileSync(program, `#!/bin/sh\ntouch '${started}'\n`, { mode: 0o755 });
    for (const name of ['core.fsmonitor', 'core.pager', 'diff.external'])
      hostile.run(['config', name, program]);
    const index = readFileSync(path.join(hostile.folder, '.git/index'));
    expect((await keytrail(['audit', '--staged', '--json'], { cwd: hostile.folder })).code).toBe(1);
    expect(existsSync(started)).toBe(false);
    expect(readFileSync(path.join(hostile.folder, '.git/index'))).toEqual(index);
    // It would have been started otherwise.
    hostile.run(['diff', '--cached', '--raw']);
    expect(existsSync(started)).toBe(true);
  });

  it('that is interrupted leaves nothing behind, not even in the middle of a file', async () => {
    const long = path.join(folder, 'long');
    mkdirSync(long);
    writeFileSync(path.join(long, 'file'), '');
    // Takes no room on the disk, and minutes to read.
    truncateSync(path.join(long, 'file'), 2 ** 40);
    const result = path.join(folder, 'interrupted.json');
    writeFileSync(result, 'before');
    const args = [MAIN, 'audit', long, '--json', '--output', result];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (!existsSync(`${result}.partial`)) await sleep(20);
    await sleep(300);
    child.kill('SIGINT');
    // A shell shows this as 130.
    expect(await ended).toEqual([null, 'SIGINT']);
    expect(readFileSync(result, 'utf8')).toBe('before');
    expect(existsSync(`${result}.partial`)).toBe(false);
  });

  it('the history of a repository on the way is read, and the commit told', async () => {
    git.run(['commit', '-qm', 'first']);
    const commit = git.run(['rev-parse', 'HEAD']);
    git.run(['rm', '-q', 'name with é.env']);
    git.run(['commit', '-qm', 'second'], { at: 100 });
    const { stdout } = await keytrail(['audit', 'repo', '--json'], { cwd: folder });
    const { credentials } = JSON.parse(stdout) as { credentials: { keyId: string; places: object[] }[] };
    expect(credentials.find(({ keyId }) => keyId === a.keyId())?.places).toMatchObject([
      {
        path: 'repo',
        line: 2,
        git: { commit, file: 'name with é.env', atHead: false, time: '2023-11-14T22:13:20Z' },
      },
    ]);
    const { stdout: files } = await keytrail(['audit', 'repo', '--json', '--no-git'], { cwd: folder });
    expect((JSON.parse(files) as Shown).credentials.map(({ keyId }) => keyId)).toEqual([b.keyId()]);
  });
});

describe('SARIF', () => {
  interface Location {
    physicalLocation?: { artifactLocation: { uri: string }; region?: { startLine: number } };
    logicalLocations?: { fullyQualifiedName: string }[];
  }
  interface Sarif {
    $schema: string;
    version: string;
    runs: {
      tool: { driver: { name: string; version: string; rules: { id: string }[] } };
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        message: { text: string };
        locations: Location[];
        relatedLocations?: (Location & { id: number })[];
        partialFingerprints: Record<string, string>;
      }[];
      invocations: { executionSuccessful: boolean }[];
    }[];
  }

  it('keeps the rules of version 2.1.0', async () => {
    const { stdout } = await audit('.', '--format', 'sarif');
    const sarif = JSON.parse(stdout) as Sarif;
    expect(Object.keys(sarif).toSorted()).toEqual(['$schema', 'runs', 'version']);
    expect(sarif.version).toBe('2.1.0');
    const [run] = sarif.runs;
    const { rules } = run!.tool.driver;
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(run!.results).toHaveLength(6);
    for (const {
      ruleId,
      ruleIndex,
      level,
      message,
      locations,
      relatedLocations = [],
      partialFingerprints,
    } of run!.results) {
      expect(rules[ruleIndex]!.id).toBe(ruleId);
      expect(['none', 'note', 'warning', 'error']).toContain(level);
      expect(message.text).not.toBe('');
      expect(locations).toHaveLength(1);
      for (const { physicalLocation, logicalLocations } of [...locations, ...relatedLocations]) {
        expect(physicalLocation ?? logicalLocations).toBeDefined();
        if (physicalLocation === undefined) continue;
        const { uri } = physicalLocation.artifactLocation;
        // A URI reference: nothing but what may stand in one, and it leads to the file.
        expect(uri).toMatch(/^(?:[\w.~!$&'()*+,;=:@/-]|%[\da-fA-F]{2})+$/);
        expect(readFileSync(path.join(tree, decodeURIComponent(uri))).length).toBeGreaterThan(0);
        expect(physicalLocation.region?.startLine ?? 1).toBeGreaterThan(0);
      }
      expect(relatedLocations.map(({ id }) => id)).toEqual(relatedLocations.map((_, n) => n + 1));
      expect(Object.values(partialFingerprints)[0]).toMatch(/^[0-9a-f]{16}$/);
    }
    expect(run!.invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });
});
