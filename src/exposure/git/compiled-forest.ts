/** Reads the headers of a pack's objects in compiled code. */
import type { MakeArray } from './shared-memory.ts';
import type { CompiledCode } from './compiled-code.ts';
import type { DeltaForest, Roots } from './delta-forest.ts';
import type { PackFile } from './pack-file.ts';
import type { PackIndex } from './pack-index.ts';

/** Objects of one call: see `wasm/forest.ts`. */
const AT_ONCE = 2048;
/** Offsets that have 32 bits. */
const LARGEST_PACK = 0xffff_ffff;

/**
 * The same as `readForest` (`delta-forest.ts`) returns; undefined when something in the pack is odd.
 * @param make arrays in the memory of `code`.
 */
export function readForestCompiled(
  code: CompiledCode,
  pack: PackFile,
  index: PackIndex,
  make: MakeArray,
): Roots | undefined {
  const { count, nameLength } = index;
  const end = pack.size - nameLength;
  if (count === 0 || end < 0 || end > LARGEST_PACK) return undefined;
  const stretchSize = Math.max(1, Math.ceil(end / count));
  const forest: DeltaForest = {
    count,
    offsets: make(Float64Array, count + 1),
    entries: make(Int32Array, count),
    stretches: make(Int32Array, Math.floor(end / stretchSize) + 2),
    stretchSize,
    headers: make(Uint8Array, count),
    sizes: make(Float64Array, count),
    types: make(Uint8Array, count),
    kinds: make(Uint8Array, count),
    parents: make(Int32Array, count),
    firstChild: make(Int32Array, count),
    nextSibling: make(Int32Array, count),
    weights: make(Uint32Array, count),
  };
  // Arrays that are filled later serve as scratch before.
  const { parents, sizes, firstChild, weights } = forest;
  if (!index.copyOffsets(parents)) return undefined;
  const { walk } = code;
  walk.beginOrder(
    count,
    parents.byteOffset,
    sizes.byteOffset,
    forest.offsets.byteOffset,
    forest.entries.byteOffset,
    forest.stretches.byteOffset,
    forest.stretches.length,
    stretchSize,
    end,
  );
  for (const step of [walk.countOffsets, walk.orderByLower, walk.orderByUpper, walk.findStretches])
    for (let n = 0; n < count; n += AT_ONCE) step(n, Math.min(count, n + AT_ONCE));
  code.usePack(pack, forest, 0, nameLength);
  const tops = make(Int32Array, count);
  walk.beginHeaders(
    forest.headers.byteOffset,
    sizes.byteOffset,
    forest.types.byteOffset,
    forest.kinds.byteOffset,
    parents.byteOffset,
    firstChild.byteOffset,
    forest.nextSibling.byteOffset,
    weights.byteOffset,
    tops.byteOffset,
  );
  let wholes = 0;
  for (let n = 0; n < count && wholes >= 0; n += AT_ONCE)
    wholes = walk.readHeaders(n, Math.min(count, n + AT_ONCE));
  if (wholes < 0) return undefined;
  for (let n = count; n > 0; n -= AT_ONCE) walk.linkChildren(Math.max(0, n - AT_ONCE), n);
  return { forest, tops: tops.slice(0, wholes), thin: [], damaged: [], lost: 0 };
}
