/** Trees read as changes of their base against trees read whole. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { TreeReader } from './tree-reader.ts';

const LENGTH = 20;

const entry = fc
  .record({
    mode: fc.constantFrom('40000', '100644', '160000'),
    name: fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b', '4', ' ') }),
    // Names of objects hold anything, zeros and what looks like an entry too.
    object: fc.uint8Array({ minLength: LENGTH, maxLength: LENGTH, max: 64 }),
  })
  .map(({ mode, name, object }) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), object]));
const trees = fc.array(entry, { maxLength: 12 }).map((entries) => Buffer.concat(entries));

/** What a delta does: copies a piece of the base, at any byte, or brings bytes of its own. */
const steps = fc.array(
  fc.oneof(
    fc.record({ from: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.integer({ min: 1, max: 200 }) }),
    entry,
    fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes)),
  ),
  { maxLength: 8 },
);
type Step = Buffer | { from: number; length: number };

function build(base: Buffer, deltas: readonly Step[]) {
  const parts: number[] = [];
  let target = Buffer.alloc(0);
  for (const step of deltas) {
    let piece: Buffer;
    if (Buffer.isBuffer(step)) piece = step;
    else {
      const from = Math.floor(step.from * base.length);
      piece = base.subarray(from, from + step.length);
      if (piece.length > 0) parts.push(target.length, from, piece.length);
    }
    target = Buffer.concat([target, piece]);
  }
  const copied = { parts: Float64Array.from(parts), count: parts.length / 3, baseSize: base.length };
  return { target, copied };
}

function reader() {
  const fresh: number[] = [];
  const inherited: [number, number, number][] = [];
  const tree = new TreeReader(LENGTH, {
    entry: (_, at) => fresh.push(at),
    inherited: (...run) => inherited.push(run),
  });
  return { tree, fresh, inherited };
}

function startsOf(bytes: Buffer): Int32Array {
  return reader().tree.whole(bytes, true).starts!;
}

it('a tree has the entries that its base left it and those that are told as new, however it was cut', () => {
  fc.assert(
    fc.property(trees, steps, steps, (root, first, second) => {
      let base = root;
      let known = reader().tree.whole(root, true);
      for (const delta of [first, second]) {
        const { target, copied } = build(base, delta);
        const { tree: changed, fresh, inherited } = reader();
        known = changed.changed(target, copied, known, true);
        expect(known.starts).toEqual(startsOf(target));
        const told = [...fresh];
        for (const [at, baseAt, length] of inherited) {
          expect(target.subarray(at, at + length)).toEqual(base.subarray(baseAt, baseAt + length));
          for (const start of startsOf(base).slice(0, -1))
            if (start >= baseAt && start < baseAt + length) told.push(start - baseAt + at);
        }
        expect(Int32Array.from(told).toSorted()).toEqual(startsOf(target).slice(0, -1));
        base = target;
      }
    }),
    { numRuns: 500 },
  );
});

function one(name: string): Buffer {
  return Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.alloc(LENGTH, name)]);
}

it('entries that were copied are not told again', () => {
  const base = Buffer.concat([one('a'), one('b'), one('c'), one('d')]);
  const size = one('a').length;
  const { target, copied } = build(base, [
    { from: 0, length: size },
    one('x'),
    { from: 0.5, length: 2 * size },
  ]);
  const { tree: changed, fresh, inherited } = reader();
  changed.changed(target, copied, reader().tree.whole(base, true), false);
  expect(fresh).toEqual([size]);
  expect(inherited).toEqual([
    [0, 0, size],
    [2 * size, 2 * size, 2 * size],
  ]);
});
