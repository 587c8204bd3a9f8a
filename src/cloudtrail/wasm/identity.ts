// A session's `userIdentity` is the same text in all its records, and a third of each. The latest such texts are kept with
// the ids of their fields: one that comes again is compared, not walked.
import { IDENTITIES, IDENTITY_BYTES, IDENTITY_COUNT } from './layout';

// An identity: u32 length, then the ids of its fields, its number (at byte 60), and from byte 64 its text.
const IDS: usize = 4;
const ID_COUNT: u32 = 14;
const NUMBER: usize = 60;
const TEXT: usize = 64;
/** So many bytes are the start of an identity. */
const START: usize = 64;
/** Leaves the bits of a hash that number the places. */
const PLACE_SHIFT: u64 = 53;
const LONGEST: u32 = <u32>(IDENTITY_BYTES - TEXT) - 16;

/** Numbers given so far. */
let given: u32 = 0;
/** Number of the identity that was recalled or kept last: equal numbers are equal texts. 0 where it was not kept. */
export let identityNumber: u32 = 0;

let firstField: u32 = 0;
let fieldCount: u32 = 0;

/** Which fields make up an identity: `count` of them from `first` on, side by side in a row. */
export function setIdentityFields(first: u32, count: u32): void {
  firstField = first;
  fieldCount = count < ID_COUNT ? count : ID_COUNT;
}

export function forgetIdentities(): void {
  memory.fill(IDENTITIES, 0, <usize>IDENTITY_COUNT * IDENTITY_BYTES);
}

/**
 * For each hash of an identity's start: where the texts that start so were last seen to differ. The sessions of a role
 * differ in their access key only, which stands nowhere in particular.
 */
const turns = memory.data(<i32>IDENTITY_COUNT << 1, 16);
const START_SHIFT: u64 = 53;

/** The turn that belongs to the identity whose place was asked for last. */
let turn: usize = 0;

/** The place of the identity at `p`, by what stands behind its type and where those that start like it differ. */
// @ts-ignore: decorator
@inline
export function identityPlace(p: usize, end: usize): usize {
  const start = (load<u64>(p, 40) ^ (load<u64>(p, 56) * 0x9e3779b97f4a7c15)) * 0xff51afd7ed558ccd;
  turn = turns + (<usize>(start >> START_SHIFT) << 1);
  const at = p + <usize>load<u16>(turn);
  if (at + 16 > end) return IDENTITIES;
  const h = (start ^ load<u64>(at) ^ (load<u64>(at, 8) * 0x9e3779b97f4a7c15)) * 0xc4ceb9fe1a85ec53;
  return IDENTITIES + <usize>(h >> PLACE_SHIFT) * IDENTITY_BYTES;
}

/** If the identity at `place` stands at `p`: writes the ids of its fields to `fields` and returns its length; else 0. */
export function recallIdentity(place: usize, p: usize, end: usize, fields: usize): usize {
  const length = <usize>load<u32>(place);
  if (length == 0 || p + length > end) return 0;
  const text = place + TEXT;
  let at: usize = 0;
  while (at + 16 <= length) {
    if (v128.any_true(v128.xor(v128.load(text + at), v128.load(p + at)))) {
      // What starts alike and differs here is told apart by this from now on.
      if (at >= START) store<u16>(turn, <u16>at);
      return 0;
    }
    at += 16;
  }
  // The last bytes once more, together with some before them: an identity is longer than a vector.
  if (v128.any_true(v128.xor(v128.load(text + length - 16), v128.load(p + length - 16)))) return 0;
  const ids = fields + (<usize>firstField << 2);
  for (let n: u32 = 0; n < fieldCount; n++) {
    store<u32>(ids + (<usize>n << 2), load<u32>(place + IDS + (<usize>n << 2)));
  }
  identityNumber = load<u32>(place, NUMBER);
  return length;
}

/** Keeps the identity that stands from `p` to `behind`, with the ids that its walk wrote to `fields`. */
export function keepIdentity(place: usize, p: usize, behind: usize, fields: usize): void {
  const length = <u32>(behind - p);
  identityNumber = 0;
  if (length > LONGEST || length < 32) return;
  identityNumber = ++given;
  store<u32>(place, length);
  store<u32>(place, identityNumber, NUMBER);
  memory.copy(place + IDS, fields + (<usize>firstField << 2), <usize>fieldCount << 2);
  memory.copy(place + TEXT, p, length);
}
