/** What the command shows: nothing a terminal or a spreadsheet would act on, no secrets, lines that fit. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { MAIN, SAMPLES, keytrail, run, scratchFolder } from './support/run-keytrail.ts';
import type { Ran } from './support/run-keytrail.ts';
import { MADE_RULES, changedEvent, logFile, place } from './support/made-trail.ts';

const FORMATS = ['table', 'json', 'ndjson', 'csv'];
const folder = scratchFolder();
const EXAMPLE = fileURLToPath(new URL('../examples/leaked-key', import.meta.url));
const RULES = ['--no-builtin', '--rules', place(folder, 'rules/made.yml', MADE_RULES)];

/** Clears the screen, sets the title, turns text around, breaks lines, starts formulas. */
const HOSTILE = [
  '\u001b[2J\u001b]0;owned\u0007',
  '\u009b31mred',
  'a\u202eevil\u2066\u200b',
  'line\r\nbreak\ttab',
  '=cmd|"/c calc"!A1',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\u0000\u007f\u{e0041}',
  'x"y,z',
];

const hostile = place(
  folder,
  'hostile/a\u001b[31m\n.json',
  logFile(
    HOSTILE.map((text, n) =>
      changedEvent(2 * n, {
        userAgent: text,
        sourceIPAddress: text,
        errorCode: text,
        awsRegion: text,
        requestParameters: { userName: text, [text]: text },
        userIdentity: { type: 'IAMUser', arn: text, userName: text, accessKeyId: text, accountId: text },
      }),
    ),
  ),
);

const RAW =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/u;

async function shown(input: string, format: string): Promise<Ran> {
  return keytrail(['hunt', input, ...RULES, '--format', format]);
}

describe('texts that an intruder chose', () => {
  it.each(FORMATS)('never reach the terminal as they are (%s)', async (format) => {
    const { code, stdout, stderr } = await shown(hostile, format);
    expect(code).toBe(1);
    expect(stdout).toContain('owned');
    expect(RAW.exec(stdout)).toBeNull();
    expect(RAW.exec(stderr)).toBeNull();
  });

  it('stay what they are for programs that read JSON', async () => {
    const { stdout } = await shown(hostile, 'json');
    const { matches } = JSON.parse(stdout) as { matches: { event: { userAgent: string } }[] };
    expect(new Set(matches.map(({ event }) => event.userAgent))).toEqual(new Set(HOSTILE));
    const lines = (await shown(hostile, 'ndjson')).stdout.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toContain('match');
    expect(lines.length).toBeGreaterThanOrEqual(2 * HOSTILE.length);
  });

  it('start no formula in a table program', async () => {
    const { stdout } = await shown(hostile, 'csv');
    const rows = parse<Record<string, string>>(stdout, { columns: true });
    expect(rows.length).toBeGreaterThanOrEqual(2 * HOSTILE.length);
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(cells).toContain('\'=cmd|"/c calc"!A1');
    expect(cells).toContain('x"y,z');
  });

  it('are not taken up by messages about files', async () => {
    const file = place(folder, 'cut\u001b[31m\u202e.json', '{"Records":[{"eventName":');
    const { code, stderr } = await shown(file, 'table');
    expect(code).toBe(3);
    expect(stderr).toContain('\\u{1b}[31m\\u{202e}.json');
    expect(RAW.exec(stderr)).toBeNull();
    const missing = await shown(`${folder}/no\u001b[31m`, 'table');
    expect(missing.code).toBe(2);
    expect(RAW.exec(missing.stderr)).toBeNull();
  });
});

describe.skipIf(!existsSync(SAMPLES))(
  'session tokens of the sample logs (skipped: ../shared/data is not here)',
  () => {
    const texts = readdirSync(SAMPLES)
      .filter((name) => name.endsWith('.gz'))
      .map((name) => gunzipSync(readFileSync(path.join(SAMPLES, name))).toString());
    const members = texts.flatMap((text) => [
      ...text.matchAll(/"(?:sessionToken|x-amz-security-token)":\s*"([^"]{80,})"/gi),
    ]);
    const tokens = [...new Set(members.map((found) => found[1]!.slice(0, 60)))];

    it.each(['table', 'json', 'csv'])('are not repeated (%s)', async (format) => {
      expect(tokens.length).toBeGreaterThan(10);
      const { stdout, stderr } = await keytrail([
        'hunt',
        SAMPLES,
        '--level',
        'informational',
        '--limit',
        '0',
        '--format',
        format,
      ]);
      expect(stdout.length).toBeGreaterThan(10_000);
      for (const token of tokens) {
        expect(stdout.includes(token)).toBe(false);
        expect(stderr.includes(token)).toBe(false);
      }
    });
  },
);

/** Runs a command in a pseudo-terminal of 80 columns. */
async function onTerminal(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const words = [process.execPath, MAIN, ...args].map((word) => `"${word}"`).join(' ');
  const { stdout } = await run('script', ['-qec', `stty cols 80 rows 24; ${words}`, '/dev/null'], {
    env: { TERM: 'xterm-256color', ...env },
  });
  return stdout;
}

describe('on a terminal', async () => {
  const hasScript = await run('script', ['--version']).then(
    ({ code }) => code === 0,
    () => false,
  );
  const skipped = hasScript ? '' : ' (skipped: no script command)';
  const input = existsSync(SAMPLES) ? path.join(SAMPLES, 'stratus-detonation.ndjson.gz') : hostile;

  const leak = path.join(folder, 'leak');
  const hunt = ['hunt', input, '--quiet'];

  it
    .skipIf(!hasScript)
    .each([
      hunt,
      ['stats', EXAMPLE],
      ['search', EXAMPLE, '--limit', '20'],
      ['rules', 'list', '--level', 'medium'],
      ['investigate', EXAMPLE, '--case', leak, '--quiet'],
      ['timeline', leak],
      ['explain', leak, 'AKIALENA7V3K5EXAMPLE'],
      ['case', 'show', leak],
      ['respond', 'plan', leak],
      ['respond', 'show', path.join(leak, 'plan.yml')],
      ['audit', EXAMPLE],
    ])(
    `no line is longer than the terminal is wide, but for words that are: %s${skipped}`,
    async (...args) => {
      const plain = await onTerminal(args, { NO_COLOR: '1' });
      const lines = plain.split('\r\n');
      expect(lines.length, plain).toBeGreaterThan(2);
      const long = lines.filter((line) => line.length > 80 && /\S\s+\S/.test(line.trim()));
      expect(long).toEqual([]);
    },
  );

  it.skipIf(!hasScript)(
    `levels have colours, unless NO_COLOR is set or the output is a pipe${skipped}`,
    async () => {
      expect(await onTerminal(hunt, {})).toContain('\u001b[');
      expect(await onTerminal(hunt, { NO_COLOR: '1' })).not.toContain('\u001b[');
      const { stdout } = await keytrail(['hunt', input]);
      expect(stdout).not.toContain('\u001b[');
    },
  );
});
