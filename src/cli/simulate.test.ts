import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { keytrail, scratchFolder } from '../../test/support/run-keytrail.ts';

const SMALL = [
  '--days',
  '6',
  '--users',
  '14',
  '--accounts',
  '1',
  '--pace',
  '0.3',
  '--minutes-per-file',
  '1440',
];

const scratch = scratchFolder();
let folders = 0;

function newFolder(): string {
  const folder = path.join(scratch, String(folders++));
  mkdirSync(folder);
  return folder;
}

describe('keytrail simulate', () => {
  it('writes an archive that the reader reads to the last record, with its labels beside it', async () => {
    const out = path.join(newFolder(), 'made');
    const ran = await keytrail([
      'simulate',
      ...SMALL,
      '--attacks',
      'plain-whoami,dormant-key',
      '--out',
      out,
      '--json',
    ]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const summary = JSON.parse(ran.stdout) as { events: number; labels: number; incidents: number };
    expect(summary.incidents).toBe(2);
    const labels = readFileSync(path.join(out, 'labels.ndjson'), 'utf8').trim().split('\n');
    expect(labels).toHaveLength(summary.labels);
    const [first = '{}'] = labels;
    const { eventID, credential } = JSON.parse(first) as { eventID: string; credential: string };

    const logs = path.join(out, 'AWSLogs');
    const all = await keytrail(['search', logs, '--json']);
    expect(all.code).toBe(1);
    const events = JSON.parse(all.stdout) as { eventID: string; userIdentity: { accessKeyId?: string } }[];
    // Some records are there twice.
    expect(events.length).toBeLessThanOrEqual(summary.events);
    expect(events.length).toBeGreaterThan(summary.events * 0.98);
    expect(events.find((event) => event.eventID === eventID)?.userIdentity.accessKeyId).toBe(credential);
    const found = await keytrail(['search', logs, '--credential', credential, '--count']);
    expect(found.code).toBe(1);
  });

  it('lists the kinds of attack', async () => {
    const ran = await keytrail(['simulate', '--attacks', 'list']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^takeover +\S/m);
  });

  it('does not write into a folder in which there is something', async () => {
    const out = newFolder();
    mkdirSync(path.join(out, 'AWSLogs'));
    writeFileSync(path.join(out, 'note.txt'), 'real evidence');
    const ran = await keytrail(['simulate', ...SMALL, '--out', out]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('is not empty');
  });

  it.each([
    [['--out', 'x', '--attacks', 'nonsense'], 'no attack named nonsense'],
    [['--out', 'x', '--minutes-per-file', '7'], 'divides 1440'],
    [['--out', 'x', '--days', '0'], 'from 5 to 730'],
    [['--out', 'x', '--pace', '0'], 'from 0.1 to 100'],
    [[], '--out'],
  ])('says what is wrong with %j', async (args, said) => {
    const ran = await keytrail(['simulate', ...args], { cwd: newFolder() });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(said);
  });

  it('says so when an attack that is asked for fits nobody, and leaves nothing behind', async () => {
    const out = path.join(newFolder(), 'made');
    const ran = await keytrail([
      'simulate',
      '--days',
      '5',
      '--users',
      '1',
      '--attacks',
      'takeover',
      '--out',
      out,
    ]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('nobody whom these attacks fit: takeover');
    const again = await keytrail(['simulate', ...SMALL, '--attacks', 'none', '--out', out]);
    expect(again.code).toBe(0);
  });
});
