/** Investigations from end to end: real runs of the built command on the example and on sample logs. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MAIN, SAMPLES, keytrail, scratchFolder } from './support/run-keytrail.ts';

const folder = scratchFolder();
const EXAMPLE = fileURLToPath(new URL('../examples/leaked-key', import.meta.url));
const KEYS = ['AKIAWBUILD3J7EXAMPLE', 'AKIAREPRT5Q2XEXAMPLE', 'AKIALENA7V3K5EXAMPLE', 'ASIAPIPE6D5W3EXAMPLE'];

interface Shown {
  readonly incidents: readonly {
    readonly id: string;
    readonly credentials: readonly { readonly credential: { readonly id: string } }[];
    readonly timeline: readonly {
      readonly actor: string;
      readonly eventId: string;
      readonly credential: string;
      readonly action: string;
    }[];
    readonly metrics: { readonly ownerEvents: number; readonly ownerEventsCounted: number };
    readonly persistence: readonly { readonly state: string }[];
  }[];
  readonly evidence: readonly { readonly path: string }[];
}

function resultOf(json: string): Shown {
  return (JSON.parse(json) as { investigation: Shown }).investigation;
}

/** Without what depends on the files that events stand in, and on the reading. */
function withoutPlaces(investigation: Shown): unknown {
  const { evidence: _, ...rest } = investigation;
  return JSON.parse(
    JSON.stringify(rest, (name, value: unknown) =>
      ['file', 'record', 'files', 'duplicates'].includes(name) ? 0 : value,
    ),
  );
}

async function investigated(...args: string[]): Promise<Shown> {
  const { code, stdout, stderr } = await keytrail(['investigate', ...args, '--json']);
  expect(code, stderr).toBe(1);
  return resultOf(stdout);
}

function saved(name: string): Shown {
  return JSON.parse(readFileSync(path.join(folder, name, 'investigation.json'), 'utf8')) as Shown;
}

function at(name: string): string {
  return path.join(folder, name);
}

function filesIn(of: string): string[] {
  return readdirSync(of, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.gz'))
    .map((file) => path.join(of, file))
    .toSorted();
}

function recordsIn(files: readonly string[]): object[] {
  return files.flatMap((file) => {
    const { Records } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { Records: object[] };
    return Records;
  });
}

/** Writes records over so many files. */
function spread(name: string, records: readonly object[], files: number): string {
  mkdirSync(at(name));
  for (let n = 0; n < files; n++) {
    const Records = records.filter((_, place) => (place * 7919) % files === n);
    writeFileSync(path.join(at(name), `${n}.json.gz`), gzipSync(JSON.stringify({ Records })));
  }
  return at(name);
}

const records = recordsIn(filesIn(EXAMPLE));

function idOf(record: object): unknown {
  return 'eventID' in record ? record.eventID : undefined;
}

describe('an investigation of the example', () => {
  it('names the four credentials of the intruder and nothing else', async () => {
    const { incidents } = await investigated(EXAMPLE);
    expect(incidents).toHaveLength(1);
    const [{ credentials, timeline, persistence } = incidents[0]!] = incidents;
    expect(credentials.map(({ credential }) => credential.id).toSorted()).toEqual(KEYS.toSorted());
    expect(timeline.filter(({ actor }) => actor === 'intruder')).toHaveLength(39);
    expect(persistence.some(({ state }) => state === 'present')).toBe(true);
  });

  it('is the same when events come twice, in another order, over other files and threads', async () => {
    const once = withoutPlaces(await investigated(EXAMPLE));
    const twice = [...records, ...records].toReversed();
    for (const threads of [1, 3]) {
      const many = spread(`twice-${threads}`, twice, 40);
      expect(withoutPlaces(await investigated(many, '--threads', String(threads)))).toEqual(once);
    }
  });

  it('says what somebody else took away, in files with no call of the intruder, at once and in a second run', async () => {
    const admin = 'arn:aws:iam::111122223333:user/admin';
    const cleaning = {
      eventVersion: '1.08',
      eventID: '99999999-0000-4000-8000-000000000000',
      eventTime: '2027-01-01T00:00:00Z',
      eventSource: 'iam.amazonaws.com',
      eventName: 'DeleteAccessKey',
      awsRegion: 'us-east-1',
      recipientAccountId: '111122223333',
      sourceIPAddress: '198.51.100.4',
      userAgent: 'aws-cli/2.15.0',
      readOnly: false,
      requestParameters: { userName: 'lena', accessKeyId: 'AKIALENA7V3K5EXAMPLE' },
      userIdentity: {
        type: 'IAMUser',
        arn: admin,
        accountId: '111122223333',
        accessKeyId: 'AKIAADMIN00000EXAMPLE',
      },
    };
    mkdirSync(at('cleaned'));
    cpSync(EXAMPLE, at('cleaned'), { recursive: true });
    await keytrail(['investigate', at('cleaned'), '--case', at('cleaned-later')]);
    expect(saved('cleaned-later').incidents[0]!.persistence.map(({ state }) => state)).toContain('present');
    writeFileSync(
      path.join(at('cleaned'), 'late.json.gz'),
      gzipSync(JSON.stringify({ Records: [cleaning] })),
    );
    const [incident] = (await investigated(at('cleaned'), '--case', at('cleaned-at-once'))).incidents;
    expect(incident!.persistence.filter(({ state }) => state !== 'attempted')).toEqual([
      expect.objectContaining({
        state: 'removed',
        sentence: expect.stringContaining(
          `DeleteAccessKey took it away again at 2027-01-01 00:00:00 UTC, by ${admin} (event ${cleaning.eventID}).`,
        ) as string,
      }),
    ]);
    await investigated(at('cleaned'), '--case', at('cleaned-later'));
    expect(saved('cleaned-later')).toEqual(saved('cleaned-at-once'));
  });

  it('counts the reads of a busy owner, and lists those nearest to the intruder, whatever the order', async () => {
    const [quiet] = (await investigated(EXAMPLE)).incidents;
    const entry = quiet!.timeline.find(
      ({ actor, action, credential }) =>
        actor === 'owner' && /^(?:Get|List|Describe)/.test(action) && credential.startsWith('AKIA'),
    );
    const read = records.find((record) => idOf(record) === entry!.eventId)!;
    const day = Date.parse((read as { eventTime: string }).eventTime);
    const reads = Array.from({ length: 6000 }, (_, n) => ({
      ...read,
      eventID: `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`,
      eventTime: new Date(day + (n % 600) * 1000).toISOString().replace('.000', ''),
    }));
    const busy = [...records, ...reads];
    const once = await investigated(spread('busy', busy, 40), '--threads', '1');
    const [incident] = once.incidents;
    expect(incident!.metrics.ownerEvents).toBe(quiet!.metrics.ownerEvents + reads.length);
    expect(incident!.metrics.ownerEventsCounted).toBeGreaterThan(1000);
    const listed = incident!.timeline.filter(({ actor }) => actor === 'owner').length;
    expect(listed + incident!.metrics.ownerEventsCounted).toBe(incident!.metrics.ownerEvents);
    const others = (of: typeof incident): unknown[] =>
      of!.timeline.filter(({ actor }) => actor !== 'owner').map(({ eventId }) => eventId);
    expect(others(incident)).toEqual(others(quiet));
    const twice = spread('busy-twice', [...busy, ...busy].toReversed(), 60);
    expect(withoutPlaces(await investigated(twice, '--threads', '3'))).toEqual(withoutPlaces(once));
  });

  it('starts from a hint, whatever the score', async () => {
    const { stdout } = await keytrail([
      'investigate',
      EXAMPLE,
      '--credential',
      'AKIALENA4M6T2EXAMPLE',
      '--json',
    ]);
    const { incidents } = resultOf(stdout);
    const ids = incidents.flatMap(({ credentials }) => credentials.map(({ credential }) => credential.id));
    expect(ids).toContain('AKIALENA4M6T2EXAMPLE');
    expect(stdout).toContain('Given by you: AKIALENA4M6T2EXAMPLE');
  });

  it('fits 80 columns and one screen on a terminal', async () => {
    const script = await keytrail(['investigate', EXAMPLE]);
    expect(script.stdout.split('\n').length).toBeLessThan(32);
    for (const text of ['PAGE', ...KEYS, 'First', 'CreateAccessKey']) expect(script.stdout).toContain(text);
  });

  it('reads standard input twice', async () => {
    const input = JSON.stringify({ Records: records });
    const { code, stdout } = await keytrail(['investigate', '-', '--json'], { input });
    expect(code).toBe(1);
    expect(resultOf(stdout).incidents[0]?.timeline.length).toBeGreaterThan(39);
  });

  it.each([
    [[], 'nothing to investigate'],
    [[EXAMPLE, '--since', '1d'], '--since says when, but not of what'],
    [[EXAMPLE, '--address', 'office'], 'not an address: office'],
    [[EXAMPLE, '--known', 'absent.yml'], 'cannot read absent.yml'],
    [['--case', at('no-such/case')], 'no case in'],
  ])('says what is wrong with %j', async (args, expected) => {
    const { code, stderr } = await keytrail(['investigate', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(expected);
  });
});

describe('a case', () => {
  it('that grew is that of one run over all, and reads only what is new', async () => {
    cpSync(EXAMPLE, at('growing'), { recursive: true });
    const files = filesIn(at('growing'));
    const later = files.filter((_, n) => n % 2 === 1);
    for (const file of later) rmSync(file);
    await keytrail(['investigate', at('growing'), '--case', at('grown')]);
    cpSync(EXAMPLE, at('growing'), { recursive: true, force: false, preserveTimestamps: true });
    const { code, stderr } = await keytrail(['investigate', at('growing'), '--case', at('grown')]);
    expect(code, stderr).toBe(1);
    const runs = readFileSync(path.join(at('grown'), 'evidence.ndjson'), 'utf8').match(/"part":\d/g);
    expect(runs?.filter((part) => part === '"part":2')).toHaveLength(later.length);
    await keytrail(['investigate', at('growing'), '--case', at('at-once')]);
    expect(saved('grown')).toEqual(saved('at-once'));
    const again = await keytrail(['investigate', '--case', at('grown')]);
    expect(again.code).toBe(1);
    expect(saved('grown')).toEqual(saved('at-once'));
  });

  it('holds its report, shows and explains itself', async () => {
    const made = at('shown');
    const { stdout } = await keytrail(['investigate', EXAMPLE, '--case', made]);
    expect(stdout).toContain(`Report    ${made}/report.html`);
    expect(readFileSync(path.join(made, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    const timeline = await keytrail(['timeline', made, '--format', 'csv']);
    expect(timeline.stdout.split('\n').filter((line) => line.includes(',intruder,'))).toHaveLength(39);
    const all = await keytrail(['timeline', made, '--all', '--json']);
    expect(all.stdout).toContain('"owner"');
    const explained = await keytrail(['explain', made, KEYS[0]!]);
    expect(explained.code).toBe(1);
    expect(explained.stdout).toContain('It would be harmless if');
    expect((await keytrail(['explain', made, 'nobody'])).code).toBe(0);
    const listed = await keytrail(['case', 'list', folder, '--json']);
    expect(listed.stdout).toContain(made);
    expect((await keytrail(['case', 'show', made])).stdout).toContain('INC-');
    for (const format of ['md', 'json', 'html'])
      expect((await keytrail(['report', made, '--format', format, '--output', '-'])).stdout).toContain(
        'INC-',
      );
    const first = readFileSync(path.join(made, 'report.html'), 'utf8');
    await keytrail(['report', made]);
    expect(readFileSync(path.join(made, 'report.html'), 'utf8')).toBe(first);
  });

  it('proves its evidence, and says when that is not what it was', async () => {
    cpSync(EXAMPLE, at('evidence'), { recursive: true });
    const made = at('proved');
    await keytrail(['investigate', at('evidence'), '--case', made]);
    expect((await keytrail(['case', 'verify', made])).code).toBe(0);
    const [changed, missing] = filesIn(at('evidence'));
    writeFileSync(changed!, 'changed');
    rmSync(missing!);
    const { code, stdout } = await keytrail(['case', 'verify', made]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/changed .*\n.*missing /);
    const again = await keytrail(['investigate', at('evidence'), '--case', made]);
    expect(again.code).toBe(3);
    expect(again.stderr).toContain('2 files not as when read');
    const intruder = saved('proved').incidents[0]?.timeline.filter(({ actor }) => actor === 'intruder');
    expect(intruder).toHaveLength(39);
  });

  it('refuses what would not mean the same, and a second run at the same time', async () => {
    const made = at('strict');
    await keytrail(['investigate', EXAMPLE, '--case', made]);
    const other = await keytrail(['investigate', EXAMPLE, '--case', made, '--region', 'us-east-1']);
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('other times, accounts or regions'),
    ]);
    const rules = await keytrail(['investigate', '--case', made, '--no-builtin', '--rules', 'rules/impact']);
    expect(rules.stderr).toContain('with other rules or networks');
    writeFileSync(
      path.join(made, 'lock'),
      JSON.stringify({ pid: process.pid, host: (await import('node:os')).hostname() }),
    );
    const locked = await keytrail(['investigate', '--case', made]);
    expect(locked.stderr).toContain(`in use by process ${process.pid}`);
  });

  it('goes on after a run that was killed', async () => {
    const many = spread('many', records, 60);
    const made = at('killed');
    const child = spawn(process.execPath, [MAIN, 'investigate', many, '--case', made]);
    await new Promise((resolve) => {
      const timer = setInterval(() => {
        if (existsSync(path.join(made, 'lock'))) {
          clearInterval(timer);
          child.kill('SIGKILL');
          child.on('close', resolve);
        }
      }, 5);
    });
    const { code, stderr } = await keytrail(['investigate', many, '--case', made]);
    expect(code, stderr).toBe(1);
    await keytrail(['investigate', EXAMPLE, '--case', at('unharmed')]);
    expect(withoutPlaces(saved('killed'))).toEqual(withoutPlaces(saved('unharmed')));
  });

  it('shows nothing that a terminal acts on, and no session token', async () => {
    const hostile = records.map(
      (record) =>
        JSON.parse(
          JSON.stringify(record).replaceAll(
            'aws-cli/2',
            String.raw`\u001b[31m\u202e<script>alert(1)</script> aws-cli/2`,
          ),
        ) as object,
    );
    const made = at('hostile');
    await keytrail(['investigate', spread('hostile-logs', hostile, 3), '--case', made]);
    const outputs = [
      await keytrail(['timeline', made, '--all']),
      await keytrail(['timeline', made, '--all', '--format', 'csv']),
      await keytrail(['explain', made, KEYS[0]!]),
      await keytrail(['case', 'show', made]),
    ];
    // eslint-disable-next-line no-control-regex -- these are the characters to find
    for (const { stdout } of outputs) expect(stdout).not.toMatch(/[\u001b\u202e]/);
    expect(readFileSync(path.join(made, 'report.html'), 'utf8')).not.toContain('<script>alert(1)');
  });
});

describe('networks.yml', () => {
  it('is drafted so that it can be read back', async () => {
    const file = at('networks.yml');
    expect((await keytrail(['known', 'suggest', EXAMPLE, '--output', file])).code).toBe(0);
    const { code, stdout, stderr } = await keytrail(['known', 'check', file]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('no mistakes');
    writeFileSync(file, 'networks: 7\n');
    const wrong = await keytrail(['investigate', EXAMPLE, '--known', file]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('networks.yml:1:11 "networks" must be a list');
  });
});

describe('sample logs', () => {
  it.skipIf(!existsSync(SAMPLES)).each([
    ['invictus-aws-dataset', 'AKIATFQR7NSC8Q4X20BJ'],
    ['flaws-cloud-fragment', 'AKIA3Z2XBVUDFQ9TU4MD'],
  ])('name the attacker’s credential: %s', async (name, key) => {
    const { incidents } = await investigated(path.join(SAMPLES, `${name}.ndjson.gz`));
    expect(incidents[0]?.credentials.map(({ credential }) => credential.id)).toContain(key);
  });
});
