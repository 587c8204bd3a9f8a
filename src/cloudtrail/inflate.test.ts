import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InflateError, Inflater, inflateWhole } from './inflate.ts';
import type { ByteSink } from './inflate.ts';
import { Scanner, scannerModule } from './scanner.ts';
import { SummedInflater } from './summed-inflater.ts';

const TEXT: string = Array.from({ length: 3000 }, (_, n) => `line ${n} ${(n * 7919) % 1013}\n`).join('');

const scanner = new Scanner(scannerModule());
scanner.reserve(2 * TEXT.length);

/** Room of so many bytes in the scanner's memory. */
function roomOf(size: number): Buffer {
  return scanner.bytes.subarray(scanner.windowStart, scanner.windowStart + size);
}

/** All ways to inflate; `slice` is how much of the file is given at a time. */
const WAYS: Record<string, (bytes: Uint8Array, sink: ByteSink) => void> = {
  'with the handle kept': (bytes, sink) => {
    const inflater = Inflater.open()!;
    inflater.begin();
    inflater.write(bytes, bytes.length, sink);
    inflater.end();
  },
  'with sums of the scanner': (bytes, sink) => {
    inSlices(bytes, bytes.length, sink);
  },
  'with sums of the scanner, byte by byte': (bytes, sink) => {
    inSlices(bytes, 1, sink, 10);
  },
  'as a whole': inflateWhole,
};

/** A header that does not come in the first slice as a whole is not plain. */
function inSlices(bytes: Uint8Array, slice: number, sink: ByteSink, first = slice): void {
  const inflater = SummedInflater.open(scanner, Inflater.open()!, 0)!;
  inflater.begin();
  for (let at = 0; at < bytes.length;) {
    const some = bytes.subarray(at, at + (at === 0 ? first : slice));
    inflater.write(some, some.length, sink);
    at += some.length;
  }
  inflater.end();
}

function inflate(way: string, bytes: Uint8Array, size = 1000): { text: string; kind: string } {
  const room = roomOf(size);
  const parts: Buffer[] = [];
  const sink: ByteSink = {
    room: () => room,
    commit: (length) => {
      parts.push(Buffer.from(room.subarray(0, length)));
    },
  };
  let kind = 'whole';
  try {
    WAYS[way]!(bytes, sink);
  } catch (error) {
    kind = error instanceof InflateError ? error.kind : String(error);
  }
  return { text: Buffer.concat(parts).toString(), kind };
}

describe.each(Object.keys(WAYS))('inflating %s', (way) => {
  const bytes = gzipSync(TEXT);

  it.each([1, 7, 1000, 100_000])('gives the text, with room for %i bytes at a time', (size) => {
    expect(inflate(way, bytes, size)).toEqual({ text: TEXT, kind: 'whole' });
  });

  it('reads members that follow each other, and passes over zeros behind them', () => {
    const several = Buffer.concat([bytes, gzipSync(''), bytes, Buffer.alloc(300)]);
    expect(inflate(way, several)).toEqual({ text: TEXT + TEXT, kind: 'whole' });
  });

  it('passes over zeros behind a single member, and takes nothing else for the end', () => {
    expect(inflate(way, Buffer.concat([bytes, Buffer.alloc(300)])).kind).toBe('whole');
    expect(inflate(way, Buffer.concat([bytes, Buffer.from('behind')])).kind).toBe('corrupt');
  });

  it.each([0x08, 0x04, 0x10, 0x02])('reads a header with the flag %i, and names one without end', (flag) => {
    const field: { readonly [flag: number]: Buffer } = {
      0x08: Buffer.from('name\0'),
      0x04: Buffer.from([2, 0, 7, 7]),
      0x10: Buffer.from('comment\0'),
    };
    const head = Buffer.from(bytes.subarray(0, 10));
    head[3] = flag;
    // The header's own checksum: the lower half of the CRC-32 of what is before it.
    const extra = field[flag] ?? Buffer.from(new Uint16Array([crc32(head) & 0xffff]).buffer);
    expect(inflate(way, Buffer.concat([head, extra, bytes.subarray(10)]))).toEqual({
      text: TEXT,
      kind: 'whole',
    });
    expect(inflate(way, Buffer.concat([head, extra.subarray(0, 1)])).kind).toBe('truncated');
  });

  it('gives what came before a cut, and names it', () => {
    for (const missing of [1, 8, 9, 1000]) {
      const { text, kind } = inflate(way, bytes.subarray(0, -missing));
      expect(kind).toBe('truncated');
      expect(TEXT.startsWith(text)).toBe(true);
      expect(text.length).toBeGreaterThan(TEXT.length / 2);
    }
  });

  it('gives what came before damage, and names it', () => {
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, bytes.length >> 1);
    const { text, kind } = inflate(way, damaged);
    expect(kind).toBe('corrupt');
    expect(text.length).toBeGreaterThan(TEXT.length / 4);
    expect(text.slice(0, TEXT.length / 4)).toBe(TEXT.slice(0, TEXT.length / 4));
  });

  it.each([4, 8])('does not pass over a wrong checksum or length: byte %i from the end', (place) => {
    const damaged = Buffer.from(bytes);
    damaged[bytes.length - place]! ^= 1;
    expect(inflate(way, damaged).kind).toBe('corrupt');
  });
});

describe('an inflater', () => {
  it('works on after a file that failed', () => {
    const inflater = Inflater.open()!;
    const room = Buffer.alloc(TEXT.length + 1);
    let length = 0;
    const sink: ByteSink = { room: () => room, commit: (made) => (length = made) };
    const bytes = gzipSync(TEXT);
    inflater.begin();
    expect(() => inflater.write(Buffer.from('no gzip'), 7, sink)).toThrow(InflateError);
    inflater.begin();
    inflater.write(bytes.subarray(0, 100), 100, sink);
    expect(() => inflater.end()).toThrow(InflateError);
    inflater.begin();
    inflater.write(bytes, bytes.length, sink);
    inflater.end();
    expect(room.toString('utf8', 0, length)).toBe(TEXT);
  });
});
