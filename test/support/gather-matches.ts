/** All matches that threads packed, whether a hunt would keep them or not. */
import type { SpillFile } from '../../src/cloudtrail/spill-file.ts';
import { readBlocks } from '../../src/hunt/blocks.ts';
import type { PackedMatches } from '../../src/hunt/match-log.ts';
import { Matches } from '../../src/hunt/matches.ts';

/** In the order in which their blocks come. */
export function gatherMatches(packed: readonly PackedMatches[], file: SpillFile | null): Matches {
  const matches = new Matches(packed[0]!.width);
  for (const block of readBlocks(packed, file))
    for (let at = 0; at < block.words.length; at += block.width) matches.add(block, at);
  return matches;
}
