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
// Place 0, where memory is empty, stands for no token: it has no length, as no other has.

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

/** Whether the token at `token` has the `length` bytes at `p`, of which 32 can be read. */
// @ts-ignore: decorator
@inline
function same(token: usize, p: usize, length: u32): bool {
  const text = token + TOKEN_BYTES;
  const low = <u32>i8x16.bitmask(i8x16.eq(v128.load(text), v128.load(p)));
  const high = <u32>i8x16.bitmask(i8x16.eq(v128.load(text, 16), v128.load(p, 16)));
  // What stands behind the token does not count.
  const counts = select<u32>((1 << length) - 1, 0xffffffff, length < 32);
  const differs = (load<u32>(token) ^ length) | (~(low | (high << 16)) & counts);
  return differs == 0 && (length <= 32 || sameBehind(text, p, length));
}

/** Whether bytes 32 to `length` are the same; the last vector covers some of those before. */
function sameBehind(text: usize, p: usize, length: u32): bool {
  const last = <usize>length - 16;
  for (let at: usize = 32; at < last; at += 16) {
    if (v128.any_true(v128.xor(v128.load(text + at), v128.load(p + at)))) return false;
  }
  return !v128.any_true(v128.xor(v128.load(text + last), v128.load(p + last)));
}

/** The line of a field's cache for a token: by what tells services, calls, addresses and agents apart, at its ends and half-way. */
// @ts-ignore: decorator
@inline
function lineOf(start: usize, end: usize): usize {
  const length = end - start;
  const first = load<u32>(start, 1) * 0x85ebca6b;
  const half = load<u32>(start + (length >> 1)) * 0xc2b2ae35;
  const last = load<u32>(end - 5) * 0x27d4eb2f;
  return <usize>((((first + half + last) ^ <u32>length) * 0x9e3779b1) >> 23);
}

/**
 * The id of the token from `start` to `end`, a value of `field`. Each field has a small cache of its last values, because
 * most values repeat.
 */
// @ts-ignore: decorator
@inline
export function intern(start: usize, end: usize, field: u32): u32 {
  const length = <u32>(end - start);
  const cell = CACHE + (<usize>field << 11) + (lineOf(start, end) << 2);
  const cached = <usize>load<u32>(cell);
  let token = cached;
  if (!same(cached, start, length)) {
    token = find(start, length);
    if (token == 0) return 1;
    store<u32>(cell, <u32>token);
  }
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
      if (same(token, start, length)) return token;
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
