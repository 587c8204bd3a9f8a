// Recognising object keys. Records repeat their key order, so the key that followed last time is tried first.
import { KEYS, KEY_MEMO, MAX_KEYS, SCRATCH, SCRATCH_SIZE } from './layout';
import { sawEscape, stringEnd } from './text';

// A descriptor: u32 length, u32 level, u32 action, u32 argument, 32 bytes of the key and its closing quote, two u32:
// the keys that followed it last. The host writes them; number 0 stands for every unknown key.
const STRIDE: u32 = 6;
const LONGEST_KEY: u32 = 31;

let keyCount: u32 = 1;
export function setKeyCount(count: u32): void {
  keyCount = count;
}

// @ts-ignore: decorator
@inline
function descriptor(key: u32): usize {
  return KEYS + (<usize>key << STRIDE);
}

// @ts-ignore: decorator
@inline
export function actionOf(key: u32): u32 {
  return load<u32>(descriptor(key), 8);
}

// @ts-ignore: decorator
@inline
export function argumentOf(key: u32): u32 {
  return load<u32>(descriptor(key), 12);
}

/** Position behind the closing quote of the key that `findKey` found last. */
export let keyEnd: usize = 0;

/** Whether key `key` stands at `p`, its closing quote included; reads 32 bytes. */
// @ts-ignore: decorator
@inline
function stands(key: u32, p: usize): bool {
  const d = descriptor(key);
  const low = i8x16.bitmask(i8x16.eq(v128.load(d, 16), v128.load(p)));
  const high = i8x16.bitmask(i8x16.eq(v128.load(d, 32), v128.load(p, 16)));
  const wanted = <u32>((<u64>2 << load<u32>(d)) - 1);
  return ((<u32>low | (<u32>high << 16)) & wanted) == wanted;
}

/** Stands for "no key yet" at a level: each level has a first key of its own. */
// @ts-ignore: decorator
@inline
export function beforeFirst(level: u32): u32 {
  return MAX_KEYS - 1 - level;
}

/**
 * The key whose first byte is at `p`, at nesting `level`, after key `previous`; -1 when it ends beyond `end` or is
 * malformed. Sets `keyEnd`.
 */
// @ts-ignore: decorator
@inline
export function findKey(p: usize, end: usize, level: u32, previous: u32): i32 {
  const links = descriptor(previous) + 48;
  let expected = load<u32>(links);
  if (expected == 0 || !stands(expected, p) || load<u32>(descriptor(expected), 4) != level) {
    expected = load<u32>(links, 4);
    if (expected == 0 || !stands(expected, p) || load<u32>(descriptor(expected), 4) != level) {
      const key = searchKey(p, end, level);
      if (key > 0) {
        store<u32>(links, load<u32>(links), 4);
        store<u32>(links, <u32>key);
      }
      return key;
    }
  }
  keyEnd = p + load<u32>(descriptor(expected)) + 1;
  return keyEnd < end ? <i32>expected : -1;
}

/** Where the key with these last bytes, found last at this level, is kept. */
// @ts-ignore: decorator
@inline
function memoOf(p: usize, length: u32, level: u32): usize {
  return KEY_MEMO + (<usize>((((load<u32>(p + length - 3) << 3) + level) * 0x9e3779b1) >> 24) << 2);
}

function searchKey(p: usize, end: usize, level: u32): i32 {
  // Most keys have been seen at their level: their length is that to the first quote.
  const quote = i8x16.splat(0x22);
  const quotes =
    <u32>i8x16.bitmask(i8x16.eq(v128.load(p), quote)) | (<u32>i8x16.bitmask(i8x16.eq(v128.load(p, 16), quote)) << 16);
  if (quotes != 0) {
    const length = <u32>ctz(quotes);
    const known = load<u32>(memoOf(p, length, level));
    if (known != 0 && load<u32>(descriptor(known), 4) == level && stands(known, p)) {
      keyEnd = p + length + 1;
      return keyEnd < end ? <i32>known : -1;
    }
  }
  const close = stringEnd(p, end);
  if (close == 0) return -1;
  keyEnd = close + 1;
  let length = <u32>(close - p);
  if (sawEscape) {
    length = unescape(p, close);
    p = SCRATCH;
  }
  if (length > LONGEST_KEY) return 0;
  const memo = memoOf(p, length, level);
  for (let key: u32 = 1; key < keyCount; key++) {
    const d = descriptor(key);
    if (load<u32>(d) == length && load<u32>(d, 4) == level && stands(key, p)) {
      store<u32>(memo, key);
      return <i32>key;
    }
  }
  return 0;
}

function hexDigit(c: u32): u32 {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  c |= 0x20;
  return c >= 0x61 && c <= 0x66 ? c - 0x57 : 0x100;
}

/** Writes the ASCII key with its escapes resolved, and a closing quote, to SCRATCH; anything longer or not ASCII matches no key. */
function unescape(p: usize, close: usize): u32 {
  let length: u32 = 0;
  while (p < close && length < <u32>SCRATCH_SIZE - 16) {
    let c: u32 = load<u8>(p++);
    if (c == 0x5c) {
      c = load<u8>(p++);
      if (c == 0x75) {
        c = 0;
        for (let i = 0; i < 4; i++) c = (c << 4) | hexDigit(load<u8>(p++));
        if (c > 0x7f) c = 0xff;
      } else if (c != 0x22 && c != 0x5c && c != 0x2f) {
        c = 0xff;
      }
    }
    store<u8>(SCRATCH + length, <u8>c);
    length++;
  }
  store<u8>(SCRATCH + length, 0x22);
  return length;
}
