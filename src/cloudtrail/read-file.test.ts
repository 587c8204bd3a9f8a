import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { eventName, readFile } from '../../test/support/read-trail.ts';
import type { Outcome } from '../../test/support/read-trail.ts';
import { LAYOUTS, namesOf, recordNamed } from '../../test/support/sample-records.ts';

function packed(names: readonly string[]): Buffer {
  return gzipSync(LAYOUTS['log file']!(names.map(recordNamed)));
}

function read(bytes: Uint8Array): Outcome<string> & { understood: boolean } {
  return readFile(bytes, eventName);
}

/** Names with random parts, so that the packed bytes are spread evenly over the records. */
const NAMES: string[] = Array.from({ length: 300 }, (_, n) => `A${n}-${crc32(`${n}`)}-${crc32(`x${n}`)}`);

describe('a gzip file that ends too soon', () => {
  const whole = packed(NAMES);

  it('gives the records before its end, and one problem', () => {
    let most = 0;
    for (let length = 2; length < whole.length; length += 41) {
      const { events, kinds, tally } = read(whole.subarray(0, length));
      expect(events).toEqual(NAMES.slice(0, events.length));
      expect(kinds).toEqual(['truncated']);
      expect(tally.brokenRecords).toBe(0);
      expect(events.length).toBeGreaterThanOrEqual(most);
      most = events.length;
      // What has not been inflated yet sits in one block's window of deflate: a few records.
      expect(events.length).toBeGreaterThan((length / whole.length) * NAMES.length - 40);
    }
    expect(most).toBeGreaterThan(NAMES.length - 10);
  });

  it('gives all records when only its checksum is missing, and still a problem', () => {
    for (let missing = 1; missing <= 8; missing++) {
      const { events, kinds } = read(whole.subarray(0, -missing));
      expect(events).toEqual(NAMES);
      expect(kinds).toEqual(['truncated']);
    }
  });
});

describe('a damaged gzip file', () => {
  const whole = packed(NAMES);

  it('with a wrong checksum or length gives its records and a problem', () => {
    for (const place of [whole.length - 8, whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes[place]! ^= 1;
      const { events, kinds } = read(bytes);
      expect(events).toEqual(NAMES);
      expect(kinds).toEqual(['corrupt']);
    }
  });

  it('with any bit turned over is never taken for whole', () => {
    for (let place = 10; place < whole.length; place += 37) {
      const bytes = Buffer.from(whole);
      bytes[place]! ^= 1 << (place % 8);
      const { kinds } = read(bytes);
      expect(kinds.filter((kind) => kind === 'corrupt' || kind === 'truncated').length).toBeGreaterThan(0);
    }
  });

  it('gives the records before the damage', () => {
    const names = Array.from({ length: 4000 }, (_, n) => `Many${n}-${crc32(`${n}`)}`);
    const bytes = packed(names);
    bytes.fill(0xff, bytes.length >> 1);
    const { events, kinds } = read(bytes);
    expect(events.length).toBeGreaterThan(1900);
    // The damaged bytes themselves may inflate to something for a while.
    expect(events.slice(0, -3)).toEqual(names.slice(0, events.length - 3));
    expect(kinds.filter((kind) => kind === 'corrupt' || kind === 'truncated')).toHaveLength(1);
  });

  it('in its header gives nothing but a problem', () => {
    const bytes = Buffer.from(whole);
    bytes[2] = 99;
    const { events, kinds, understood } = read(bytes);
    expect([events, kinds, understood]).toEqual([[], ['corrupt'], true]);
  });
});

describe('gzip files in one', () => {
  it('are read one behind the other', () => {
    const parts = Array.from({ length: 50 }, (_, n) => packed([`First${n}`, `Second${n}`]));
    const { events, problems, tally } = read(Buffer.concat(parts));
    expect(events).toEqual(parts.flatMap((_, n) => [`First${n}`, `Second${n}`]));
    expect(problems).toEqual([]);
    expect(tally.files).toBe(1);
  });

  it('may cut a record in two', () => {
    const text = LAYOUTS['lines']!(NAMES.map(recordNamed));
    const parts = [text.slice(0, 1000), text.slice(1000, 1001), '', text.slice(1001)];
    const { events, problems } = read(Buffer.concat(parts.map((part) => gzipSync(part))));
    expect(events).toEqual(NAMES);
    expect(problems).toEqual([]);
  });

  it('may end at the edge of what is read at a time', () => {
    const slice = 1024 * 1024;
    const names = namesOf(3);
    const filling = gzipSync(Buffer.alloc(slice), { level: 0 }).length - slice;
    for (const offset of [-1, 0, 1]) {
      const empty = gzipSync(Buffer.alloc(slice - filling + offset, ' '), { level: 0 });
      const { events, problems } = read(Buffer.concat([packed(names), empty, packed(names)]));
      expect(events).toEqual([...names, ...names]);
      expect(problems).toEqual([]);
    }
  });

  it('give what stands before a wrong checksum', () => {
    const bytes = packed(['Two']);
    bytes[bytes.length - 8]! ^= 1;
    const { events, kinds } = read(Buffer.concat([packed(['One']), bytes]));
    expect(events).toEqual(['One', 'Two']);
    expect(kinds).toEqual(['corrupt']);
  });
});

describe('bytes behind a gzip file', () => {
  it('are no news when they are zeros', () => {
    for (const length of [1, 511, 70_000]) {
      const { events, problems } = read(Buffer.concat([packed(NAMES), Buffer.alloc(length)]));
      expect(events).toEqual(NAMES);
      expect(problems).toEqual([]);
    }
  });

  it('are a problem when they are anything else, and cost no record', () => {
    for (const garbage of [
      'garbage',
      '\n',
      '\u001f\u008b',
      '\u001f\u008b\u0001\u0002\u0003',
      '\u00ff'.repeat(2000),
    ]) {
      const { events, kinds } = read(Buffer.concat([packed(NAMES), Buffer.from(garbage, 'latin1')]));
      expect(events).toEqual(NAMES);
      expect(kinds).toHaveLength(1);
    }
  });
});

describe('a file that expands beyond reason', () => {
  it('is left, with what came before it read', () => {
    const chunk = 64 * 1024 * 1024;
    const spaces = gzipSync(Buffer.alloc(chunk, ' '), { level: 1 });
    const bomb = Buffer.concat([packed(['One']), ...Array.from({ length: 40 }, () => spaces)]);
    const { events, kinds, tally } = read(bomb);
    expect(events).toEqual(['One']);
    expect(kinds).toEqual(['bomb']);
    expect(tally.bytesScanned).toBeLessThan(6 * chunk);
  });

  it('is left to others when it holds no JSON', () => {
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 1 });
    const { events, problems, understood, tally } = read(zeros);
    expect([events, problems, understood]).toEqual([[], [], false]);
    expect(tally.bytesScanned).toBe(0);
  });
});

describe('a plain file', () => {
  it('is read like a packed one', () => {
    const { events, problems, tally } = read(Buffer.from(LAYOUTS['lines']!(NAMES.map(recordNamed))));
    expect(events).toEqual(NAMES);
    expect(problems).toEqual([]);
    expect(tally.files).toBe(1);
  });

  it('may be longer than is read at a time', () => {
    const names = namesOf(7000);
    const text = LAYOUTS['spaced log file']!(names.map(recordNamed));
    expect(text.length).toBeGreaterThan(3 * 1024 * 1024);
    const { events, problems } = read(Buffer.from(text));
    expect(events).toEqual(names);
    expect(problems).toEqual([]);
  });

  it('may start with a byte order mark', () => {
    const { events, problems } = read(Buffer.from(`\ufeff${recordNamed('One')}`));
    expect([events, problems]).toEqual([['One'], []]);
  });

  it('may be empty, packed or not', () => {
    for (const bytes of [Buffer.alloc(0), gzipSync('')]) {
      const { events, problems, understood, tally } = read(bytes);
      expect([events, problems, understood, tally.files]).toEqual([[], [], true, 1]);
    }
  });

  it('of another kind is left to others, packed or not', () => {
    const foreign = ['hello', 'PK\u0003\u0004', 'eventName,eventTime\n1,2\n', '\u0000\u0000'];
    const utf16 = Buffer.from('\ufeff{"Records":[]}', 'utf16le');
    for (const content of [...foreign.map((text) => Buffer.from(text)), utf16]) {
      for (const bytes of [content, gzipSync(content)]) {
        const { events, problems, understood, tally } = read(bytes);
        expect([events, problems, understood, tally.files]).toEqual([[], [], false, 0]);
      }
    }
  });

  it('of another kind is left to others even when its packing is damaged', () => {
    const bytes = gzipSync(Buffer.from('hello '.repeat(1000)));
    bytes[bytes.length - 6]! ^= 1;
    const { events, understood } = read(bytes);
    expect([events, understood]).toEqual([[], false]);
  });
});
