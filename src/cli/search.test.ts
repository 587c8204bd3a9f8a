import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { rowsText } from './search-table.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const present = existsSync(SAMPLES);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keytrail-search-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the built command in the test's folder. */
function search(...args: string[]): { code: number | null; out: string; notes: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'search', ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, TMPDIR: folder },
  });
  return { code: status, out: stdout, notes: stderr };
}

function write(name: string, records: readonly JsonObject[]): void {
  writeFileSync(path.join(folder, name), JSON.stringify({ Records: records }));
}

function eventIds(json: string): unknown[] {
  return (JSON.parse(json) as JsonObject[]).map((each) => each['eventID']);
}

/** An event with an ID as real ones have; `n` tells it from others. */
function event(n: number, more: JsonObject = {}): JsonObject {
  return {
    eventTime: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString().replace('.000Z', 'Z'),
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    recipientAccountId: '111122223333',
    ...more,
  };
}

/** The start of a session token, and enough behind it to be one. */
const TOKEN = `IQoJb3JpZ2luX2VjE${'a1B/'.repeat(60)}`;
/** What a terminal would act on, a spreadsheet would run, or a reader would be deceived by. */
const HOSTILE = '=cmd|x \u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp.exe, "quoted"\nsecond line\u200b';

describe('order, duplicates and limits of a search', () => {
  beforeAll(() => {
    write('late.json', [event(5), event(3), event(900, { eventTime: 'no time' })]);
    write('a-early.json', [event(4), event(1), event(2), event(3, { eventName: 'Copy' })]);
  });

  it('are: by time over all files, each event once from the first file, unknown times last', () => {
    const { code, out } = search('late.json', 'a-early.json', '--json');
    expect(code).toBe(1);
    expect(eventIds(out)).toEqual([1, 2, 3, 4, 5, 900].map((n) => event(n)['eventID']));
    expect(out).toContain('"Copy"');
    expect(search('a-early.json', 'late.json', '--json').out).toBe(out);
  });

  it('are: the earliest first, and how many more there are', () => {
    const table = search('.', '--limit', '2');
    expect(table.out).toContain('00:00:01');
    expect(table.out).toContain('00:00:02');
    expect(table.out).not.toContain('00:00:03');
    expect(table.out).toContain('4 more events');
    const json = search('.', '--limit', '2', '--json');
    expect(eventIds(json.out)).toHaveLength(2);
    expect(json.notes).toContain('the earliest 2 of 6 events');
  });

  it('are counted by --count', () => {
    expect(search('.', '--count').out).toBe('6\n');
    expect(search('.', '--event', 'Copy', '--count').out).toBe('1\n');
    expect(search('.', '--event', 'Nothing', '--count', '--json').out).toBe('0\n');
  });
});

describe('exit codes of a search', () => {
  beforeAll(() => {
    write('one.json', [event(1)]);
    writeFileSync(
      path.join(folder, 'broken.json'),
      '{"Records":[{"eventName":"A","eventSource":"b"},{"eventName":',
    );
  });

  it('say whether anything was found, and whether all could be read', () => {
    expect(search('one.json', '--event', 'CreateUser')).toMatchObject({ code: 1 });
    expect(search('one.json', '--event', 'DeleteUser')).toMatchObject({ code: 0, out: 'Nothing found.\n' });
    expect(search('one.json', '--event', 'DeleteUser', '--json').out).toBe('[]\n');
    expect(search('broken.json', '--count')).toMatchObject({ code: 3, out: '1\n' });
  });

  it('and messages say what was wrong with the wish', () => {
    const wrong = search('one.json', '--where', 'eventname=CreateUser');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.notes).toContain('"eventName"');
    expect(search('one.json', '--regex', '(?=x)')).toMatchObject({ code: 2 });
    expect(search('one.json', '--limit', '-1')).toMatchObject({ code: 2 });
    expect(search('one.json', '--error', 'one.json/')).toMatchObject({ code: 2 });
    expect(search('absent.json')).toMatchObject({ code: 2 });
  });
});

describe('hostile and secret text in what a search shows', () => {
  beforeAll(() => {
    write('hostile.json', [
      event(1, {
        eventName: HOSTILE,
        errorCode: HOSTILE,
        awsRegion: HOSTILE,
        userAgent: HOSTILE,
        userIdentity: { userName: HOSTILE, accessKeyId: HOSTILE },
        sourceIPAddress: `${HOSTILE}${TOKEN}`,
        requestParameters: { password: 'hunter2', url: `https://a.example/?X-Amz-Security-Token=${TOKEN}` },
      }),
    ]);
  });

  // eslint-disable-next-line no-control-regex -- these must not be there; line breaks are looked at by each test
  const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/;

  it.each(['table', 'json', 'ndjson', 'csv'])('is harmless as %s', (format) => {
    const { out } = search('hostile.json', '--format', format);
    expect(out).toContain('owned');
    expect(out).not.toMatch(unsafe);
    expect(out).not.toContain(TOKEN.slice(0, 60));
    expect(out).not.toContain('hunter2');
  });

  it('keeps its lines, cells and values', () => {
    expect(search('hostile.json').out.trimEnd().split('\n')).toHaveLength(2);
    expect(search('hostile.json', '--format', 'ndjson').out.trimEnd().split('\n')).toHaveLength(1);
    const [shown] = JSON.parse(search('hostile.json', '--json').out) as JsonObject[];
    expect(shown).toMatchObject({ userAgent: HOSTILE, requestParameters: { password: '(redacted)' } });
    const [row] = parse<Record<string, string>>(search('hostile.json', '--format', 'csv').out, {
      columns: true,
    });
    expect(row!['userAgent']).toMatch(/^'=cmd/);
    expect(row).toMatchObject({ file: 'hostile.json', record: '1', time: '2026-01-01T00:00:01Z' });
  });
});

describe('a result that memory does not hold', () => {
  it('comes sorted all the same, and leaves no file behind', () => {
    const padding = 'x'.repeat(8000);
    for (const part of [1, 0]) {
      const records = Array.from({ length: 3000 }, (_, n) =>
        event(6000 - 2 * n - part, { requestParameters: { padding } }),
      );
      write(`big-${part}.json`, records);
    }
    const before = readdirSync(folder);
    const { code, out } = search('big-0.json', 'big-1.json', '--format', 'ndjson', '--threads', '8');
    expect(code).toBe(1);
    const seconds = out
      .trimEnd()
      .split('\n')
      .map((line) => Number(/"eventID":"[\w-]*-0*(\d+)"/.exec(line)?.[1]));
    expect(seconds).toEqual(Array.from({ length: 6000 }, (_, n) => n + 1));
    expect(readdirSync(folder)).toEqual(before);
  }, 60_000);
});

describe('a table', () => {
  const row = {
    'time (UTC)': '2026-01-01 00:00:01',
    event: 'elasticfilesystem:ModifyMountTargetSecurityGroups',
    error: 'NoSuchPublicAccessBlockConfiguration',
    who: 'Deploy/a-session-with-a-name-that-is-rather-long-for-a-terminal',
    credential: 'AKIAIOSFODNN7EXAMPLE',
    from: '2001:db8:85a3:1234:5678:8a2e:370:7334',
    region: 'ap-southeast-2',
  };
  const rows = [
    row,
    {
      ...row,
      who: 'alice',
      error: '',
      credential: 'ASIAIOSFODNN7EXAMPLE',
      from: '203.0.113.7',
      region: 'eu-west-1',
    },
  ];

  it.each([60, 80, 100, 120, 200])('fits a terminal of %i columns', (width) => {
    for (const some of [rows, [row], [row, row], [rows[1]!, rows[1]!]]) {
      const lines = rowsText(some, width).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.join('\n')).toContain('2026-01-01 00:00:01');
    }
  });

  it('keeps credentials, regions and times whole at 80 columns', () => {
    const text = rowsText(rows, 80);
    for (const each of rows) for (const part of [each.credential, each.region]) expect(text).toContain(part);
    expect(text).toContain('203.0.113.7');
  });

  it('says once what all rows have in common', () => {
    const text = rowsText([row, { ...row, 'time (UTC)': '2026-01-01 00:00:02' }], 80);
    expect(text.split(row.credential)).toHaveLength(2);
  });

  it('is as wide as it must be in a pipe', () => {
    expect(rowsText(rows, undefined)).toContain(row.who);
  });
});

describe.skipIf(!present)('a search of the sample logs (skipped: ../shared/data is not here)', () => {
  const names = present
    ? readdirSync(SAMPLES).filter((name) => name.endsWith('.ndjson.gz') && !name.includes('labels'))
    : [];
  const whole = names.map((name) => gunzipSync(readFileSync(path.join(SAMPLES, name))).toString());
  const tokens = new Set(
    whole.flatMap((text) =>
      [...text.matchAll(/"(?:sessionToken|x-amz-security-token)": ?"([^"]{60,})"/gi)].map(
        ([, token]) => token!,
      ),
    ),
  );

  it('shows no session token in any format', () => {
    expect(tokens.size).toBeGreaterThan(5);
    for (const format of ['table', 'json', 'ndjson', 'csv']) {
      const { out } = search(SAMPLES, '--format', format, '--limit', '0');
      expect(out.length).toBeGreaterThan(100_000);
      expect([...tokens].filter((token) => out.includes(token))).toEqual([]);
    }
  }, 60_000);

  it('finds as many events as a filter over parsed JSON', () => {
    const ids = new Set<string>();
    for (const text of whole) {
      for (const line of text.trimEnd().split('\n')) {
        const value = JSON.parse(line) as JsonObject;
        const record = (value['detail'] ?? value['event'] ?? value) as JsonObject;
        if (record['eventName'] === 'CreateAccessKey') ids.add(JSON.stringify(record['eventID'] ?? line));
      }
    }
    const { out } = search(SAMPLES, '--event', 'CreateAccessKey', '--json');
    expect(new Set(eventIds(out).map((id) => JSON.stringify(id))).size).toBe(ids.size);
  });
});
