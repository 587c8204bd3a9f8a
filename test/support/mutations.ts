/** Random damage to bytes. */
import * as fc from 'fast-check';

type Mutate = (bytes: Buffer, at: number, length: number, fill: Buffer) => Buffer;

/** What may happen to bytes on a disk or in careless hands. */
const KINDS: readonly Mutate[] = [
  (bytes, at, _, fill) => Buffer.concat([bytes.subarray(0, at), fill, bytes.subarray(at + fill.length)]),
  (bytes, at, _, fill) => Buffer.concat([bytes.subarray(0, at), fill, bytes.subarray(at)]),
  (bytes, at, length) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
  (bytes, at, length) => Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]),
  (bytes, at, length) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.alloc(length), bytes.subarray(at + length)]),
];

const BYTES: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '"}', '{"', '\\"', '0')
    .map((text) => Buffer.from(text)),
  fc
    .constantFrom('\u0000', 'null', '"Records":[', '{"eventVersion"', ']}', '\ufeff')
    .map((text) => Buffer.from(text)),
  fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
);

/** One change to any bytes: a function from bytes to changed bytes. */
const mutation: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc
  .tuple(
    fc.constantFrom(...KINDS),
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    fc.integer({ min: 1, max: 300 }),
    BYTES,
  )
  .map(([mutate, place, length, fill]) => (bytes: Buffer): Buffer => {
    return mutate(bytes, Math.floor(place * bytes.length), length, fill);
  });

/** Up to `most` changes, one behind the other. */
export function mutations(most: number): fc.Arbitrary<(bytes: Buffer) => Buffer> {
  return fc.array(mutation, { minLength: 1, maxLength: most }).map((changes) => (bytes: Buffer): Buffer => {
    let changed = bytes;
    for (const change of changes) changed = change(changed);
    return changed;
  });
}
