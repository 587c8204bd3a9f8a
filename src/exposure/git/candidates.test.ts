/** Candidates of objects made from others against those that are found when all of the object is looked at. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeUp } from '../../../test/support/made-up-credentials.ts';
import { findCandidates } from '../matcher.ts';
import { candidatesOfTarget, clearlyHasNone } from './candidates.ts';
import { applyDelta, deltaSizes, noParts } from './delta.ts';

const [KEY, SECRET] = [madeUp('delta').keyId(), madeUp('delta').secret];
const ABSK = `ABSK${'Ab3+'.repeat(28)}`;
/** What values are made of, whole and in halves, so that deltas join and cut them. */
const pieces = [
  KEY,
  SECRET,
  ABSK,
  Buffer.from(KEY).toString('base64'),
  SECRET.replaceAll('/', String.raw`\u002f`),
  KEY.slice(0, 9),
  KEY.slice(9),
  SECRET.slice(0, 20),
  SECRET.slice(20),
  ABSK.slice(0, 60),
  ABSK.slice(60),
  Buffer.from(` ${KEY} `, 'utf16le').toString('latin1'),
  '\0',
  '\0\0',
  String.raw`\u00`,
  '2f',
  '%2',
  'F',
  ' ',
  '"',
  '=',
  '_',
  '-',
  'a',
  'Z',
  'id: ',
  '\n',
];
/** Little of the filler looks like a value, and there is enough of it that only changed parts are looked at. */
const filler = Array.from({ length: 40 }, (_, n) => `line ${n} of some text, all small\n`).join('');

const text = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.constant(filler)), { minLength: 1, maxLength: 12 })
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));
const steps = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        from: fc.oneof(fc.constant(0), fc.nat()),
        length: fc.integer({ min: 1, max: 4000 }),
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom(...pieces).map((piece) => Buffer.from(piece, 'latin1')) },
  ),
  { minLength: 1, maxLength: 12 },
);
type Step = Buffer | { readonly from: number; readonly length: number };

function size(number: number): number[] {
  const bytes: number[] = [];
  let rest = number;
  for (; rest >= 0x80; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** The delta that does these steps, and what it makes of `base`. */
function deltaOf(base: Buffer, all: readonly Step[]): { delta: Buffer; target: Buffer } {
  const written: number[] = [];
  const made: Buffer[] = [];
  for (const step of all) {
    if (Buffer.isBuffer(step)) {
      for (let at = 0; at < step.length; at += 127) {
        const part = step.subarray(at, at + 127);
        written.push(part.length, ...part);
      }
      made.push(step);
      continue;
    }
    const from = step.from % base.length;
    const part = base.subarray(from, from + step.length);
    written.push(0xb3, from & 0xff, from >> 8, part.length & 0xff, part.length >> 8);
    made.push(part);
  }
  const target = Buffer.concat(made);
  return { delta: Buffer.from([...size(base.length), ...size(target.length), ...written]), target };
}

describe('the candidates of an object made from another', () => {
  it('are those that are found in all of it', () => {
    fc.assert(
      fc.property(text, steps, (base, all) => {
        const { delta, target } = deltaOf(base, all);
        const [sizes, copied, built] = [
          deltaSizes(delta, delta.length),
          noParts(),
          Buffer.alloc(target.length),
        ];
        applyDelta(delta, delta.length, sizes, base, built, copied);
        expect(built.equals(target)).toBe(true);
        expect(candidatesOfTarget(target, copied, findCandidates(base))).toEqual(findCandidates(target));
      }),
      { numRuns: 2000 },
    );
  });

  it('are not there where it is said to be clear without building it', () => {
    let clear = 0;
    fc.assert(
      fc.property(text, steps, (base, all) => {
        fc.pre(findCandidates(base).length === 0);
        const { delta, target } = deltaOf(base, all);
        const [sizes, copied] = [deltaSizes(delta, delta.length), noParts()];
        applyDelta(delta, delta.length, sizes, undefined, undefined, copied);
        // As in the walk, the base is the beginning of a larger buffer.
        const room = Buffer.concat([base, Buffer.alloc(50, KEY)]);
        if (!clearlyHasNone({ base: room, delta, deltaLength: delta.length, sizes, copied })) return;
        clear++;
        expect(findCandidates(target)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(clear).toBeGreaterThan(100);
  });
});
