// Numbers for distinct JSON tokens (with their quotes), so that the host tests each distinct value once.
import { ARENA, ARENA_SIZE, ENTRIES, MAX_IDS, SLOTS, SLOT_COUNT } from './layout';

/** Ids 0 and 1 mean "absent" and "too long or nested: look in the record". */
const FIRST_ID: u32 = 2;
const LONGEST_TOKEN: u32 = 2048;
/** Room that one record needs at most where no key comes twice: 32 fields of the longest token. */
const SLACK: u32 = 32 * (LONGEST_TOKEN + 16);

let nextId: u32 = FIRST_ID;
let arenaUsed: u32 = 0;

export function idCount(): u32 {
  return nextId;
}

// @ts-ignore: decorator
@inline
export function isFull(): bool {
  return nextId > MAX_IDS - 64 || arenaUsed > <u32>ARENA_SIZE - SLACK;
}

export function forgetAll(): void {
  nextId = FIRST_ID;
  arenaUsed = 0;
  memory.fill(SLOTS, 0, <usize>SLOT_COUNT << 2);
}

// @ts-ignore: decorator
@inline
function entry(id: u32): usize {
  return ENTRIES + (<usize>id << 4);
}

// @ts-ignore: decorator
@inline
export function hashOfId(id: u32): u32 {
  return load<u32>(entry(id), 8);
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

/** Whether `length` bytes at `a` (arena, padded) and `b` (window, padded) are the same. */
// @ts-ignore: decorator
@inline
function same(a: usize, b: usize, length: u32): bool {
  let left = length;
  while (left >= 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
    a += 16;
    b += 16;
    left -= 16;
  }
  if (left >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
    left -= 8;
  }
  return left == 0 || ((load<u64>(a) ^ load<u64>(b)) << (64 - (left << 3))) == 0;
}

/** The id of the token from `start` to `end`; `hint` is the id to try first (the field's value in the last record). */
// @ts-ignore: decorator
@inline
export function intern(start: usize, end: usize, hint: u32): u32 {
  const length = <u32>(end - start);
  if (hint >= FIRST_ID) {
    const e = entry(hint);
    if (load<u32>(e, 4) == length && same(<usize>load<u32>(e), start, length)) return hint;
  }
  return internByHash(start, length);
}

function internByHash(start: usize, length: u32): u32 {
  if (length > LONGEST_TOKEN) return 1;
  const hash = <u32>hashBytes(start, length);
  let slot = hash & (SLOT_COUNT - 1);
  for (;;) {
    const id = load<u32>(SLOTS + (<usize>slot << 2));
    if (id == 0) break;
    const e = entry(id);
    if (load<u32>(e, 8) == hash && load<u32>(e, 4) == length && same(<usize>load<u32>(e), start, length)) return id;
    slot = (slot + 1) & (SLOT_COUNT - 1);
  }
  // One record whose keys come many times over can fill what `isFull` left free.
  if (nextId == MAX_IDS || arenaUsed + length + 23 > <u32>ARENA_SIZE) return 1;
  const id = nextId++;
  const at = ARENA + arenaUsed;
  memory.copy(at, start, length);
  arenaUsed += (length + 23) & ~15;
  const e = entry(id);
  store<u32>(e, <u32>at);
  store<u32>(e, length, 4);
  store<u32>(e, hash, 8);
  store<u32>(SLOTS + (<usize>slot << 2), id);
  return id;
}
