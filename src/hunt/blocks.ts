/** Blocks of matches on their way to the temporary file and back. */
import { writeRun } from '../cloudtrail/spill-file.ts';
import type { Spill, SpilledRun, SpillFile } from '../cloudtrail/spill-file.ts';
import type { LoggedMatches } from './match-log.ts';
import type { Block } from './match-row.ts';

/** A block in the file: its numbers, then the JSON of its texts. */
export interface BlockAside extends SpilledRun {
  /** How many numbers. */
  readonly words: number;
}

/** Writes a block to the file. Throws the system's error. */
export function putBlockAside(spill: Spill, { words, strings }: Block): BlockAside {
  const texts = Buffer.from(JSON.stringify(strings));
  const numbers = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const run = writeRun(spill, [numbers, texts], numbers.length + texts.length);
  return { ...run, words: words.length };
}

/**
 * The numbers alone of a thread's blocks, one block at a time. They are valid only until the next are asked for. `file` is
 * where blocks were put aside.
 */
export function* readNumbers(
  { aside, words }: LoggedMatches,
  file: SpillFile | null,
): Generator<Uint32Array> {
  const room = new Uint8Array(Math.max(0, ...aside.map((each) => 4 * each.words)));
  for (const each of aside) yield numbersIn(read(file!, room.subarray(0, 4 * each.words), each.start));
  yield words;
}

/** A thread's blocks, in the same order and with the same bounds. */
export function* readBlocks({ aside, ...last }: LoggedMatches, file: SpillFile | null): Generator<Block> {
  const room = new Uint8Array(Math.max(0, ...aside.map(({ length }) => length)));
  for (const { start, length, words } of aside) {
    const bytes = read(file!, room.subarray(0, length), start);
    const strings = JSON.parse(bytes.toString('utf8', 4 * words)) as string[];
    yield { words: numbersIn(bytes.subarray(0, 4 * words)), strings };
  }
  yield last;
}

function read(file: SpillFile, room: Uint8Array, start: number): Buffer {
  if (file.read(room, start) < room.length) throw new Error('the temporary file of matches ends early');
  return Buffer.from(room.buffer, room.byteOffset, room.length);
}

function numbersIn({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length / 4);
}
