import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../test/support/run-keytrail.ts';
import { writeAtomically } from './atomic-file.ts';
import { CaseFolder, removePartial } from './case-folder.ts';
import type { EvidenceRow } from './evidence-row.ts';
import { lockCase } from './lock.ts';
import { changedEvidence, verifyEvidence } from './verify.ts';

const scratch = scratchFolder();
const MADE = {
  created: '2026-11-25T10:00:00Z',
  version: '0.1.0',
  basis: 'b',
  wish: { fromMs: null, toMs: null, accounts: [], regions: [] },
};
let number = 0;

function newCase(): CaseFolder {
  return CaseFolder.create(path.join(scratch, `case ${++number}`), MADE);
}

function evidence(name: string, text: string): Omit<EvidenceRow, 'part'> {
  const place = path.join(scratch, name);
  writeFileSync(place, text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  utimesSync(place, 1000, 1000);
  return { path: name, place, bytes: text.length, mtimeMs: 1_000_000, sha256, events: 1, problems: [] };
}

describe('a case', () => {
  it('is what it was when it is opened again', () => {
    const made = newCase();
    const [one, two] = [evidence('one', 'a'), evidence('two', 'b')];
    made.addPart({ list: Float64Array.of(1, Number.NaN) }, [two], Uint32Array.of(1, 2));
    made.addPart(new Map([['a', 1]]), [one], Uint32Array.of(1, 2, 3, 4));
    const opened = CaseFolder.open(made.path);
    expect(opened.file).toEqual({ format: 2, ...MADE });
    expect(opened.evidence()).toEqual([
      { ...one, part: 2 },
      { ...two, part: 1 },
    ]);
    expect([...opened.parts()]).toEqual([{ list: Float64Array.of(1, Number.NaN) }, new Map([['a', 1]])]);
    expect(opened.seen()).toEqual(Uint32Array.of(1, 2, 3, 4));
    expect(opened.hasInvestigation).toBe(false);
    expect(() => opened.investigation()).toThrow('no result yet');
  });

  it('holds nothing of a part that its evidence does not name', () => {
    const made = newCase();
    made.addPart('whole', [evidence('whole', 'a')], Uint32Array.of(1, 2));
    // A run that ends by force between the part and the evidence leaves these.
    for (const name of ['0002.bin', '0002.seen']) writeFileSync(path.join(made.path, 'parts', name), 'half');
    expect([...made.parts()]).toEqual(['whole']);
    expect(made.seen()).toEqual(Uint32Array.of(1, 2));
    made.addPart('next', [evidence('next', 'b')], Uint32Array.of(1, 2, 3, 4));
    expect([...made.parts()]).toEqual(['whole', 'next']);
    expect(made.seen()).toHaveLength(4);
  });

  it('is made where a run was killed that had only begun to make it', () => {
    const folder = path.join(scratch, 'begun');
    mkdirSync(path.join(folder, 'parts'), { recursive: true });
    for (const name of ['lock', 'case.json.partial']) writeFileSync(path.join(folder, name), '{"for');
    CaseFolder.create(folder, MADE);
    expect(CaseFolder.open(folder).file).toMatchObject(MADE);
  });

  it('is not made in a folder that holds something else', () => {
    const folder = path.join(scratch, 'full');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'thesis.doc'), '');
    expect(() => CaseFolder.create(folder, MADE)).toThrow('is no case, and not empty');
    expect(() => CaseFolder.open(folder)).toThrow('no case in');
  });

  it.each([
    ['{"format":1,"version":"0.1.0"}', 'has format 1'],
    ['{"format":3,"version":"9.0.0"}', 'has format 3'],
    ['{"format"', 'is damaged or belongs to another program'],
    ['[]', 'is damaged or belongs to another program'],
  ])('says what is wrong with a case.json of %s', (text, expected) => {
    const made = newCase();
    writeFileSync(path.join(made.path, 'case.json'), text);
    expect(() => CaseFolder.open(made.path)).toThrow(expected);
  });

  it('names damaged files', () => {
    const made = newCase();
    made.addPart('part', [evidence('damaged', 'a')], Uint32Array.of(1, 2));
    writeFileSync(path.join(made.path, 'parts/0001.bin'), 'x');
    expect(() => [...made.parts()]).toThrow('0001.bin is damaged');
    rmSync(path.join(made.path, 'parts/0001.seen'));
    expect(() => made.seen()).toThrow('0001.seen is damaged');
    writeFileSync(path.join(made.path, 'evidence.ndjson'), '{}\n{"pa');
    expect(() => made.evidence()).toThrow('evidence.ndjson:2 is damaged');
  });

  it('keeps the whole lines of a journal that was cut short', () => {
    const made = newCase();
    made.note({ time: '2026-11-25T10:00:00Z', run: 1, what: 'started', paths: ['logs'] });
    writeFileSync(path.join(made.path, 'journal.ndjson'), '{"time":"2026', { flag: 'a' });
    expect(made.journal()).toEqual([
      { time: '2026-11-25T10:00:00Z', run: 1, what: 'started', paths: ['logs'] },
    ]);
  });
});

describe('a file that is written', () => {
  it('appears whole, and nothing else stays', () => {
    const folder = path.join(scratch, 'atomic');
    mkdirSync(folder);
    const file = path.join(folder, 'a.json');
    writeAtomically(file, ['one', Buffer.from(' two')]);
    expect(readFileSync(file, 'utf8')).toBe('one two');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('leaves what was there when it cannot be', () => {
    const folder = path.join(scratch, 'failing');
    mkdirSync(folder);
    const file = path.join(folder, 'a.json');
    writeAtomically(file, ['old']);
    const pieces = (function* (): Generator<string> {
      yield 'new';
      throw Object.assign(new Error('no'), { code: 'ENOSPC' });
    })();
    expect(() => {
      writeAtomically(file, pieces);
    }).toThrow('no space is left');
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('that was left half-written is removed', () => {
    const made = newCase();
    for (const name of ['a.partial', 'parts/b.partial']) writeFileSync(path.join(made.path, name), '');
    removePartial(made.path);
    expect(readdirSync(made.path).toSorted()).toEqual(['case.json', 'parts']);
    expect(readdirSync(path.join(made.path, 'parts'))).toEqual([]);
  });
});

function folderWith(lock: string | undefined): string {
  const folder = path.join(scratch, `lock ${++number}`);
  mkdirSync(folder);
  if (lock !== undefined) writeFileSync(path.join(folder, 'lock'), lock);
  return folder;
}

describe('the lock of a case', () => {
  it('is held by one at a time', () => {
    const folder = folderWith(undefined);
    const lock = lockCase(folder);
    expect(() => lockCase(folder)).toThrow(`in use by process ${process.pid}`);
    lock.release();
    expect(existsSync(path.join(folder, 'lock'))).toBe(false);
    lockCase(folder).release();
  });

  it('of a process that is no more is taken over', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const folder = folderWith(JSON.stringify({ pid, host: os.hostname() }));
    lockCase(folder).release();
    expect(existsSync(path.join(folder, 'lock'))).toBe(false);
  });

  it.each([
    [JSON.stringify({ pid: 1, host: 'another-machine' }), 'process 1 on another-machine'],
    ['', 'another process'],
  ])('that cannot be judged from here is left alone: %j', (text, who) => {
    expect(() => lockCase(folderWith(text))).toThrow(who);
  });
});

describe('evidence', () => {
  it('is intact, changed or missing', async () => {
    const rows = ['intact', 'changed', 'missing'].map((name) => ({ ...evidence(name, name), part: 1 }));
    writeFileSync(rows[1]!.place, 'CHANGED');
    rmSync(rows[2]!.place);
    const states: string[] = [];
    for await (const { row, state } of verifyEvidence(rows)) states.push(`${row.path} ${state}`);
    expect(states).toEqual(['intact intact', 'changed changed', 'missing missing']);
    const changed = await changedEvidence(rows);
    expect(changed.map(({ row, state }) => `${row.path} ${state}`)).toEqual([
      'changed changed',
      'missing missing',
    ]);
  });

  it('that was only touched is taken for unchanged', async () => {
    const row = { ...evidence('touched', 'same'), part: 1 };
    utimesSync(row.place, 2000, 2000);
    expect(await changedEvidence([row])).toEqual([]);
  });
});
