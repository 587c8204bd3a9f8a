// Numbers for distinct JSON tokens (with their quotes), so that the host tests each distinct value once.
import { ARENA, ARENA_SIZE, CACHE, ENTRIES, MAX_IDS, SLOTS, SLOT_COUNT } from './layout';

// A token in the arena: u32 length, u32 id, u32 hash, u32 unused, then its bytes, padded to 16. A slot of the hash table:
// u32 hash, u32 place of the token. Zero is empty in both the table and the cache.

/** Ids 0 and 1 mean "absent" and "too long or nested: look in the record". */
const FIRST_ID: u32 = 2;
const LONGEST_TOKEN: u32 = 2048;
/** Room that one record needs at most where no key comes twice: 32 fields of the longest token. */
const SLACK: u32 = 32 * (LONGEST_TOKEN + 48);
const TOKEN_BYTES: usize = 16;

let nextId: u32 = FIRST_ID;
let arenaUsed: u32 = 0;

// @ts-ignore: decorator
@inline
export function isFull(): bool {
  return nextId > MAX_IDS - 64 || arenaUsed > <u32>ARENA_SIZE - SLACK;
}

export function forgetAll(): void {
  nextId = FIRST_ID;
  arenaUsed = 0;
  memory.fill(SLOTS, 0, <usize>SLOT_COUNT << 3);
  memory.fill(CACHE, 0, 32 << 11);
  memory.fill(last, 0, 32 * 4);
}

export function hashOfId(id: u32): u32 {
  return load<u32>(<usize>load<u32>(ENTRIES + (<usize>id << 2)), 8);
}

const MULTIPLIER: u64 = 0x9e3779b97f4a7c15;

/** 64-bit hash of `length` bytes at `p` (at least 7 readable bytes must follow the end). */
export function hashBytes(p: usize, length: u32): u64 {
  let h: u64 = <u64>length * 0xff51afd7ed558ccd;
  let left = length;
  while (left >= 8) {
    h = (h ^ load<u64>(p)) * MULTIPLIER;
    h ^= h >> 29;
    p += 8;
    left -= 8;
  }
  if (left != 0) {
    const tail = load<u64>(p) & (((<u64>1) << (left << 3)) - 1);
    h = (h ^ tail) * MULTIPLIER;
    h ^= h >> 29;
  }
  h *= 0xc4ceb9fe1a85ec53;
  return h ^ (h >> 32);
}

/** Whether the token at `token` has the `length` bytes at `p`. */
// @ts-ignore: decorator
@inline
function same(token: usize, p: usize, length: u32): bool {
  let a = token + TOKEN_BYTES;
  let left = <i32>length - 16;
  while (left > 0) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(p)))) return false;
    a += 16;
    p += 16;
    left -= 16;
  }
  // The last 1 to 16 bytes: what stands behind them does not count.
  const wanted = (1 << (left + 16)) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(p))) & wanted) == wanted;
}

/** The token that was the value of each field last; see `repeats`. */
const last = memory.data(32 * 4, 16);

/**
 * Length of the string token at `p` when it is the one that `field` had last, else 0. Its end is then known without
 * looking for it: a token holds its closing quote and no other.
 */
// @ts-ignore: decorator
@inline
export function repeats(p: usize, field: u32): u32 {
  const token = <usize>load<u32>(last + (<usize>field << 2));
  if (token == 0) return 0;
  const length = load<u32>(token);
  return same(token, p, length) ? length : 0;
}

/** Id of the token that `field` had last. */
// @ts-ignore: decorator
@inline
export function lastId(field: u32): u32 {
  return load<u32>(<usize>load<u32>(last + (<usize>field << 2)), 4);
}

/**
 * The id of the token from `start` to `end`, a value of `field`. Each field has a small cache of its last values,
 * found by their last bytes, because most values repeat.
 */
// @ts-ignore: decorator
@inline
export function intern(start: usize, end: usize, field: u32): u32 {
  const length = <u32>(end - start);
  const isString = load<u8>(start) == 0x22;
  const line = ((load<u32>(end - 5) + length) * 0x9e3779b1) >> 23;
  const cell = CACHE + (<usize>field << 11) + (<usize>line << 2);
  const cached = <usize>load<u32>(cell);
  let token = cached;
  if (cached == 0 || load<u32>(cached) != length || !same(cached, start, length)) {
    token = find(start, length);
    if (token == 0) return 1;
    store<u32>(cell, <u32>token);
  }
  if (isString) store<u32>(last + (<usize>field << 2), <u32>token);
  return load<u32>(token, 4);
}

/** Place of the token with these bytes, made where there is none; 0 when it is too long or there is no room. */
function find(start: usize, length: u32): usize {
  if (length > LONGEST_TOKEN) return 0;
  const hash = <u32>hashBytes(start, length) | 1;
  let slot = (hash >> 1) & (SLOT_COUNT - 1);
  let at = SLOTS + (<usize>slot << 3);
  let found = load<u32>(at);
  while (found != 0) {
    if (found == hash) {
      const token = <usize>load<u32>(at, 4);
      if (load<u32>(token) == length && same(token, start, length)) return token;
    }
    slot = (slot + 1) & (SLOT_COUNT - 1);
    at = SLOTS + (<usize>slot << 3);
    found = load<u32>(at);
  }
  // One record whose keys come many times over can fill what `isFull` left free.
  if (nextId == MAX_IDS || arenaUsed + length + 48 > <u32>ARENA_SIZE) return 0;
  return add(at, start, length, hash);
}

function add(slot: usize, start: usize, length: u32, hash: u32): usize {
  const token = ARENA + arenaUsed;
  arenaUsed += (<u32>TOKEN_BYTES + length + 15) & ~15;
  store<u32>(token, length);
  store<u32>(token, nextId, 4);
  store<u32>(token, hash, 8);
  memory.copy(token + TOKEN_BYTES, start, length);
  store<u32>(slot, hash);
  store<u32>(slot, <u32>token, 4);
  store<u32>(ENTRIES + (<usize>nextId << 2), <u32>token);
  nextId++;
  return token;
}
