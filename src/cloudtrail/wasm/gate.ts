// The gate: events are counted here, and one that says nothing new passes without anybody else looking at it. What calls
// and origins that are not known yet are to the host, it tells once (`learnCall`, `learnOrigin`).
//
// Of an event that was counted remain: the first and the last of its kind on a day, for what was called in a context and
// for its origin; its hour, for those that want it; the file that it stands in, for its signer; and the times of all.
import { callerOf } from './callers';
import {
  CALLS, CALL_BYTES, CALL_SLOTS, CALL_SPANS, CALL_SPAN_SLOTS, GATE_ROOM, HOURS, HOUR_SLOTS, KINDS, KIND_BYTES, KIND_COUNT,
  ORIGINS, ORIGIN_BYTES,
  ORIGIN_SLOTS, SIGNER_FILES, SPAN_BYTES, TOUCHED, USE_SPANS, USE_SPAN_SLOTS, WATCHED,
} from './layout';
import { KIND_EVENT, ROW_FIELDS, ROW_ID_END, ROW_ID_START, ROW_KIND, ROW_TIME, ROW_TIME_STATE, TIME_PARSED } from './row';
import { comesToNothing } from './sieve';
import { find, freeSlot } from './tuples';
import { compareUuids, readUuid } from './uuid';

// A call: the ids of its fields (8 words at most), then
const CALL_FLAGS: usize = 32;
const CALL_GROUP: usize = 36;
const CALL_HOUR: usize = 40;
const CALL_KEY: usize = 32;

// An origin: its caller and the ids of its fields (6 words at most), then
const ORIGIN_CONTEXT: usize = 24;
const ORIGIN_FLAGS: usize = 28;
const ORIGIN_SIGNER: usize = 32;
const ORIGIN_HOUR: usize = 36;
const ORIGIN_FIRST_MS: usize = 40;
const ORIGIN_FIRST_ID: usize = 48;
const ORIGIN_KEY: usize = 24;

// A span: context, call and day, or origin and day; then
const CALL_SPAN_KEY: usize = 16;
const USE_SPAN_KEY: usize = 8;
const SPAN_FIRST_MS: usize = 16;
const SPAN_LAST_MS: usize = 24;
const SPAN_FIRST_ID: usize = 32;
const SPAN_LAST_ID: usize = 48;

// A kind, which is all that tells events apart but time and ID: its caller and the ids of the fields before `userIdentity`.
// Then what is known of such an event as long as spans are not cleared (`round`), in that hour, behind that time.
const KIND_IDS: usize = 16;
const KIND_ROUND: usize = 4;
const KIND_HOUR: usize = 8;
const KIND_OUTCOME: usize = 12;
const KIND_FIRST_MS: usize = 64;
const KIND_SIGNER: usize = 72;
/** Places of its spans, 0 without one. */
const KIND_CALL_SPAN: usize = 76;
const KIND_USE_SPAN: usize = 80;

const HOUR_KEY: usize = 8;
const SLOT_MASK: u32 = 2 * GATE_ROOM - 1;

// What `pass` comes to: the event was counted; it cannot be counted here; or spans must be cleared first. Otherwise it is
// to be counted (`count`) when the host has done what these bits ask for: to say what its call or its origin is; to match
// it with its rules; to look at it as one of a signer that it watches or as a call that takes something away, as one that
// mints, or as one that may be the first of its use. An event that was counted may want a glance all the same.
const COUNTED: u32 = 0;
const BEYOND: u32 = 1;
const NO_ROOM: u32 = 2;
const NEW_CALL: u32 = 4;
const NEW_ORIGIN: u32 = 8;
const MATCH: u32 = 16;
const GLANCE: u32 = 32;
const NOTICED: u32 = 64;
const MINTS: u32 = 128;
const EARLY: u32 = 256;

// Calls that take something away; that mint, unless an origin is indifferent to that; and those that want a glance.
const TAKING: u32 = 1;
const MINTING: u32 = 2;
const GLANCED_AT: u32 = 4;
// Origins that are indifferent to calls that mint; whose uses are counted; and by the hour.
const INDIFFERENT: u32 = 1;
const USED: u32 = 2;
const HOURLY: u32 = 4;
/** In the place of a caller: there was no room for it. */
const NO_CALLER: u32 = 0xffffffff;
/** In the place of a context: the origin has none. */
const NO_CONTEXT: u32 = 0xffffffff;
/** In the place of an hour: none was noted. */
const NO_HOUR: u32 = 0x80000000;

const HOUR_MS: f64 = 3600000;
const DAY_MS: f64 = 86400000;
/** Groups of calls are numbered below this, origins from it on. */
const FIRST_ORIGIN: u32 = 0x80000000;

let callFields: u32 = 0;
let originFields: u32 = 0;
let calls: u32 = 0;
let origins: u32 = 0;
let hours: u32 = 0;
let callSpans: u32 = 0;
let useSpans: u32 = 0;
let touched: u32 = 0;
let file: u32 = 1;
let round: u32 = 1;
let earliest: f64 = Infinity;
let latest: f64 = -Infinity;

// The event at hand.
const id = memory.data(16, 16);
const callKey = memory.data(32, 16);
const originKey = memory.data(24, 16);
const spanKey = memory.data(16, 16);
let timeMs: f64 = 0;
let hour: u32 = 0;
/** Its call and origin by their numbers, negative where they are not known; and where these belong then. */
let call: i32 = -1;
let origin: i32 = -1;
let callSlot: usize = 0;
let originSlot: usize = 0;
/** The spans that it was counted in; 0 where there is none. */
let callSpan: usize = 0;
let useSpan: usize = 0;

export function callSpanCount(): u32 {
  return callSpans;
}
export function useSpanCount(): u32 {
  return useSpans;
}
export function hourCount(): u32 {
  return hours;
}
export function originAtHand(): i32 {
  return origin;
}
export function touchedCount(): u32 {
  return touched;
}
export function earliestMs(): f64 {
  return earliest;
}
export function latestMs(): f64 {
  return latest;
}

/**
 * Starts anew. Which fields make a call (8 at most), and which beside the caller an origin (5 at most): bit `f` for field
 * `f`.
 */
export function openGate(ofCall: u32, ofOrigin: u32): void {
  callFields = ofCall;
  originFields = ofOrigin;
  memory.fill(callKey, 0, CALL_KEY);
  memory.fill(originKey, 0, ORIGIN_KEY);
  earliest = Infinity;
  latest = -Infinity;
  clearGate();
}

/** The signers of the next file are to be told anew. */
export function startGateFile(): void {
  file++;
  touched = 0;
}

/** Forgets what was counted, but for the times of all events. */
export function clearSpans(): void {
  round++;
  callSpans = 0;
  useSpans = 0;
  hours = 0;
  memory.fill(CALL_SPAN_SLOTS, 0, <usize>GATE_ROOM << 3);
  memory.fill(USE_SPAN_SLOTS, 0, <usize>GATE_ROOM << 3);
  memory.fill(HOUR_SLOTS, 0, <usize>GATE_ROOM << 3);
}

/** Forgets all calls and origins, and what was counted. */
export function clearGate(): void {
  clearSpans();
  calls = 0;
  origins = 0;
  memory.fill(CALL_SLOTS, 0, <usize>GATE_ROOM << 3);
  memory.fill(ORIGIN_SLOTS, 0, <usize>GATE_ROOM << 3);
  startGateFile();
}

/** Counts the event in `row` if it says nothing new; see `COUNTED`. */
export function pass(row: usize): u32 {
  if (load<u32>(row, ROW_KIND) != KIND_EVENT || load<u32>(row, ROW_TIME_STATE) != TIME_PARSED) return BEYOND;
  if (!readUuid(<usize>load<u32>(row, ROW_ID_START), <usize>load<u32>(row, ROW_ID_END), id)) return BEYOND;
  const fields = row + ROW_FIELDS;
  const caller = callerOf(row);
  if (caller == NO_CALLER) return BEYOND;
  timeMs = load<f64>(row, ROW_TIME);
  hour = <u32><i32>Math.floor(timeMs / HOUR_MS);
  const kind = kindOf(caller, fields);
  if (isAlike(kind, caller, fields) && !isWatched(load<u32>(kind, KIND_SIGNER))) {
    noteTime();
    touch(load<u32>(kind, KIND_SIGNER));
    const callSpan = <usize>load<u32>(kind, KIND_CALL_SPAN);
    const useSpan = <usize>load<u32>(kind, KIND_USE_SPAN);
    if (callSpan != 0) widen(callSpan);
    if (useSpan != 0) widen(useSpan);
    return load<u32>(kind, KIND_OUTCOME);
  }
  if (!copyIds(fields, callFields, callKey) || !copyIds(fields, originFields, originKey + 4)) return BEYOND;
  store<u32>(originKey, caller);
  call = find(CALL_SLOTS, SLOT_MASK, CALLS, CALL_BYTES, callKey, CALL_KEY);
  callSlot = freeSlot;
  origin = find(ORIGIN_SLOTS, SLOT_MASK, ORIGINS, ORIGIN_BYTES, originKey, ORIGIN_KEY);
  originSlot = freeSlot;
  const match = select<u32>(0, MATCH, comesToNothing(fields));
  if (call < 0 || origin < 0) {
    return match | select<u32>(NEW_CALL, 0, call < 0) | select<u32>(NEW_ORIGIN, 0, origin < 0);
  }
  // An event adds two hours at the most.
  if (callSpans == GATE_ROOM || useSpans == GATE_ROOM || hours > GATE_ROOM - 2) return NO_ROOM;
  const from = ORIGINS + <usize>origin * ORIGIN_BYTES;
  const callFlags = load<u32>(CALLS + <usize>call * CALL_BYTES, CALL_FLAGS);
  const flags = load<u32>(from, ORIGIN_FLAGS);
  const signer = load<u32>(from, ORIGIN_SIGNER);
  const glance = select<u32>(GLANCE, 0, (callFlags & GLANCED_AT) != 0);
  const asked =
    match |
    select<u32>(NOTICED, 0, (callFlags & TAKING) != 0 || isWatched(signer)) |
    select<u32>(MINTS, 0, (callFlags & MINTING) != 0 && (flags & INDIFFERENT) == 0) |
    select<u32>(EARLY, 0, (flags & USED) != 0 && !isBehindFirst(from));
  if (asked != 0) return asked | glance;
  touch(signer);
  count();
  remember(kind, caller, fields, COUNTED | glance, from, signer);
  return COUNTED | glance;
}

// @ts-ignore: decorator
@inline
function isWatched(signer: u32): bool {
  return load<u8>(WATCHED + <usize>signer) != 0;
}

/** Where the kind of an event is kept. */
// @ts-ignore: decorator
@inline
function kindOf(caller: u32, fields: usize): usize {
  let h = (<u64>caller ^ load<u64>(fields)) * 0x9e3779b97f4a7c15;
  h = (h ^ (h >> 32) ^ load<u64>(fields, 8)) * 0x9e3779b97f4a7c15;
  h = (h ^ (h >> 32) ^ load<u64>(fields, 16)) * 0x9e3779b97f4a7c15;
  return KINDS + <usize>((h >> 32) & (KIND_COUNT - 1)) * KIND_BYTES;
}

/** Whether the event at hand is of that kind, and what is known of the kind holds for it. */
// @ts-ignore: decorator
@inline
function isAlike(kind: usize, caller: u32, fields: usize): bool {
  if (load<u32>(kind) != caller || load<u32>(kind, KIND_ROUND) != round || load<u32>(kind, KIND_HOUR) != hour) return false;
  const differs = v128.or(
    v128.or(
      v128.xor(v128.load(kind, KIND_IDS), v128.load(fields)),
      v128.xor(v128.load(kind, KIND_IDS + 16), v128.load(fields, 16)),
    ),
    v128.xor(v128.load(kind, KIND_IDS + 32), v128.load(fields, 32)),
  );
  return !v128.any_true(differs) && timeMs > load<f64>(kind, KIND_FIRST_MS);
}

/** Keeps what is known of the kind of the event that passed last. */
// @ts-ignore: decorator
@inline
function remember(kind: usize, caller: u32, fields: usize, outcome: u32, from: usize, signer: u32): void {
  store<u32>(kind, caller);
  store<u32>(kind, round, KIND_ROUND);
  store<u32>(kind, hour, KIND_HOUR);
  store<u32>(kind, outcome, KIND_OUTCOME);
  for (let at: usize = 0; at < 48; at += 16) v128.store(kind + at, v128.load(fields + at), KIND_IDS);
  const isUsed = (load<u32>(from, ORIGIN_FLAGS) & USED) != 0;
  store<f64>(kind, isUsed ? load<f64>(from, ORIGIN_FIRST_MS) : -Infinity, KIND_FIRST_MS);
  store<u32>(kind, signer, KIND_SIGNER);
  store<u32>(kind, <u32>callSpan, KIND_CALL_SPAN);
  store<u32>(kind, <u32>useSpan, KIND_USE_SPAN);
}

/** Copies the ids of the fields whose bits are set; false where one of them has no number. */
// @ts-ignore: decorator
@inline
function copyIds(fields: usize, mask: u32, to: usize): bool {
  while (mask != 0) {
    const value = load<u32>(fields + (<usize>ctz(mask) << 2));
    if (value == 1) return false;
    store<u32>(to, value);
    to += 4;
    mask &= mask - 1;
  }
  return true;
}

/** Whether the event comes after one that is known of the use, by time and then by ID. */
// @ts-ignore: decorator
@inline
function isBehindFirst(from: usize): bool {
  const firstMs = load<f64>(from, ORIGIN_FIRST_MS);
  return timeMs > firstMs || (timeMs == firstMs && compareUuids(id, from + ORIGIN_FIRST_ID) > 0);
}

// @ts-ignore: decorator
@inline
function noteTime(): void {
  if (timeMs < earliest) earliest = timeMs;
  if (timeMs > latest) latest = timeMs;
}

/** Notes that an event of the signer is in the file at hand. */
// @ts-ignore: decorator
@inline
function touch(signer: u32): void {
  const seenIn = SIGNER_FILES + (<usize>signer << 2);
  if (load<u32>(seenIn) == file) return;
  store<u32>(seenIn, file);
  store<u32>(TOUCHED + (<usize>touched << 2), signer);
  touched++;
}

/** Notes that an event of the signer of the event at hand is in the file at hand. */
export function touchSigner(): void {
  touch(load<u32>(ORIGINS + <usize>origin * ORIGIN_BYTES, ORIGIN_SIGNER));
}

/** Counts the event at hand: the host has seen to what `pass` asked for. */
export function count(): void {
  noteTime();
  callSpan = 0;
  useSpan = 0;
  const known = CALLS + <usize>call * CALL_BYTES;
  const from = ORIGINS + <usize>origin * ORIGIN_BYTES;
  if (load<u32>(known, CALL_HOUR) != hour) {
    store<u32>(known, hour, CALL_HOUR);
    addHour(load<u32>(known, CALL_GROUP));
  }
  const day = <u32><i32>Math.floor(timeMs / DAY_MS);
  const context = load<u32>(from, ORIGIN_CONTEXT);
  if (context != NO_CONTEXT) {
    store<u32>(spanKey, context);
    store<u32>(spanKey, <u32>call, 4);
    store<u32>(spanKey, day, 8);
    store<u32>(spanKey, 0, 12);
    const span = find(CALL_SPAN_SLOTS, SLOT_MASK, CALL_SPANS, SPAN_BYTES, spanKey, CALL_SPAN_KEY);
    callSpan = CALL_SPANS + <usize>(span < 0 ? <i32>callSpans : span) * SPAN_BYTES;
    if (span < 0) startSpan(callSpan, ++callSpans, CALL_SPAN_KEY);
    else widen(callSpan);
  }
  const flags = load<u32>(from, ORIGIN_FLAGS);
  if ((flags & USED) == 0) return;
  store<u32>(spanKey, <u32>origin);
  store<u32>(spanKey, day, 4);
  const span = find(USE_SPAN_SLOTS, SLOT_MASK, USE_SPANS, SPAN_BYTES, spanKey, USE_SPAN_KEY);
  useSpan = USE_SPANS + <usize>(span < 0 ? <i32>useSpans : span) * SPAN_BYTES;
  if (span < 0) startSpan(useSpan, ++useSpans, USE_SPAN_KEY);
  else widen(useSpan);
  if (!isBehindFirst(from)) setFirst(from, timeMs, v128.load(id));
  if ((flags & HOURLY) == 0 || load<u32>(from, ORIGIN_HOUR) == hour) return;
  store<u32>(from, hour, ORIGIN_HOUR);
  addHour(FIRST_ORIGIN + <u32>origin);
}

function setFirst(from: usize, ms: f64, words: v128): void {
  store<f64>(from, ms, ORIGIN_FIRST_MS);
  v128.store(from, words, ORIGIN_FIRST_ID);
}

function startSpan(span: usize, length: u32, keyBytes: usize): void {
  store<u32>(freeSlot, length);
  memory.copy(span, spanKey, keyBytes);
  store<f64>(span, timeMs, SPAN_FIRST_MS);
  store<f64>(span, timeMs, SPAN_LAST_MS);
  const words = v128.load(id);
  v128.store(span, words, SPAN_FIRST_ID);
  v128.store(span, words, SPAN_LAST_ID);
}

function widen(span: usize): void {
  const firstMs = load<f64>(span, SPAN_FIRST_MS);
  const lastMs = load<f64>(span, SPAN_LAST_MS);
  if (timeMs < firstMs || (timeMs == firstMs && compareUuids(id, span + SPAN_FIRST_ID) < 0)) {
    store<f64>(span, timeMs, SPAN_FIRST_MS);
    v128.store(span, v128.load(id), SPAN_FIRST_ID);
  }
  if (timeMs > lastMs || (timeMs == lastMs && compareUuids(id, span + SPAN_LAST_ID) > 0)) {
    store<f64>(span, timeMs, SPAN_LAST_MS);
    v128.store(span, v128.load(id), SPAN_LAST_ID);
  }
}

/** Says what the call of the event is that `pass` was asked about last. It has to be new, and there has to be room. */
export function learnCall(flags: u32, group: u32): void {
  const known = CALLS + <usize>calls * CALL_BYTES;
  store<u32>(callSlot, ++calls);
  memory.copy(known, callKey, CALL_KEY);
  store<u32>(known, flags, CALL_FLAGS);
  store<u32>(known, group, CALL_GROUP);
  store<u32>(known, NO_HOUR, CALL_HOUR);
}

/** The same of its origin. Events later than `firstMs` are not the first of the origin's use. */
export function learnOrigin(flags: u32, context: u32, signer: u32, firstMs: f64): void {
  const from = ORIGINS + <usize>origins * ORIGIN_BYTES;
  store<u32>(originSlot, ++origins);
  memory.copy(from, originKey, ORIGIN_KEY);
  store<u32>(from, context, ORIGIN_CONTEXT);
  store<u32>(from, flags, ORIGIN_FLAGS);
  store<u32>(from, signer, ORIGIN_SIGNER);
  store<u32>(from, NO_HOUR, ORIGIN_HOUR);
  // Of another event at that time it is not known here which is the first.
  setFirst(from, firstMs, i8x16.splat(-1));
}

function addHour(group: u32): void {
  store<u32>(spanKey, group);
  store<u32>(spanKey, hour, 4);
  if (find(HOUR_SLOTS, SLOT_MASK, HOURS, HOUR_KEY, spanKey, HOUR_KEY) >= 0) return;
  store<u32>(freeSlot, ++hours);
  memory.copy(HOURS + (<usize>(hours - 1) << 3), spanKey, HOUR_KEY);
}
