// A session's `userIdentity` is the same text in all its records, and a third of each. The latest such texts are kept with
// the ids of their fields: one that comes again is compared, not walked.
import { IDENTITIES, IDENTITY_BYTES, IDENTITY_COUNT } from './layout';

// An identity: u32 length, then the ids of its fields, then (from byte 64) its text.
const IDS: usize = 4;
const ID_COUNT: u32 = 15;
const TEXT: usize = 64;
const LONGEST: u32 = <u32>(IDENTITY_BYTES - TEXT) - 16;

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

/** The place of the identity that starts like the text at `p`: behind its type stands what tells sessions apart. */
// @ts-ignore: decorator
@inline
export function identityPlace(p: usize): usize {
  const h = (load<u64>(p, 40) ^ (load<u64>(p, 56) * 0x9e3779b97f4a7c15)) * 0xff51afd7ed558ccd;
  return IDENTITIES + <usize>(h >> 55) * IDENTITY_BYTES;
}

/** If the identity at `place` stands at `p`: writes the ids of its fields to `fields` and returns its length; else 0. */
export function recallIdentity(place: usize, p: usize, end: usize, fields: usize): usize {
  const length = <usize>load<u32>(place);
  if (length == 0 || p + length > end) return 0;
  const text = place + TEXT;
  let at: usize = 0;
  while (at + 16 <= length) {
    if (v128.any_true(v128.xor(v128.load(text + at), v128.load(p + at)))) return 0;
    at += 16;
  }
  // The last bytes once more, together with some before them: an identity is longer than a vector.
  if (v128.any_true(v128.xor(v128.load(text + length - 16), v128.load(p + length - 16)))) return 0;
  memory.copy(fields + (<usize>firstField << 2), place + IDS, <usize>fieldCount << 2);
  return length;
}

/** Keeps the identity that stands from `p` to `behind`, with the ids that its walk wrote to `fields`. */
export function keepIdentity(place: usize, p: usize, behind: usize, fields: usize): void {
  const length = <u32>(behind - p);
  if (length > LONGEST || length < 32) return;
  store<u32>(place, length);
  memory.copy(place + IDS, fields + (<usize>firstField << 2), <usize>fieldCount << 2);
  memory.copy(place + TEXT, p, length);
}
