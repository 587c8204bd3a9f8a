/** All matches that threads packed, whether a hunt would keep them or not. */
import type { SpillFile } from '../../src/cloudtrail/spill-file.ts';
import { readBlocks } from '../../src/hunt/blocks.ts';
import type { LoggedMatches } from '../../src/hunt/match-log.ts';
import { ROW_WORDS } from '../../src/hunt/match-row.ts';
import { Matches } from '../../src/hunt/matches.ts';

/** In the order in which their blocks come. */
export function gatherMatches(packed: readonly LoggedMatches[], file: SpillFile | null): Matches {
  const matches = new Matches();
  for (const thread of packed)
    for (const block of readBlocks(thread, file))
      for (let at = 0; at < block.words.length; at += ROW_WORDS) matches.add(block, at);
  return matches;
}
