// The byte scanner: finds CloudTrail records in JSON text and hands out one row per record: where it lies, when it
// happened, and a number for the value of each hot field. `../scanner.ts` is its only caller.
import { forgetAll, hashBytes, hashOfId, intern, isFull } from './dictionary';
import { forgetIdentities, identityNumber, identityPlace, keepIdentity, recallIdentity } from './identity';
import { actionOf, argumentOf, findKey, keyEnd, pathAtStart, pathBehind } from './keys';
import { MAX_ROWS, ROWS, ROW_BYTES, WINDOW } from './layout';
import {
  FIELD_COUNT, KIND_EVENT, KIND_OBJECT, KIND_OTHER, KIND_STRING, MARK_PASSED, ROW_END, ROW_FIELDS, ROW_ID_END, ROW_ID_HASH,
  ROW_ID_START, ROW_IDENTITY, ROW_IDENTITY_END, ROW_IDENTITY_NUMBER, ROW_KIND, ROW_MARK, ROW_PARAMETERS, ROW_PARAMETERS_END,
  ROW_TIME, ROW_TIME_STATE, TIME_ODD, TIME_PARSED,
} from './row';
import { comesToNothing } from './sieve';
import { clearFailure, failedAt, literalEnd, markBroken, nestedEnd, skipSpace, stringEnd, valueEnd } from './text';
import { parseTime, parsedMs } from './time';

export { addToSum, beginSum, sum } from './checksum';
export { callerOf, forgetCallers } from './callers';
export {
  callSpanCount, clearGate, clearSpans, count, earliestMs, hourCount, latestMs, learnCall, learnOrigin, openGate,
  originAtHand, pass,
  startGateFile, touchSigner, touchedCount, useSpanCount,
} from './gate';
export { setKeyCount } from './keys';
export { setIdentityFields } from './identity';
export { KEYS, ENTRIES, ROWS, ROW_BYTES, MAX_ROWS, CLASSES, CELLS, CELL_COUNT, WINDOW, CALL_SPANS, USE_SPANS, HOURS, TOUCHED, WATCHED } from './layout';

// What a key asks for (the third word of its descriptor).
const SKIP: u32 = 0;
const FIELD: u32 = 1;
const ENTER: u32 = 2;
const TIME: u32 = 3;
const EVENT_ID: u32 = 4;
const RECORDS: u32 = 5;
const PARAMETERS: u32 = 6;

/** The level of `userIdentity`. */
const IDENTITY: u32 = 1;

// Where the scanner stands in the document.
const AT_TOP: u8 = 0;
const IN_ARRAY: u8 = 1;
const IN_CONTAINER: u8 = 2;

// Why `scan` came back.
const WANTS_BYTES: u32 = 0;
const ROWS_FULL: u32 = 1;
const DICTIONARY_FULL: u32 = 2;
const BROKEN: u32 = 3;

let rows: u32 = 0;
let status: u32 = 0;
let state: u8 = AT_TOP;
let depth: u32 = 0;
const stack = memory.data(16);
let row: usize = 0;
let containerAt: usize = 0;
/** Levels that the current record has entered: a key that comes twice replaces all it set before. */
let entered: u32 = 0;

export function rowCount(): u32 {
  return rows;
}
export function scanStatus(): u32 {
  return status;
}
export function brokenAt(): usize {
  return failedAt;
}

/** The state between two calls, so that the host can scan another document in between. */
export function saveState(): u32 {
  let saved: u32 = <u32>state | (depth << 2);
  for (let i: u32 = 0; i < depth && i < 12; i++) saved |= <u32>load<u8>(stack + i) << (7 + (i << 1));
  return saved;
}
export function restoreState(saved: u32): void {
  state = <u8>(saved & 3);
  depth = (saved >> 2) & 31;
  for (let i: u32 = 0; i < depth && i < 12; i++) store<u8>(stack + i, <u8>((saved >> (7 + (i << 1))) & 3));
}

/** Forgets all interned values: ids from before are void. */
export function resetDictionary(): void {
  forgetAll();
  forgetIdentities();
}

function push(next: u8): bool {
  if (depth >= 12) return false;
  store<u8>(stack + depth, state);
  depth++;
  state = next;
  return true;
}

function pop(): void {
  depth--;
  state = load<u8>(stack + depth);
}

function done(why: u32, p: usize): usize {
  status = why;
  return p;
}

/**
 * Scans from `p` to `end` and fills rows. Returns how far it came: the start of the first record that is not in a row.
 */
export function scan(p: usize, end: usize): usize {
  rows = 0;
  clearFailure();
  p = skipSpace(p, end);
  while (p < end) {
    if (rows == MAX_ROWS) return done(ROWS_FULL, p);
    if (isFull()) return done(DICTIONARY_FULL, p);
    const c = load<u8>(p);
    let next: usize = 0;
    if (state == IN_CONTAINER) {
      next = containerMember(p, end, c);
    } else if (c == 0x7b) {
      next = recordRow(p, end);
    } else if (c == 0x2c) {
      next = p + 1;
    } else if (c == 0x5b) {
      next = push(IN_ARRAY) ? p + 1 : broken(p);
    } else if (c == 0x5d && state == IN_ARRAY) {
      pop();
      next = p + 1;
    } else if (c == 0x1e) {
      next = p + 1;
    } else if (c == 0xef && (p + 3 > end || load<u16>(p, 1) == 0xbfbb)) {
      next = p + 3 > end ? 0 : p + 3;
    } else {
      next = oddRow(p, end, c);
    }
    if (next == 0) return done(failedAt == 0 ? WANTS_BYTES : BROKEN, p);
    p = skipSpace(next, end);
  }
  return done(WANTS_BYTES, p);
}

/** A record that is no object: a string may hold an event, the rest is only counted. */
function oddRow(p: usize, end: usize, c: u8): usize {
  const behind = c == 0x22 ? valueEnd(p, end) : literalEnd(p, end);
  if (behind == 0) return 0;
  startRow(p);
  store<u32>(row, <u32>behind, ROW_END);
  store<u32>(row, c == 0x22 ? KIND_STRING : KIND_OTHER, ROW_KIND);
  rows++;
  return behind;
}

/** One step inside an object whose array of records has been read: the members that follow it. */
function containerMember(p: usize, end: usize, c: u8): usize {
  if (c == 0x7d) {
    pop();
    return p + 1;
  }
  let at = c == 0x2c ? skipSpace(p + 1, end) : p;
  if (at >= end) return 0;
  if (load<u8>(at) != 0x22) return broken(at);
  const key = findKey(at + 1, end, 0, pathAtStart(0));
  if (key < 0) return 0;
  at = colon(keyEnd, end);
  if (at == 0) return 0;
  if (actionOf(key) == RECORDS && load<u8>(at) == 0x5b) return push(IN_ARRAY) ? at + 1 : broken(at);
  return valueEnd(at, end);
}

function broken(at: usize): usize {
  if (failedAt == 0) markBroken(at);
  return 0;
}

function recordRow(p: usize, end: usize): usize {
  startRow(p);
  containerAt = 0;
  entered = 0;
  const behind = walkObject(p, end, 0);
  if (behind == 0) {
    if (containerAt == 0) return 0;
    if (!push(IN_CONTAINER) || !push(IN_ARRAY)) return broken(p);
    return containerAt;
  }
  store<u32>(row, <u32>behind, ROW_END);
  // All events name their source and their action.
  if (fieldId(0) == 0 || fieldId(1) == 0) store<u32>(row, KIND_OBJECT, ROW_KIND);
  else hashEventId();
  rows++;
  return behind;
}

/** Marks the events among the rows at hand that come to nothing in the sieve's tree. */
export function sift(): void {
  for (let at = ROWS, end = ROWS + <usize>rows * ROW_BYTES; at < end; at += ROW_BYTES) {
    if (load<u32>(at, ROW_KIND) == KIND_EVENT && comesToNothing(at + ROW_FIELDS)) {
      store<u32>(at, load<u32>(at, ROW_MARK) | MARK_PASSED, ROW_MARK);
    }
  }
}

function startRow(p: usize): void {
  row = ROWS + <usize>rows * ROW_BYTES;
  const zero = i64x2.splat(0);
  for (let at = row; at < row + ROW_BYTES; at += 16) v128.store(at, zero);
  store<u32>(row, <u32>p);
}

/** Event IDs are UUIDs; anything much shorter (made-up events have "1") says nothing about identity. */
const SHORTEST_EVENT_ID: u32 = 22;

/** The same event ID in another account is another event, so the account's hash is mixed in. */
function hashEventId(): void {
  const start = load<u32>(row, ROW_ID_START);
  const length = load<u32>(row, ROW_ID_END) - start;
  if (length < SHORTEST_EVENT_ID) return;
  const h = hashBytes(start, length);
  const account = fieldId(accountField);
  const owner = account >= 2 ? account : fieldId(ownerField);
  store<u64>(row, h ^ (<u64>(owner >= 2 ? hashOfId(owner) : 0) * 0x9e3779b97f4a7c15), ROW_ID_HASH);
}

let accountField: u32 = 0;
let ownerField: u32 = 0;
/** Numbers of `recipientAccountId` and `userIdentity.accountId` among the fields. */
export function setAccountFields(account: u32, owner: u32): void {
  accountField = account;
  ownerField = owner;
}

// @ts-ignore: decorator
@inline
function fieldId(field: u32): u32 {
  return load<u32>(row + ROW_FIELDS + (<usize>field << 2));
}

// @ts-ignore: decorator
@inline
function colon(p: usize, end: usize): usize {
  if (load<u8>(p) != 0x3a) {
    p = skipSpace(p, end);
    if (p >= end) return 0;
    if (load<u8>(p) != 0x3a) return broken(p);
  }
  p++;
  if (load<u8>(p) <= 0x20) p = skipSpace(p, end);
  return p < end ? p : 0;
}

/** Walks the members of an object; `level` 0 is the record, the others are parts of its `userIdentity`. Returns the position behind it. */
function walkObject(start: usize, end: usize, level: u32): usize {
  let p = skipSpace(start + 1, end);
  if (p >= end) return 0;
  if (load<u8>(p) == 0x7d) return p + 1;
  let path = pathAtStart(level);
  while (p < end) {
    if (load<u8>(p) != 0x22) return broken(p);
    const key = findKey(p + 1, end, level, path);
    if (key < 0) return 0;
    path = pathBehind(path, key);
    p = colon(keyEnd, end);
    if (p == 0) return 0;
    p = member(p, end, key);
    if (p == 0) return 0;
    if (p >= end) return 0;
    if (load<u16>(p) == 0x222c) {
      p++;
      continue;
    }
    if (load<u8>(p) <= 0x20) {
      p = skipSpace(p, end);
      if (p >= end) return 0;
    }
    const c = load<u8>(p);
    if (c == 0x7d) return p + 1;
    if (c != 0x2c) return broken(p);
    p++;
    if (load<u8>(p) <= 0x20) p = skipSpace(p, end);
  }
  return 0;
}

/** Reads the value at `p` as its key asks; returns the position behind it. */
// @ts-ignore: decorator
@inline
function member(p: usize, end: usize, key: u32): usize {
  const action = actionOf(key);
  const c = load<u8>(p);
  if (action == FIELD) return fieldValue(p, end, c, argumentOf(key));
  if (action == SKIP) return valueEnd(p, end);
  if (action == ENTER) return enter(p, end, c, argumentOf(key));
  return rareMember(p, end, c, action);
}

// @ts-ignore: decorator
@inline
function fieldValue(p: usize, end: usize, c: u8, field: u32): usize {
  let behind: usize;
  const place = row + ROW_FIELDS + (<usize>field << 2);
  if (c == 0x22) {
    behind = stringEnd(p + 1, end);
    if (behind == 0) return 0;
    behind++;
  } else if (c == 0x7b || c == 0x5b) {
    store<u32>(place, 1);
    return nestedEnd(p, end);
  } else {
    behind = literalEnd(p, end);
    if (behind == 0) return 0;
  }
  store<u32>(place, intern(p, behind, field));
  return behind;
}

function enter(p: usize, end: usize, c: u8, level: u32): usize {
  if ((entered >> level) & 1) forgetLevels(level);
  entered |= 1 << level;
  if (c != 0x7b) return valueEnd(p, end);
  return level == IDENTITY ? identity(p, end) : walkObject(p, end, level);
}

function identity(p: usize, end: usize): usize {
  const place = identityPlace(p, end);
  const length = recallIdentity(place, p, end, row + ROW_FIELDS);
  let behind: usize = 0;
  if (length != 0) behind = p + length;
  else {
    behind = walkObject(p, end, IDENTITY);
    if (behind != 0) keepIdentity(place, p, behind, row + ROW_FIELDS);
  }
  store<u32>(row, <u32>p, ROW_IDENTITY);
  store<u32>(row, <u32>behind, ROW_IDENTITY_END);
  store<u32>(row, identityNumber, ROW_IDENTITY_NUMBER);
  return behind;
}

/** The fields of each level: bit `f` set when field `f` belongs to that level or a deeper one. */
const levelFields = memory.data(8 * 4, 16);
export function setLevelFields(level: u32, mask: u32): void {
  store<u32>(levelFields + (<usize>level << 2), mask);
}

function forgetLevels(level: u32): void {
  if (level == IDENTITY) {
    store<u32>(row, 0, ROW_IDENTITY);
    store<u32>(row, 0, ROW_IDENTITY_NUMBER);
  }
  const mask = load<u32>(levelFields + (<usize>level << 2));
  for (let field: u32 = 0; field < FIELD_COUNT; field++) {
    if ((mask >> field) & 1) store<u32>(row + ROW_FIELDS + (<usize>field << 2), 0);
  }
}

function rareMember(p: usize, end: usize, c: u8, action: u32): usize {
  if (action == RECORDS && c == 0x5b && fieldId(0) == 0 && fieldId(1) == 0) {
    containerAt = p + 1;
    return 0;
  }
  const behind = valueEnd(p, end);
  if (behind == 0) return 0;
  if (action == TIME) {
    store<u32>(row, parseTime(p, behind) ? TIME_PARSED : TIME_ODD, ROW_TIME_STATE);
    store<f64>(row, parsedMs, ROW_TIME);
  } else if (action == EVENT_ID) {
    store<u32>(row, <u32>p, ROW_ID_START);
    store<u32>(row, <u32>behind, ROW_ID_END);
  } else if (action == PARAMETERS) {
    store<u32>(row, <u32>p, ROW_PARAMETERS);
    store<u32>(row, <u32>behind, ROW_PARAMETERS_END);
  }
  return behind;
}
