/**
 * The story of one key from end to end: an account (moto), a repository whose history forgot a commit (git), and the logs
 * of who used the key; joined by the built command into one row, told in the terminal, in SARIF and in the report.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFaultProxy } from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { FIRST_COMMIT, testGit } from './support/git.ts';
import { ACCOUNT, askingAws, callFromHere, startMoto, WITHOUT_MOTO } from './support/moto.ts';
import type { Moto } from './support/moto.ts';
import { keytrail, scratchFolder } from './support/run-keytrail.ts';
import type { Ran } from './support/run-keytrail.ts';
import { sarifErrors } from './support/sarif-rules.ts';

const EXAMPLE = fileURLToPath(new URL('../examples/leaked-key', import.meta.url));
const scratch = scratchFolder();
/** When the example's intruder first used the key. */
const ODD = Date.UTC(2026, 10, 18, 22, 47, 3);
const COMMITTED = ODD - 17 * 60_000 - 3000;

function at(name: string): string {
  return path.join(scratch, name);
}

function schemaOf(name: string): object {
  const file = new URL(`../docs/schema/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}

interface Found {
  readonly keyId: string;
  readonly score: number;
  readonly sentence: string;
  readonly owner: { readonly user: string; readonly active: boolean | null } | null;
  readonly odd: { readonly first: string; readonly incident: string } | null;
  readonly sources: readonly { readonly confidence: string; readonly leadSeconds: number }[];
}

/** The example's logs, as of the user and key of the account that moto has. */
function writeLogs(folder: string, keyId: string): void {
  mkdirSync(folder);
  for (const file of readdirSync(EXAMPLE, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.json.gz')) continue;
    const text = gunzipSync(readFileSync(path.join(EXAMPLE, file)))
      .toString()
      .replaceAll('AKIAWBUILD3J7EXAMPLE', keyId)
      .replaceAll('111122223333', ACCOUNT)
      .replaceAll('ci-build', 'deploy');
    writeFileSync(path.join(folder, path.basename(file)), gzipSync(text));
  }
}

/** Seconds after the first commit of tests. */
function seconds(ms: number): number {
  return Math.floor(ms / 1000) - FIRST_COMMIT;
}

/** A repository in which the key was committed and, minutes later, amended away. */
function makeRepository(folder: string, keyId: string, secret: string): string {
  mkdirSync(folder);
  const git = testGit(folder);
  git.run(['init', '-q', '-b', 'main']);
  writeFileSync(path.join(folder, 'readme'), 'shop\n');
  git.run(['add', '.']);
  git.run(['commit', '-qm', 'begin'], { at: seconds(COMMITTED) - 86_400 });
  mkdirSync(path.join(folder, 'deploy'));
  writeFileSync(
    path.join(folder, 'deploy/.env'),
    `AWS_ACCESS_KEY_ID=${keyId}\nAWS_SECRET_ACCESS_KEY=${secret}\n`,
  );
  git.run(['add', '.']);
  git.run(['commit', '-qm', 'deploy'], { at: seconds(COMMITTED) });
  const leaked = git.run(['rev-parse', 'HEAD']);
  git.run(['rm', '-rq', 'deploy']);
  writeFileSync(path.join(folder, 'deploy.sh'), 'echo deploy\n');
  git.run(['add', '.']);
  git.run(['commit', '-qm', 'deploy', '--amend'], { at: seconds(COMMITTED) + 240 });
  return leaked;
}

describe.skipIf(WITHOUT_MOTO)('a key of a seeded account, amended away, and used by somebody else', () => {
  let moto: Moto;
  let proxy: FaultProxy;
  let keyId = '';
  let secret = '';
  let commit = '';

  async function run(...args: string[]): Promise<Ran> {
    // The proxy knows what moto lacks.
    return keytrail(args, { cwd: scratch, env: { ...moto.env, AWS_ENDPOINT_URL: proxy.url } });
  }

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultProxy(moto.url);
    callFromHere(moto.env);
    const { ask, caller } = askingAws();
    await ask('iam', 'CreateUser', { UserName: 'deploy' });
    const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    await ask('iam', 'PutUserPolicy', {
      UserName: 'deploy',
      PolicyName: 'all',
      PolicyDocument: JSON.stringify(all),
    });
    const made = (await ask('iam', 'CreateAccessKey', { UserName: 'deploy' })) as {
      readonly AccessKey: { readonly AccessKeyId: string; readonly SecretAccessKey: string };
    };
    await caller.close();
    keyId = made.AccessKey.AccessKeyId;
    secret = made.AccessKey.SecretAccessKey;
    writeLogs(at('logs'), keyId);
    commit = makeRepository(at('shop'), keyId, secret);
    await run('investigate', 'logs', '--case', 'leak');
  }, 120_000);

  afterAll(async () => {
    await proxy.stop();
    await moto.stop();
  });

  it('ends in one row that tells the whole story, in the terminal', async () => {
    const { stdout, stderr, code } = await run('audit', 'shop', '--iam', '--case', 'leak');
    expect(code, stderr).toBe(1);
    const line = stdout.split('\n').find((each) => each.trimStart().startsWith(`${keyId} lies`))!;
    expect(line.trim()).toBe(
      `${keyId} lies with its secret in shop@${commit.slice(0, 10)}:deploy/.env:1 since 2026-11-18, by Some One <someone@example.com>, where no ref leads to it any more; ` +
        `it belongs to user deploy of account ${ACCOUNT}, is 0 days old and is active; ` +
        'it was used on 4 days, last 2026-11-19 16:05 UTC, from AS14061 DigitalOcean, LLC with aws-cli, AS8075 Microsoft Corporation with aws-sdk-js, AS8075 Microsoft Corporation with aws-cli; ' +
        `first odd use 2026-11-18 22:47 UTC from 167.99.40.12 (AS14061 DigitalOcean, LLC), 17 minutes after the commit (page, ${await incident()}).`,
    );
    expect(stdout.indexOf(line)).toBeLessThan(stdout.indexOf('AKIALENA7V3K5EXAMPLE'));
    expect(stdout).toContain('Its user may do everything.');
    expect(stdout).toContain('somebody else has it, now');
    expect(stdout + stderr).not.toContain(secret.slice(0, 8));
  });

  it('is in SARIF, which keeps the rules of version 2.1.0', async () => {
    const { stdout, code } = await run('audit', 'shop', '--case', 'leak', '--format', 'sarif');
    expect(code).toBe(1);
    const sarif = JSON.parse(stdout) as {
      runs: { results: { ruleId: string; rank: number; level: string; message: { text: string } }[] }[];
    };
    expect(sarifErrors(sarif)).toEqual([]);
    const [first] = sarif.runs[0]!.results;
    expect(first).toMatchObject({ ruleId: 'pair', level: 'error', rank: expect.any(Number) as number });
    expect(first!.rank).toBeGreaterThan(75);
    for (const part of [keyId, 'user deploy', '17 minutes after the commit', 'DigitalOcean', 'amended away'])
      expect(JSON.stringify(first)).toContain(part);
    expect(stdout).not.toContain(secret.slice(0, 8));
  });

  it('is in JSON that is what its schema says, in CSV and in HTML', async () => {
    const told = await shown();
    expect(told.keys[0]).toMatchObject({
      keyId,
      owner: { user: 'deploy', active: true },
      sources: [{ confidence: 'likely', leadSeconds: 1023 }],
    });
    const csv = await run('audit', 'shop', '--case', 'leak', '--format', 'csv');
    const rows = parse<Record<string, string>>(csv.stdout, { columns: true, record_delimiter: '\r\n' });
    expect(rows[0]).toMatchObject({
      key_id: keyId,
      owner: 'deploy',
      band: 'page',
      seconds_from_source: '1023',
      source_confidence: 'likely',
    });
    expect(rows[0]!['story']).toBe(told.keys[0]!.sentence);
    const html = await run('audit', 'shop', '--case', 'leak', '--format', 'html');
    expect(html.stdout).toContain('17 minutes after the commit');
    for (const { stdout } of [csv, html]) expect(stdout).not.toContain(secret.slice(0, 8));
  });

  it('is in the incident report: where it leaked from, with its evidence and confidence', async () => {
    const { stdout } = await run('report', 'leak', '--format', 'md', '--output', '-');
    const [, section = ''] = /## Initial access\n([\s\S]*?)\n## /.exec(stdout) ?? [];
    for (const part of [
      'Likely source:',
      keyId,
      commit,
      'Some One',
      'no ref: dangling',
      '17 min 3 s',
      '`shop, IAM`',
    ])
      expect(section).toContain(part);
    const all = await run('report', 'leak', '--format', 'all', '--output', 'reports');
    expect(all.code, all.stderr).toBe(1);
    for (const file of readdirSync(at('reports'))) {
      // Long words may be broken in HTML.
      const text = readFileSync(path.join(at('reports'), file), 'utf8').replaceAll('<wbr>', '');
      expect(text, file).not.toContain(secret.slice(0, 8));
      expect(text.includes(commit), file).toBe(
        ['report.html', 'report.md', 'report.json', 'sources.csv'].includes(file),
      );
    }
    const stix = readFileSync(at('reports/report.stix.json'), 'utf8');
    expect(stix).toContain('A likely source of the leak is a git repository.');
    expect(stix).not.toContain(keyId);
  });

  it('is kept in the case: the same bytes for the same input, and case verify knows when they are others', async () => {
    const file = at('leak/audit.json');
    // Without --iam, whose answers have a time: what it said before stays.
    await run('audit', 'shop', '--case', 'leak');
    const before = readFileSync(file);
    expect(before.toString()).not.toContain(secret.slice(0, 8));
    expect(before.toString()).toContain('"user": "deploy"');
    await run('audit', 'shop', '--case', 'leak');
    expect(readFileSync(file).equals(before)).toBe(true);
    const verified = await run('case', 'verify', 'leak', '--json');
    expect(verified.code).toBe(0);
    const sha256 = createHash('sha256').update(before).digest('hex');
    expect(JSON.parse(verified.stdout)).toMatchObject({ audit: { state: 'intact', found: sha256 } });
    writeFileSync(file, before.toString().replace('"likely"', '"unlikely"'));
    expect(await run('case', 'verify', 'leak')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('changed  audit.json') as string,
    });
    rmSync(file);
    expect((await run('case', 'verify', 'leak')).stdout).toContain('missing  audit.json');
    writeFileSync(file, before);
  });

  it('is told with what earlier audits of the case found elsewhere', async () => {
    writeFileSync(at('notes.txt'), `key ${keyId}\n`);
    const { stdout } = await run('audit', 'notes.txt', '--case', 'leak', '--json');
    const { keys } = JSON.parse(stdout) as { keys: Found[] };
    expect(keys.find((each) => each.keyId === keyId)!.sources.map(({ confidence }) => confidence)).toEqual([
      'likely',
      'unlikely',
    ]);
    const { stdout: report } = await run('report', 'leak', '--format', 'md', '--output', '-');
    expect(report).toContain('`notes.txt`');
    expect(report).toContain('`shop, IAM`');
  });

  it('says what was searched when nothing explains the leak', async () => {
    await run('investigate', 'logs', '--case', 'other');
    mkdirSync(at('empty'));
    writeFileSync(at('empty/a.txt'), 'nothing\n');
    await run('audit', 'empty', '--case', 'other');
    const { stdout } = await run('report', 'other', '--format', 'md', '--output', '-');
    const [, section = ''] = /## Initial access\n([\s\S]*?)\n## /.exec(stdout) ?? [];
    expect(section).toContain('No place was found from which');
    expect(section).toContain('`empty`');
    const { code, stderr } = await run('audit', 'empty', '--case', 'none');
    expect(code).toBe(2);
    expect(stderr).toContain('no case in none');
  });

  async function shown(): Promise<{ keys: Found[] }> {
    const { stdout } = await run('audit', 'shop', '--case', 'leak', '--json');
    const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    formats.default(ajv);
    ajv.addSchema(schemaOf('story'));
    const validate = ajv.compile(schemaOf('audit'));
    const value = JSON.parse(stdout) as { keys: Found[] };
    validate(value);
    expect(validate.errors).toBeNull();
    return value;
  }

  async function incident(): Promise<string> {
    const { stdout } = await run('case', 'show', 'leak', '--json');
    return (JSON.parse(stdout) as { incidents: { id: string }[] }).incidents[0]!.id;
  }
});
