/** Compiled code against zlib, and against the matcher that it decides to ask. */
import { deflateSync, inflateSync, constants } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeUp } from '../../../test/support/made-up-credentials.ts';
import { findCandidates } from '../matcher.ts';
import { SharedMemory } from './shared-memory.ts';
import { compile, CompiledCode } from './compiled-code.ts';

const ROOM = 300_000;
const memory = SharedMemory.make()!;
const [input, output] = [memory.array(Uint8Array, ROOM), memory.array(Uint8Array, ROOM)];
const compiled = compile(memory, 1)!;
const { walk } = new CompiledCode(compiled, compiled.regions[0]!, {});

/** What compiled code inflates `bytes` to; undefined when it leaves them to zlib. */
function inflate(bytes: Uint8Array, size: number): Buffer | undefined {
  input.fill(0xff);
  input.set(bytes);
  output.fill(0xee);
  const at = input.byteOffset;
  const isDone = walk.inflate(at, at + bytes.length, output.byteOffset, size) === 1;
  return isDone ? Buffer.from(output.slice(0, size)) : undefined;
}

/** Text, repetitions near and far, and noise. */
const contents = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ maxLength: 200 }).map((text) => Buffer.from(text)),
      fc
        .record({ text: fc.string({ minLength: 1, maxLength: 20 }), times: fc.integer({ min: 1, max: 400 }) })
        .map(({ text, times }) => Buffer.from(text.repeat(times))),
      fc
        .integer({ min: 0, max: 40_000 })
        .map((length) => Buffer.from(Array.from({ length }, (_, n) => (n * n) >> 7))),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Buffer.concat(parts));
const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FIXED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FILTERED,
  ),
});

describe('inflating', () => {
  it('gives what was deflated, however', () => {
    fc.assert(
      fc.property(contents, options, (bytes, how) => {
        fc.pre(bytes.length < ROOM - 64);
        expect(inflate(deflateSync(bytes, how), bytes.length)?.equals(bytes)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it('accepts nothing that zlib does not accept', () => {
    const damages = fc.array(fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(contents, options, damages, fc.integer({ min: -3, max: 3 }), (bytes, how, all, more) => {
        fc.pre(bytes.length > 4 && bytes.length < ROOM - 64);
        const deflated = deflateSync(bytes, how);
        for (const { at, to } of all) deflated[at % deflated.length] = to;
        const given = more < 0 ? deflated.subarray(0, more) : Buffer.concat([deflated, Buffer.alloc(more)]);
        const made = inflate(given, bytes.length);
        if (made === undefined) return;
        expect(more).toBe(0);
        expect(inflateSync(given).equals(made)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it('refuses another size than is said', () => {
    const bytes = Buffer.from('some text, some text, some text');
    for (const size of [0, bytes.length - 1, bytes.length + 1])
      expect(inflate(deflateSync(bytes), size)).toBe(undefined);
  });
});

const [KEY, SECRET] = [madeUp('sift').keyId(), madeUp('sift').secret];
const pieces = [
  KEY,
  SECRET,
  Buffer.from(KEY).toString('base64'),
  Buffer.from(`x${KEY}`).toString('base64'),
  Buffer.from(`xx${KEY}`).toString('base64'),
  Buffer.from(SECRET).toString('base64'),
  Buffer.from(KEY, 'utf16le').toString('latin1'),
  Buffer.from(SECRET, 'utf16le').toString('latin1'),
  `ABSK${'Ab3+'.repeat(28)}`,
  `bedrock-api-key-${Buffer.from('bedrock.amazonaws.com/?Action=x').toString('base64')}`,
  `BM${'aZ5+'.repeat(10)}xy`,
  SECRET.replaceAll('/', '%2F'),
  KEY.slice(0, 10),
  KEY.slice(10),
  'a',
  'Z',
  '/',
  '%',
  '\\',
  '_',
  '-',
  ' ',
  '\0',
  '\n',
  'word and '.repeat(4),
  'longername'.repeat(3),
  'QUVLSUE',
];

describe('what is worth a look', () => {
  it('is everything in which the matcher finds something, in any part of an object', () => {
    let [withCandidates, passed] = [0, 0];
    const text = fc
      .array(fc.constantFrom(...pieces), { maxLength: 14 })
      .map((parts) => Buffer.from(parts.join(''), 'latin1'));
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.boolean(), (bytes, one, other, isAll) => {
        const ends = [one, other].map((n) => n % (bytes.length + 1)).toSorted((a, b) => a - b);
        const [from, to] = isAll ? [0, bytes.length] : [ends[0]!, ends[1]!];
        // What lies behind the object is as good as anything.
        input.fill(0x41);
        input.set(bytes);
        const at = input.byteOffset;
        const isWorth = walk.isWorthALook(at + from, at + to, at, at + bytes.length) === 1;
        const hasCandidates = findCandidates(bytes, from, to).length > 0;
        expect(isWorth || !hasCandidates).toBe(true);
        if (hasCandidates) withCandidates++;
        if (!isWorth) passed++;
      }),
      { numRuns: 20_000 },
    );
    expect(withCandidates).toBeGreaterThan(2000);
    expect(passed).toBeGreaterThan(2000);
  });

  it('is no text, and no name of an object', () => {
    const name = 'tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n';
    const bytes = Buffer.from(
      `${'some words of a text, and a path/of/several/parts/that-is-long\n'.repeat(50)}${name}`,
    );
    input.set(bytes);
    const at = input.byteOffset;
    expect(walk.isWorthALook(at, at + bytes.length, at, at + bytes.length)).toBe(0);
  });
});
