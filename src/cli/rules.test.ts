import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keytrail-rules-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the built command in the test's folder. */
function rules(...args: string[]): { code: number | null; lines: string[]; complaint: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'rules', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, lines: stdout.split('\n').filter((line) => line !== ''), complaint: stderr };
}

const KEY_CREATED = `title: Access key created
id: 0e95725d-7320-415d-80f7-004da920fc12
name: key_created
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventSource: iam.amazonaws.com, eventName: CreateAccessKey}
  condition: selection
tags: [attack.persistence, attack.t1098.001]
level: high
`;

const MANY_KEYS = `---
title: Many access keys created
name: many_keys
correlation:
  type: event_count
  rules: [key_created]
  group-by: [userIdentity.arn]
  timespan: 1h
  condition: {gte: 2}
level: critical
`;

/** A record as far as these rules ask for it. */
function record(eventName: string, minute = 0): string {
  const eventTime = new Date(Date.UTC(2026, 10, 23, 10, minute)).toISOString();
  const userIdentity = { arn: 'arn:aws:iam::111122223333:user/alice' };
  return `${JSON.stringify({ eventSource: 'iam.amazonaws.com', eventName, eventTime, eventID: `${eventName}-${minute}`, userIdentity })}\n`;
}

function writeRule(name: string, files: Record<string, string>): string {
  mkdirSync(path.join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, name, file), text);
  return name;
}

describe('keytrail rules test', () => {
  it('passes a rule that matches its hits and not its misses', () => {
    const good = writeRule('good', {
      'rule.yml': KEY_CREATED,
      'hit.ndjson': record('CreateAccessKey'),
      'miss.ndjson': record('CreateUser'),
    });
    expect(rules('test', good)).toEqual({
      code: 0,
      lines: ['ok    good  1 hit, 1 misses', '1 rule folder, all passed'],
      complaint: '',
    });
  });

  it('names the line of a hit that is not matched and of a miss that is', () => {
    const bad = writeRule('bad', {
      'rule.yml': KEY_CREATED,
      'hit.ndjson': record('CreateAccessKey') + record('CreateUser'),
      'miss.ndjson': `${record('CreateUser')}no json\n${record('CreateAccessKey')}`,
    });
    const { code, lines } = rules('test', bad);
    expect(code).toBe(1);
    expect(lines).toEqual([
      'FAIL  bad  2 hits, 2 misses',
      '      miss.ndjson:2 is no JSON object',
      '      hit.ndjson:2 is matched by no rule',
      '      miss.ndjson:3 is matched by "Access key created"',
      '1 rule folder, 1 failed',
    ]);
  });

  it('looks at the events of a correlation together', () => {
    const files = {
      'rule.yml': KEY_CREATED + MANY_KEYS,
      'hit.ndjson': record('CreateAccessKey', 0) + record('CreateAccessKey', 59),
    };
    const good = writeRule('many', { ...files, 'miss.ndjson': record('CreateAccessKey', 0) });
    expect(rules('test', good).code).toBe(0);
    const bad = writeRule('too-many', { ...files, 'miss.ndjson': files['hit.ndjson'] });
    expect(rules('test', bad).lines).toContain('      "Many access keys created" matches over miss.ndjson');
  });

  it('fails a folder with a rule that cannot be read, and one without examples', () => {
    const broken = writeRule('broken', { 'rule.yml': KEY_CREATED.replace('level: high', 'level: hihg') });
    expect(rules('test', broken).lines[1]).toMatch(/^ {6}rule\.yml:9:8 unknown level "hihg"/);
    const bare = writeRule('bare', { 'rule.yml': KEY_CREATED });
    expect(rules('test', bare).lines).toContain('      miss.ndjson needs at least one event');
  });

  it('cannot run without a rule folder', () => {
    expect(rules('test', 'nowhere')).toMatchObject({ code: 2, lines: [] });
    mkdirSync(path.join(folder, 'empty'));
    expect(rules('test', 'empty').complaint).toContain('no rule.yml found');
  });

  it('prints JSON when asked', () => {
    const [result] = JSON.parse(rules('test', 'good', '--json').lines.join('\n'));
    expect(result).toEqual({ folder: 'good', hits: 1, misses: 1, wrong: [] });
  });
});

describe('keytrail rules lint', () => {
  it('says nothing against good rules', () => {
    writeRule('fine', { 'a.yml': KEY_CREATED });
    expect(rules('lint', 'fine')).toMatchObject({
      code: 0,
      lines: ['0 errors, 0 warnings in 1 file; 1 rule can be used'],
    });
  });

  it('gives mistakes with their place, and names rules that no index can hold', () => {
    writeRule('doubtful', {
      'a.yml': KEY_CREATED.replace('iam.amazonaws.com', 'sts.amazonaws.com'),
      'b.yml': KEY_CREATED.replace('CreateAccessKey', 'x, eventName|typo: y'),
      'c.yml': 'title: Slow\nlogsource: {product: aws}\ndetection: {s: [keyword], condition: s}',
    });
    const { code, lines } = rules('lint', 'doubtful');
    expect(code).toBe(1);
    expect(lines.filter((line) => line.startsWith('doubtful/')).map((line) => line.slice(0, 60))).toEqual([
      expect.stringMatching(/^doubtful\/a\.yml:1:1 {2}warning {2}"CreateAccessKey" is not logged/),
      expect.stringMatching(/^doubtful\/a\.yml:1:1 {2}warning {2}sts\.amazonaws\.com logs none/),
      expect.stringMatching(/^doubtful\/b\.yml:6:61 {2}error {2}unknown modifier/),
    ]);
    expect(lines.slice(-3)).toEqual([
      '1 rule cannot be indexed and must be tried on every event:',
      '  Slow  doubtful/c.yml:1',
      '1 error, 2 warnings in 3 files; 2 rules can be used',
    ]);
  });

  it('finds nothing wrong in the built-in rules', () => {
    const { errors, rules: count } = summary(rules('lint', '--json').lines.join('\n'));
    expect(errors).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });
});

function summary(json: string): { errors: unknown[]; rules: number } {
  const { problems, rules: count }: { problems: { severity: string }[]; rules: number } = JSON.parse(json);
  return { errors: problems.filter(({ severity }) => severity === 'error'), rules: count };
}

describe('keytrail rules list and show', () => {
  it('lists the rules that fit, without colours in a pipe', () => {
    writeRule('two', { 'a.yml': KEY_CREATED + MANY_KEYS });
    const { code, lines } = rules('list', '--rules', 'two');
    expect(code).toBe(0);
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['level', 'title', 'techniques', 'name'],
      ['critical', 'Many access keys created', 'many_keys'],
      ['high', 'Access key created (feeds a correlation)', 'T1098.001', 'key_created'],
      ['2 rules'],
    ]);
  });

  it.each([
    ['--level', 'critical', 1],
    ['--tag', 'attack.t1098', 1],
    ['--tag', 'T1098.001', 1],
    ['--tag', 'attack.t10', 0],
    ['many', '--json', 1],
  ])('narrows the list by %s %s', (option, value, count) => {
    const { lines } = rules('list', '--rules', 'two', '--json', option, value);
    expect(JSON.parse(lines.join('\n'))).toHaveLength(count);
  });

  it('shows a rule by name, id or title', () => {
    for (const wanted of ['key_created', '0E95725D-7320-415D-80F7-004DA920FC12', 'access key created']) {
      expect(rules('show', wanted, '--rules', 'two').lines).toContain('  eventName is "CreateAccessKey"');
    }
    expect(rules('show', 'many_keys', '--rules', 'two').lines.slice(-4)).toEqual([
      '  for the same userIdentity.arn',
      '  count >= 2',
      '  of',
      '    Access key created',
    ]);
  });

  it('says what to do when there is no such rule, or no such level', () => {
    expect(rules('show', 'nothing', '--rules', 'two')).toMatchObject({ code: 2, lines: [] });
    expect(rules('list', '--level', 'grave')).toMatchObject({ code: 2, lines: [] });
  });
});
