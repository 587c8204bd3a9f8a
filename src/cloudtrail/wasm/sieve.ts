// A decision tree over the ids of a row, grown by the host (`sigma/decision.ts`): most records end at the leaf that asks
// for nothing, and need not be looked at by anyone else.
import { CELLS, CLASSES } from './layout';

// A node, in cells of 32 bits: the field it asks, its room for children, the cell that points to it, its children by class.
// Cell 0 points to the first node. A positive child is a node, a negative one a leaf, 0 one that has not been grown.
const CAPACITY: usize = 4;
const CHILDREN: usize = 12;
const NOTHING: i32 = -1;

/** Whether the tree, as far as it is grown, leads the row with these fields to the leaf that asks for nothing. */
// @ts-ignore: decorator
@inline
export function comesToNothing(fields: usize): bool {
  let node = load<i32>(CELLS);
  while (node > 0) {
    const at = CELLS + (<usize>node << 2);
    const field = <usize>load<u32>(at);
    const id = <usize>load<u32>(fields + (field << 2));
    // Classes are kept plus one: zero is a value that has not been classed.
    const known = load<u16>(CLASSES + (field << 17) + (id << 1));
    if (known == 0 || known > load<u32>(at, CAPACITY)) return false;
    node = load<i32>(at + CHILDREN + (<usize>(known - 1) << 2));
  }
  return node == NOTHING;
}
