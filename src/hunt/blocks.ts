/** Blocks of matches on their way to the temporary file and back. */
import { writeRun } from '../cloudtrail/spill-file.ts';
import type { Spill, SpilledRun, SpillFile } from '../cloudtrail/spill-file.ts';
import type { PackedMatches } from './match-log.ts';
import type { Block } from './match-row.ts';

/** A block in the file: its numbers, then the JSON of its texts. */
export interface BlockAside extends SpilledRun {
  /** How many numbers, and how many of them make a row. */
  readonly words: number;
  readonly width: number;
}

/** Writes a block to the file. Throws the system's error. */
export function putBlockAside(spill: Spill, { words, width, strings }: Block): BlockAside {
  const texts = Buffer.from(JSON.stringify(strings));
  const numbers = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const run = writeRun(spill, [numbers, texts], numbers.length + texts.length);
  return { ...run, words: words.length, width };
}

/**
 * The blocks of all threads, one at a time, in the same order each time. A block is valid only until the next is asked
 * for. `file` is where they were put aside.
 */
export function* readBlocks(packed: readonly PackedMatches[], file: SpillFile | null): Generator<Block> {
  const longest = Math.max(0, ...packed.flatMap(({ aside }) => aside.map(({ length }) => length)));
  const room = new Uint8Array(longest);
  for (const { aside, ...last } of packed) {
    for (const each of aside) yield readBlock(each, file!, room);
    yield last;
  }
}

function readBlock({ start, length, words, width }: BlockAside, file: SpillFile, room: Uint8Array): Block {
  const bytes = room.subarray(0, length);
  if (file.read(bytes, start) < length) throw new Error('the temporary file of matches ends early');
  const numbers = new Uint32Array(room.buffer, 0, words);
  const texts = Buffer.from(room.buffer, numbers.byteLength, length - numbers.byteLength).toString('utf8');
  return { words: numbers, width, strings: JSON.parse(texts) as string[] };
}
