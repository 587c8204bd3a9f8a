import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUuids, readUuid, UUID_WORDS, writeUuid, writeUuidBytes } from './uuid.ts';

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

  it('is the same from bytes as from text, whatever they are', () => {
    const fromBytes = new Uint32Array(UUID_WORDS);
    const texts = fc.oneof(
      fc.uuid(),
      fc.string({ minLength: 36, maxLength: 36 }),
      fc.stringMatching(/^[0-9a-fA-F-]{36}$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = Buffer.from(`"${text}"`, 'latin1');
        const isUuid = writeUuidBytes(bytes, 1, bytes.length - 1, fromBytes, 0);
        expect(isUuid).toBe(writeUuid(text, words, 0));
        expect(isUuid ? readUuid(fromBytes, 0) : text).toBe(text);
      }),
    );
  });

  it('has the order of its text', () => {
    const other = new Uint32Array(UUID_WORDS);
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        writeUuid(a, words, 0);
        writeUuid(b, other, 0);
        expect(Math.sign(compareUuids(words, 0, other, 0))).toBe(a < b ? -1 : a > b ? 1 : 0);
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
      'ddc4b1fe-432e-4c26-b698-b6279a670b1g',
      'ddc4b1fe-432e-4c26-b69-8b6279a670b15',
      'ddc4b1fe-432e-4c26-b698-b6279a670b1\u0131',
    ]) {
      expect(writeUuid(text, words, 0)).toBe(false);
    }
  });
});
