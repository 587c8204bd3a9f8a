// Where everything lies in the scanner's linear memory, in bytes. `../scanner.ts` reads these as exported globals.

/** Key descriptors: 64 bytes each, written once by the host (see `keys.ts`). */
export const KEYS: usize = 0x10000;
export const MAX_KEYS: u32 = 128;

/** Interned tokens: a table of 16-byte entries (start, length, hash, unused), numbered from 2. */
export const ENTRIES: usize = 0x14000;
export const MAX_IDS: u32 = 0x10000;

/** Open-addressing hash table from token hash to id; zero is empty. */
export const SLOTS: usize = ENTRIES + ((<usize>MAX_IDS) << 4);
export const SLOT_COUNT: u32 = 0x20000;

/** The bytes of the interned tokens, each padded to 16 bytes so that whole vectors can be compared. */
export const ARENA: usize = SLOTS + ((<usize>SLOT_COUNT) << 2);
export const ARENA_SIZE: usize = 0x600000;

/** Rows handed to the host, `ROW_BYTES` each. */
export const ROWS: usize = ARENA + ARENA_SIZE;
export const ROW_BYTES: usize = 144;
export const MAX_ROWS: u32 = 512;

/** Scratch space for a key with escapes in it. */
export const SCRATCH: usize = ROWS + <usize>MAX_ROWS * ROW_BYTES;
export const SCRATCH_SIZE: usize = 0x100;

/** The bytes being scanned start here and may reach to the end of memory, less a vector's overshoot. */
export const WINDOW: usize = (SCRATCH + SCRATCH_SIZE + 0xffff) & ~0xffff;
