// Recognising object keys. Records repeat their key order, so the key that last followed the same keys is tried first.
import { FOLLOWERS, KEYS, KEY_TABLE, SCRATCH, SCRATCH_SIZE } from './layout';
import { sawEscape, stringEnd } from './text';

// A descriptor: u32 length, u32 level, u32 action, u32 argument, 32 bytes of the key and its closing quote, u32: a
// bit for each of these. The host writes all but the last; number 0 stands for every unknown key.
const LEVEL: usize = 4;
const BYTES: usize = 48;
/** A level that is none, so that no unknown key is found. */
const NO_LEVEL: u32 = 0xffffffff;
const STRIDE: u32 = 6;
const LONGEST_KEY: u32 = 31;
/** Leaves the bits of a path that number the followers. */
const FOLLOWER_SHIFT: u32 = 20;

/** Says that the host has written keys 1 to `count` - 1, each of three characters at least. To be called once. */
export function setKeyCount(count: u32): void {
  store<u32>(descriptor(0), NO_LEVEL, LEVEL);
  for (let key: u32 = 1; key < count; key++) {
    const d = descriptor(key);
    store<u32>(d, <u32>((<u64>2 << load<u32>(d)) - 1), BYTES);
    enterKey(key);
  }
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

/** The bytes in which the key of descriptor `d`, its closing quote included, differs from those at `p`; reads 32 bytes. */
// @ts-ignore: decorator
@inline
function missing(d: usize, p: usize): u32 {
  const low = i8x16.bitmask(i8x16.eq(v128.load(d, 16), v128.load(p)));
  const high = i8x16.bitmask(i8x16.eq(v128.load(d, 32), v128.load(p, 16)));
  return ~(<u32>low | (<u32>high << 16)) & load<u32>(d, BYTES);
}

/** The path of an object of which no key has been read yet: a hash of its level and of its keys so far. */
// @ts-ignore: decorator
@inline
export function pathAtStart(level: u32): u32 {
  return (level + 1) * 0x9e3779b1;
}

/** The path behind one more key. */
// @ts-ignore: decorator
@inline
export function pathBehind(path: u32, key: u32): u32 {
  return (rotl<u32>(path, 5) ^ (key + 1)) * 0x9e3779b1;
}

/**
 * The key whose first byte is at `p`, at nesting `level`, behind the keys of `path`; -1 when it ends beyond `end` or is
 * malformed. Sets `keyEnd`.
 */
// @ts-ignore: decorator
@inline
export function findKey(p: usize, end: usize, level: u32, path: u32): i32 {
  const follower = FOLLOWERS + <usize>(path >> FOLLOWER_SHIFT);
  const expected = <u32>load<u8>(follower);
  const d = descriptor(expected);
  // One test instead of three: what they say alone cannot be foreseen as well.
  if ((missing(d, p) | (load<u32>(d, LEVEL) ^ level)) == 0) {
    keyEnd = p + load<u32>(d) + 1;
    return keyEnd < end ? <i32>expected : -1;
  }
  const key = searchKey(p, end, level);
  if (key > 0) store<u8>(follower, <u8>key);
  return key;
}

const TABLE_MASK: u32 = 0xff;

/** The first place in the table of known keys for a key of this length at `p`, by its last bytes and its level. */
// @ts-ignore: decorator
@inline
function placeOf(p: usize, length: u32, level: u32): u32 {
  return (((load<u32>(p + length - 3) << 3) + level) * 0x9e3779b1) >> 24;
}

function enterKey(key: u32): void {
  const d = descriptor(key);
  let place = placeOf(d + 16, load<u32>(d), load<u32>(d, LEVEL));
  while (load<u8>(KEY_TABLE + <usize>place) != 0) place = (place + 1) & TABLE_MASK;
  store<u8>(KEY_TABLE + <usize>place, <u8>key);
}

/** The known key of this length at `p`; 0 where it is none. */
// @ts-ignore: decorator
@inline
function lookUp(p: usize, length: u32, level: u32): u32 {
  let place = placeOf(p, length, level);
  let key = <u32>load<u8>(KEY_TABLE + <usize>place);
  while (key != 0) {
    const d = descriptor(key);
    if ((missing(d, p) | (load<u32>(d, LEVEL) ^ level)) == 0) return key;
    place = (place + 1) & TABLE_MASK;
    key = <u32>load<u8>(KEY_TABLE + <usize>place);
  }
  return 0;
}

function searchKey(p: usize, end: usize, level: u32): i32 {
  // A known key reaches to the first quote.
  const quote = i8x16.splat(0x22);
  const quotes =
    <u32>i8x16.bitmask(i8x16.eq(v128.load(p), quote)) | (<u32>i8x16.bitmask(i8x16.eq(v128.load(p, 16), quote)) << 16);
  if (quotes != 0) {
    const length = <u32>ctz(quotes);
    const known = lookUp(p, length, level);
    if (known != 0) {
      keyEnd = p + length + 1;
      return keyEnd < end ? <i32>known : -1;
    }
  }
  const close = stringEnd(p, end);
  if (close == 0) return -1;
  keyEnd = close + 1;
  if (!sawEscape) return 0;
  const length = unescape(p, close);
  return length > LONGEST_KEY ? 0 : <i32>lookUp(SCRATCH, length, level);
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
