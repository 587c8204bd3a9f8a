// Where everything lies in the scanner's linear memory, in bytes. `../scanner.ts` reads some of these as globals.

/** Key descriptors: 64 bytes each, written once by the host (see `keys.ts`). */
export const KEYS: usize = 0x10000;
export const MAX_KEYS: u32 = 128;

/** Open-addressing hash table of the known keys, a byte each. */
export const KEY_TABLE: usize = KEYS + (<usize>MAX_KEYS << 6);

/** The key that last followed each path of keys (see `keys.ts`), a byte for each of 4,096 hashes of paths. */
export const FOLLOWERS: usize = KEY_TABLE + 0x100;

/** The tokens found last for each field: 512 places for each of 32 fields. */
export const CACHE: usize = FOLLOWERS + 0x1000;

/** Rows handed to the host, `ROW_BYTES` each. */
export const ROWS: usize = CACHE + (32 << 11);
export const ROW_BYTES: usize = 160;
export const MAX_ROWS: u32 = 512;

/** Scratch space for a key with escapes in it. */
export const SCRATCH: usize = ROWS + <usize>MAX_ROWS * ROW_BYTES;
export const SCRATCH_SIZE: usize = 0x100;

/** Identities seen lately, see `identity.ts`. */
export const IDENTITIES: usize = SCRATCH + SCRATCH_SIZE;
export const IDENTITY_COUNT: u32 = 2048;
export const IDENTITY_BYTES: usize = 1088;

/** For each id the place of its token. */
export const ENTRIES: usize = IDENTITIES + <usize>IDENTITY_COUNT * IDENTITY_BYTES;
export const MAX_IDS: u32 = 0x10000;

/** Open-addressing hash table of tokens: hash and place. */
export const SLOTS: usize = ENTRIES + (<usize>MAX_IDS << 2);
export const SLOT_COUNT: u32 = 0x20000;

/** The tokens (see `dictionary.ts`), padded to 16 bytes so that whole vectors can be compared. */
export const ARENA: usize = SLOTS + (<usize>SLOT_COUNT << 3);
export const ARENA_SIZE: usize = 0x600000;

/** What the sieve knows, see `sieve.ts`: the class of each id for each of 32 fields, and the cells of a tree. */
export const CLASSES: usize = ARENA + ARENA_SIZE;
export const CELLS: usize = CLASSES + (<usize>MAX_IDS << 6);
export const CELL_COUNT: u32 = 0x100000;

/** Tables for checksums, see `checksum.ts`; the bytes folded lately, and what is left of all. */
export const SUM_TABLES: usize = CELLS + (<usize>CELL_COUNT << 2);
export const FOLDED: usize = SUM_TABLES + (8 << 10);
export const FOLDED_HISTORY: usize = 0x1000;
export const FOLDED_BLOCK: usize = 0x3000;
export const LEFT_OVER: usize = FOLDED + FOLDED_HISTORY + FOLDED_BLOCK;
const SUM_END: usize = LEFT_OVER + 0x1000;

/** Callers, see `callers.ts`: the numbers found last, a hash table, for each number where its text stands, and the texts. */
export const RECENT_CALLERS: usize = SUM_END;
export const RECENT_COUNT: u32 = 0x1000;
export const MAX_CALLERS: u32 = 0x8000;
export const CALLER_SLOTS: usize = RECENT_CALLERS + (<usize>RECENT_COUNT << 3);
export const CALLERS: usize = CALLER_SLOTS + (<usize>MAX_CALLERS << 3);
export const CALLER_TEXTS: usize = CALLERS + (<usize>MAX_CALLERS << 4);
export const CALLER_TEXT_SIZE: usize = 0x1000000;

/** What the gate knows, see `gate.ts`: tables of so many tuples each. A table of tuples has two slots for each. */
export const GATE_ROOM: u32 = 0x8000;
const GATE_SLOTS: usize = <usize>GATE_ROOM << 3;
export const CALL_SLOTS: usize = CALLER_TEXTS + CALLER_TEXT_SIZE;
export const CALLS: usize = CALL_SLOTS + GATE_SLOTS;
export const CALL_BYTES: usize = 48;
export const ORIGIN_SLOTS: usize = CALLS + <usize>GATE_ROOM * CALL_BYTES;
export const ORIGINS: usize = ORIGIN_SLOTS + GATE_SLOTS;
export const ORIGIN_BYTES: usize = 64;
export const SPAN_BYTES: usize = 64;
export const CALL_SPAN_SLOTS: usize = ORIGINS + <usize>GATE_ROOM * ORIGIN_BYTES;
export const CALL_SPANS: usize = CALL_SPAN_SLOTS + GATE_SLOTS;
export const USE_SPAN_SLOTS: usize = CALL_SPANS + <usize>GATE_ROOM * SPAN_BYTES;
export const USE_SPANS: usize = USE_SPAN_SLOTS + GATE_SLOTS;
export const HOUR_SLOTS: usize = USE_SPANS + <usize>GATE_ROOM * SPAN_BYTES;
export const HOURS: usize = HOUR_SLOTS + GATE_SLOTS;
/** By the number of a signer: in which file it was last seen, and whether it is watched, a byte each. */
export const SIGNER_FILES: usize = HOURS + (<usize>GATE_ROOM << 3);
export const WATCHED: usize = SIGNER_FILES + (<usize>GATE_ROOM << 2);
/** The signers seen in the file at hand. */
export const TOUCHED: usize = WATCHED + <usize>GATE_ROOM;
/** Kinds of events that passed lately. */
export const KINDS: usize = (TOUCHED + (<usize>GATE_ROOM << 2) + 127) & ~127;
export const KIND_COUNT: u32 = 0x4000;
export const KIND_BYTES: usize = 128;
const GATE_END: usize = KINDS + <usize>KIND_COUNT * KIND_BYTES;

/** The bytes being scanned start here and may reach to the end of memory, less a vector's overshoot. */
export const WINDOW: usize = (GATE_END + 0xffff) & ~0xffff;
