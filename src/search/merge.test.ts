import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collector } from './collector.ts';
import type { Entry } from './entry.ts';
import { Hashes } from './hashes.ts';
import { countDistinct, mergeRuns } from './merge.ts';
import { RunReader, runLength, wholeRun } from './run.ts';

const FILES = ['a.json', 'b.json', 'ü/c.json'];

/** Few times, IDs and files, so that many entries tie or repeat. */
const entry: fc.Arbitrary<Entry> = fc
  .record({
    timeMs: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant(Number.NaN)),
    id: fc.constantFrom([0, 0], [2, 2], [2, 3], [3, 2], [0xffff_fffe, 9], [9, 0xffff_fffe]),
    file: fc.constantFrom(...FILES),
    record: fc.integer({ min: 1, max: 4 }),
    text: fc.string({ unit: 'grapheme', maxLength: 30 }),
  })
  .map(({ id: [idLow = 0, idHigh = 0], ...rest }) => ({ idLow, idHigh, ...rest }));

const key = ({ idLow, idHigh, file, record, text }: Entry): string =>
  idLow === 0 && idHigh === 0 ? `${file} ${record} ${text}` : `${idLow} ${idHigh}`;

const rank = ({ timeMs }: Entry): number => (Number.isNaN(timeMs) ? Infinity : timeMs);

function before(a: Entry, b: Entry): number {
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.record - b.record;
}

/** Sorted by definition, each event once, the earliest kept. */
function sortedOnce(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.toSorted(before).filter((each) => {
    if (each.idLow === 0 && each.idHigh === 0) return true;
    return !seen.has(key(each)) && seen.add(key(each));
  });
}

/** What threads with so much room find, each with the files of its own. */
function found(entries: readonly Entry[], { limit, room }: { limit: number; room: number }): Entry[] {
  const runs: Uint8Array[] = [];
  for (const name of FILES) {
    const own = entries.filter(({ file }) => file === name);
    const collector = new Collector({ limit, room, putAside: (run) => runs.push(wholeRun(run)) });
    for (const each of own) if (collector.wants(each.timeMs)) collector.add(each);
    runs.push(wholeRun(collector.finish()));
  }
  const readers = runs.map(
    (run) =>
      new RunReader((buffer, position) => {
        const bytes = run.subarray(position, position + buffer.length);
        buffer.set(bytes);
        return bytes.length;
      }, run.length),
  );
  return [...mergeRuns(readers, entries.length)].slice(0, limit);
}

describe('putting together what threads found', () => {
  it('gives each event once in order of time, whatever was put aside', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), fc.constantFrom(0, 400, 2000, 1e6), (entries, room) => {
        expect(found(entries, { limit: Infinity, room })).toEqual(sortedOnce(entries));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the earliest when only some are wanted', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0, 400, 1e6),
        (entries, limit, room) => {
          // Many of each, so that those too late are dropped on the way.
          const many = Array.from({ length: 80 }, () => entries).flat();
          expect(found(many, { limit, room })).toEqual(sortedOnce(many).slice(0, limit));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts events found by several threads once, and every event without an ID', () => {
    const [one, other] = [new Hashes(), new Hashes()];
    for (let n = 0; n < 1000; n++) one.add(n + 1, 7);
    for (let n = 500; n < 1500; n++) other.add(n + 1, 7);
    one.add(0, 0);
    other.add(0, 0);
    expect(countDistinct([one.words(), other.words()])).toBe(1502);
  });
});

describe('a run', () => {
  it('comes back as it was written, texts longer than a piece included', () => {
    const entries = [0, 300_000, 5, 1_000_000].map((length, n) => ({
      timeMs: n,
      idLow: n,
      idHigh: 0xffff_ffff,
      file: 'é.json',
      record: n + 1,
      text: 'ü'.repeat(length),
    }));
    const bytes = wholeRun(entries);
    expect(bytes).toHaveLength(runLength(entries));
    const reader = new RunReader((buffer, position) => {
      const piece = bytes.subarray(position, position + buffer.length);
      buffer.set(piece);
      return piece.length;
    }, bytes.length);
    const read = [];
    for (let next = reader.next(); next !== undefined; next = reader.next()) read.push(next);
    expect(read).toEqual(entries);
  });

  it('that ends in the middle is noticed', () => {
    const bytes = wholeRun([
      { timeMs: 0, idLow: 1, idHigh: 1, file: 'a', record: 1, text: 'long enough' },
    ]).subarray(0, 36);
    const reader = new RunReader((buffer) => {
      buffer.set(bytes);
      return bytes.length;
    }, bytes.length);
    expect(() => reader.next()).toThrow(/ends in the middle/);
  });
});
