import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUuid, UUID_WORDS, writeUuid } from './uuid.ts';

describe('an event ID as numbers', () => {
  const words = new Uint32Array(2 * UUID_WORDS);

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(writeUuid(id, words, 2)).toBe(true);
        expect(readUuid(words, 2)).toBe(id);
      }),
    );
  });

  it('is refused in any other form', () => {
    for (const text of [
      '',
      '1',
      'DDC4B1FE-432E-4C26-B698-B6279A670B15',
      'ddc4b1fe432e4c26b698b6279a670b15',
      '8c58977-02ee-4dc3-8784-7f4bbe90c591',
    ]) {
      expect(writeUuid(text, words, 0)).toBe(false);
    }
  });
});
