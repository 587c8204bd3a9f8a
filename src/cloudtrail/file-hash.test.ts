import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { logFile, madeEvent } from '../../test/support/made-trail.ts';
import { scanner } from '../../test/support/read-trail.ts';
import { EVERYTHING } from './event-filter.ts';
import { seenMemory } from './duplicates.ts';
import { FileHash } from './file-hash.ts';
import { Reader } from './reader.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'keytrail-hash-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const MEGABYTE = 1024 * 1024;
const log = logFile(Array.from({ length: 4000 }, (_, n) => madeEvent(n)));
const packed = gzipSync(log);
const damaged = Buffer.from(packed);
damaged.fill(0, 3000, 3100);

const FILES: { readonly [name: string]: Uint8Array } = {
  empty: Buffer.alloc(0),
  'small.json': Buffer.from(logFile([madeEvent(1)])),
  'long.json': Buffer.from(log),
  'one piece to the byte.json': Buffer.from(log).subarray(0, MEGABYTE),
  'long.json.gz': packed,
  'damaged.json.gz': damaged,
  'no log.bin': Buffer.alloc(3 * MEGABYTE + 17, 0x8f),
  'log with a tail.json.gz': Buffer.concat([packed, Buffer.alloc(2 * MEGABYTE, 7)]),
};

describe('the hash of a file', () => {
  it.each(Object.entries(FILES))(
    'is that of all its bytes, whatever of them was read: %s',
    async (name, bytes) => {
      const file = path.join(folder, name);
      writeFileSync(file, bytes);
      const hash = new FileHash();
      const task = { visit: () => undefined, finish: () => undefined };
      const reader = new Reader(scanner, EVERYTHING, seenMemory(1), task, hash);
      await reader.read(file);
      expect(hash.take()).toEqual({
        path: file,
        bytes: bytes.length,
        mtimeMs: Math.floor(statSync(file).mtimeMs),
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
      expect(hash.take()).toBeUndefined();
    },
  );

  it('passes over bytes that come again', () => {
    const file = path.join(folder, 'again');
    writeFileSync(file, 'abcdef');
    const fd = openSync(file, 'r');
    const hash = new FileHash();
    hash.begin();
    for (const [text, at, last] of [
      ['abc', 0, false],
      ['abc', 0, false],
      ['def', 3, true],
      ['abc', 0, false],
    ] as const)
      hash.update(Buffer.from(text), at, last);
    hash.end(file, fd);
    closeSync(fd);
    expect(hash.take()?.sha256).toBe(createHash('sha256').update('abcdef').digest('hex'));
  });
});
