/** Bytes of packs that are read in windows, and of those that are held as a whole. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { testFolder } from '../../../test/support/git.ts';
import { sharedArray } from './shared-memory.ts';
import { PackFile } from './pack-file.ts';

it('the same bytes are read, whether a pack is held as a whole, and by whom', () => {
  const { folder, remove } = testFolder();
  const [file, bytes] = [path.join(folder, 'pack'), randomBytes(300_000)];
  writeFileSync(file, bytes);
  const [windows, owner] = [new PackFile(file), new PackFile(file)];
  const readers = [windows, owner, new PackFile(file, owner.shareWhole(sharedArray))];
  const offset = fc.integer({ min: 0, max: bytes.length });
  const length = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 200_000 }));
  fc.assert(
    fc.property(offset, length, (from, count) => {
      const expected = bytes.subarray(from, from + count);
      for (const reader of readers) {
        expect(reader.size).toBe(bytes.length);
        expect(reader.view(from, count).equals(expected)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
  for (const reader of readers) reader.close();
  remove();
});
