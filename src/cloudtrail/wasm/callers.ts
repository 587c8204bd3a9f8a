// Numbers for callers: what is worked out about a `userIdentity` is worked out once for each of its texts. The numbers of
// `identity.ts` are forgotten and given anew when many callers take turns; these last longer.
import { hashBytes } from './dictionary';
import {
  CALLERS, CALLER_SLOTS, CALLER_TEXTS, CALLER_TEXT_SIZE, MAX_CALLERS, RECENT_CALLERS, RECENT_COUNT,
} from './layout';
import { ROW_IDENTITY, ROW_IDENTITY_END, ROW_IDENTITY_NUMBER } from './row';

// A caller, by its number: u32 place of its text, u32 length, u64 hash. A slot is a number; 0 is empty, and the number of
// records without a caller. Recent: u32 number of the identity, u32 number of the caller.
const LENGTH: usize = 4;
const HASH: usize = 8;
const SLOT_MASK: u32 = 2 * MAX_CALLERS - 1;

const NOBODY: u32 = 0;
/** There is no room for one more caller: `forgetCallers` makes some. */
const NO_ROOM: u32 = 0xffffffff;

let given: u32 = 0;
let used: usize = 0;

/** The number of the caller of the record in `row`: equal texts have equal numbers until they are forgotten. */
export function callerOf(row: usize): u32 {
  const start = <usize>load<u32>(row, ROW_IDENTITY);
  const end = <usize>load<u32>(row, ROW_IDENTITY_END);
  if (start == 0 || end <= start) return NOBODY;
  const identity = load<u32>(row, ROW_IDENTITY_NUMBER);
  const recent = RECENT_CALLERS + (<usize>(identity & (RECENT_COUNT - 1)) << 3);
  if (identity != 0 && load<u32>(recent) == identity) return load<u32>(recent, 4);
  const number = find(start, <u32>(end - start));
  if (identity != 0 && number != NO_ROOM) {
    store<u32>(recent, identity);
    store<u32>(recent, number, 4);
  }
  return number;
}

export function forgetCallers(): void {
  if (given == 0) return;
  given = 0;
  used = 0;
  memory.fill(RECENT_CALLERS, 0, <usize>RECENT_COUNT << 3);
  memory.fill(CALLER_SLOTS, 0, <usize>MAX_CALLERS << 3);
}

function find(text: usize, length: u32): u32 {
  const hash = hashBytes(text, length);
  let slot = <u32>(hash >> 32) & SLOT_MASK;
  let number = load<u32>(CALLER_SLOTS + (<usize>slot << 2));
  while (number != NOBODY) {
    const caller = CALLERS + (<usize>number << 4);
    if (load<u64>(caller, HASH) == hash && load<u32>(caller, LENGTH) == length) {
      if (memory.compare(<usize>load<u32>(caller), text, <usize>length) == 0) return number;
    }
    slot = (slot + 1) & SLOT_MASK;
    number = load<u32>(CALLER_SLOTS + (<usize>slot << 2));
  }
  if (given == MAX_CALLERS - 1 || used + <usize>length > CALLER_TEXT_SIZE) return NO_ROOM;
  number = ++given;
  const caller = CALLERS + (<usize>number << 4);
  const place = CALLER_TEXTS + used;
  memory.copy(place, text, <usize>length);
  used += <usize>length;
  store<u32>(caller, <u32>place);
  store<u32>(caller, length, LENGTH);
  store<u64>(caller, hash, HASH);
  store<u32>(CALLER_SLOTS + (<usize>slot << 2), number);
  return number;
}
