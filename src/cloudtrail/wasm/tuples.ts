// Tables of tuples: each gets the next number. A tuple stands at the start of its entry; a slot of the hash table holds a
// number plus one, 0 is empty, and half of the slots stay free.

/** Where the tuple that was not found belongs: for `insert`. */
export let freeSlot: usize = 0;

/**
 * The number of the tuple at `key`, `bytes` (a multiple of 8) long, in the table with these slots (`mask` is one less than
 * their count) and entries; -1 where there is none.
 */
export function find(slots: usize, mask: u32, entries: usize, entryBytes: usize, key: usize, bytes: usize): i32 {
  let h: u64 = 0;
  for (let at: usize = 0; at < bytes; at += 8) {
    h = (h ^ load<u64>(key + at)) * 0x9e3779b97f4a7c15;
    h ^= h >> 32;
  }
  let place = slots + (<usize>(<u32>h & mask) << 2);
  const end = slots + (<usize>mask << 2);
  let number = load<i32>(place) - 1;
  while (number >= 0 && !same(entries + <usize>number * entryBytes, key, bytes)) {
    place = place == end ? slots : place + 4;
    number = load<i32>(place) - 1;
  }
  freeSlot = place;
  return number;
}

// @ts-ignore: decorator
@inline
function same(entry: usize, key: usize, bytes: usize): bool {
  for (let at: usize = 0; at < bytes; at += 8) if (load<u64>(entry + at) != load<u64>(key + at)) return false;
  return true;
}
