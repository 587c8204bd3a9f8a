/** Activity as bytes for a file of a case: a line of JSON that says what follows, then the arrays as they are in memory. */
import { KeytrailError } from '../error.ts';
import type { Json } from '../json.ts';
import { isJsonObject } from '../json.ts';
import type { PackedActivity } from './pack.ts';

const FORMAT = 'keytrail activity 1';
/** Arrays begin at multiples of this many bytes, as typed arrays must. */
const ALIGNMENT = 8;
const NEWLINE = 0x0a;

const ARRAYS = [
  ['firstMs', Float64Array],
  ['lastMs', Float64Array],
  ['contexts', Uint32Array],
  ['starts', Uint32Array],
  ['values', Uint32Array],
  ['firstId', Uint32Array],
  ['lastId', Uint32Array],
  ['ids', Uint32Array],
  ['dayStarts', Uint32Array],
  ['dayBits', Uint32Array],
  ['dayBlocks', Int32Array],
] as const;

/** The bytes of an activity. They are little-endian, as every machine is that Node runs on. */
export function encodeActivity(packed: PackedActivity): Uint8Array {
  const lengths = ARRAYS.map(([name]) => packed[name].length);
  const { texts, otherIds } = packed;
  const head = new TextEncoder().encode(`${JSON.stringify({ format: FORMAT, lengths, texts, otherIds })}\n`);
  const sizes = ARRAYS.map(([name]) => aligned(packed[name].byteLength));
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, aligned(head.length)));
  bytes.set(head);
  let at = aligned(head.length);
  ARRAYS.forEach(([name], n) => {
    const { buffer, byteOffset, byteLength } = packed[name];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += sizes[n]!;
  });
  return bytes;
}

/**
 * The activity that was encoded.
 *
 * @throws KeytrailError when the bytes are something else, or not all there
 */
export function decodeActivity(bytes: Uint8Array): PackedActivity {
  const end = bytes.indexOf(NEWLINE);
  const head = readHead(bytes.subarray(0, Math.max(end, 0)));
  let at = aligned(end + 1);
  const arrays: Partial<Record<(typeof ARRAYS)[number][0], Float64Array | Uint32Array | Int32Array>> = {};
  ARRAYS.forEach(([name, Type], n) => {
    const size = head.lengths[n]! * Type.BYTES_PER_ELEMENT;
    const part = bytes.slice(at, at + size);
    if (part.length < size) throw damaged();
    arrays[name] = new Type(part.buffer, 0, head.lengths[n]!);
    at += aligned(size);
  });
  return { texts: head.texts, otherIds: head.otherIds, ...arrays } as PackedActivity;
}

interface Head {
  readonly lengths: readonly number[];
  readonly texts: readonly string[];
  readonly otherIds: readonly string[];
}

function readHead(bytes: Uint8Array): Head {
  const head = parse(new TextDecoder().decode(bytes));
  if (!isJsonObject(head) || head['format'] !== FORMAT) throw damaged();
  const { lengths, texts, otherIds } = head as Record<string, unknown>;
  if (!isListOf(lengths, 'number') || !isListOf(texts, 'string') || !isListOf(otherIds, 'string'))
    throw damaged();
  return { lengths, texts, otherIds };
}

function isListOf(value: unknown, type: 'number'): value is number[];
function isListOf(value: unknown, type: 'string'): value is string[];
function isListOf(value: unknown, type: string): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === type);
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function damaged(): KeytrailError {
  return new KeytrailError(
    'the file is no activity of Keytrail, or was cut off or written by another version',
  );
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}
