import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keytrail-stats-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly code: number | null;
  readonly text: string;
  readonly notes: string;
}

/** Runs the built command in the test's folder. */
function stats(...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'stats', ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, text: stdout, notes: stderr };
}

interface Parts {
  readonly key?: string;
  readonly hour?: number;
  readonly eventName?: string;
  readonly more?: object;
}

let serial = 0;
/** A record of alice's; `hour` counts from a Thursday's midnight. */
function record({
  key = 'AKIAIOSFODNN7EXAMPLE',
  hour = 0,
  eventName = 'ListUsers',
  more = {},
}: Parts): string {
  const eventTime = new Date(Date.UTC(2026, 0, 1, hour, 30)).toISOString().replace('.000', '');
  return JSON.stringify({
    eventVersion: '1.08',
    eventTime,
    eventSource: eventName === 'StopLogging' ? 'cloudtrail.amazonaws.com' : 'iam.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: '8.8.8.8',
    userAgent: 'aws-cli/2.15.0 md/Botocore#2.4.5 ua/2.0 os/linux#6.1 md/arch#x86_64',
    eventID: `00000000-0000-4000-8000-${String(serial++).padStart(12, '0')}`,
    recipientAccountId: '111122223333',
    readOnly: true,
    eventCategory: 'Management',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accessKeyId: key },
    ...more,
  });
}

function write(name: string, records: readonly string[]): string {
  writeFileSync(path.join(folder, name), records.join('\n'));
  return name;
}

describe('keytrail stats', () => {
  it('tells a silence of the logs, and who stopped them before it', () => {
    const hours = Array.from({ length: 240 }, (_, n) => n).filter((n) => n < 100 || n >= 109);
    const file = write('gap.ndjson', [
      ...hours.map((hour) => record({ hour })),
      record({ hour: 99, eventName: 'StopLogging' }),
    ]);
    const { code, text } = stats(file);
    expect(code).toBe(0);
    expect(text).toContain(
      'no events for 9 h in all accounts, all regions: 2026-01-05 04:00 to 2026-01-05 13:00 UTC',
    );
    expect(text).toContain('before it: 2026-01-05 03:30:00 StopLogging by AKIAIOSFODNN7EXAMPLE');
  });

  it('lists long-lived keys in full, with network, tool and share of errors', () => {
    const { text } = stats(
      write('key.ndjson', [record({}), record({ more: { errorCode: 'AccessDenied' } })]),
    );
    expect(text).toContain('AKIAIOSFODNN7EXAMPLE  arn:aws:iam::111122223333:user/alice');
    expect(text).toContain('2 events, 1 API; 0 % writes, 50 % errors, 50 % denied');
    expect(text).toMatch(/from AS15169 Google.*; 8\.8\.8\.8/);
    expect(text).toContain('with aws-cli, linux');
  });

  it('cuts each section, but names all long-lived keys in JSON', () => {
    const keys = Array.from({ length: 15 }, (_, n) => `AKIA${String(n).padStart(16, '0')}`);
    const file = write(
      'keys.ndjson',
      keys.map((key, n) => record({ key, eventName: `Get${n}` })),
    );
    const { credentials, apis } = JSON.parse(stats(file, '--json', '--limit', '3').text) as {
      [section: string]: { count: number; rows: object[] };
    };
    expect(credentials).toMatchObject({
      count: 15,
      rows: keys.map((name) => ({ kind: 'long-lived', name })),
    });
    expect([apis!.count, apis!.rows.length]).toEqual([15, 3]);
    expect(stats(file).text).toContain('Long-lived keys (first 10 of 15)');
    expect(stats(file, '--limit', '0').text).toContain(keys[14]);
  });

  it('has the same rows in every format for programs', () => {
    const file = write('formats.ndjson', [record({}), record({ eventName: 'StopLogging', hour: 2 })]);
    const json = JSON.parse(stats(file, '--format', 'json').text) as {
      [section: string]: { rows?: object[] };
    };
    const sections = Object.entries(json).flatMap(([name, { rows }]) => (rows ?? []).map(() => name));
    const lines = stats(file, '--format', 'ndjson').text.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { section: string }).section)).toEqual([
      'overview',
      ...sections,
    ]);
    const [head, ...rows] = stats(file, '--format', 'csv').text.trimEnd().split('\n');
    expect(head).toMatch(/^section,name,kind,/);
    expect(rows.map((row) => row.split(',')[0])).toEqual(sections);
  });

  it('says that gaps are not judged when only one credential was asked for', () => {
    const file = write('one.ndjson', [record({})]);
    expect(stats(file, '--credential', 'AKIAIOSFODNN7EXAMPLE').text).toContain(
      'not judged: only some credentials were asked for',
    );
  });

  it('counts an event that comes twice once', () => {
    const twice = record({});
    const { text, notes } = stats(write('twice.ndjson', [twice, twice]));
    expect(text).toContain('1 event in 1 file, 1 duplicate left out');
    expect(notes).toContain('1 duplicate, each event counted once');
  });

  it('shows nothing that a terminal would act on', () => {
    const more = { errorCode: '\u001b[2J\u202e', awsRegion: '=cmd()', userAgent: '\u001b]0;x\u0007' };
    const file = write('hostile.ndjson', [record({ key: 'AKIA\u001b[31m', eventName: 'a\nb', more })]);
    for (const format of ['table', 'csv']) {
      const { text, code } = stats(file, '--format', format);
      expect(code).toBe(0);
      // eslint-disable-next-line no-control-regex -- these are the characters that must not be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    }
    expect(stats(file, '--format', 'csv').text).toContain("'=cmd()");
  });

  it('ends with 3 when a part could not be read, with 2 when nothing could run', () => {
    expect(stats(write('cut.json', [`{"Records":[${record({})},{"eventName":`])).code).toBe(3);
    expect(stats('no-such-folder').code).toBe(2);
    expect(stats(write('ok.ndjson', [record({})]), '--limit', 'many').code).toBe(2);
    expect(stats(write('empty.ndjson', ['{}'])).text).toBe('No events to count.\n');
  });

  describe.skipIf(!existsSync(SAMPLES))('on the sample logs (skipped: ../shared/data is not here)', () => {
    it('never repeats a session token', () => {
      const logs = readdirSync(SAMPLES)
        .filter((name) => name.endsWith('.ndjson.gz'))
        .map((name) => gunzipSync(readFileSync(path.join(SAMPLES, name))).toString());
      const tokens = logs.flatMap(
        (text) => text.match(/(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[\w+/=%-]{20,}/g) ?? [],
      );
      expect(tokens.length).toBeGreaterThan(0);
      const starts = [...new Set(tokens.map((token) => token.slice(0, 40)))];
      for (const format of ['table', 'json', 'ndjson', 'csv']) {
        const { text } = stats(SAMPLES, '--limit', '0', '--format', format);
        expect(text.length).toBeGreaterThan(1000);
        expect(starts.filter((start) => text.includes(start))).toEqual([]);
      }
    });
  });
});
