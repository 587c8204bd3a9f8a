/** The host side of the byte scanner: its memory, its key table and the values behind its ids. */
import { readFileSync } from 'node:fs';
import { builtFile } from '../built-file.ts';
import type { Json } from '../json.ts';
import { HOT_FIELDS } from './fields.ts';
import { Gate } from './gate.ts';
import type { GateExports } from './gate.ts';
import { SIEVE_CLASSES } from './sieve.ts';
import type { ScannerSieve } from './sieve.ts';

interface ScannerExports extends GateExports {
  readonly memory: WebAssembly.Memory;
  readonly KEYS: WebAssembly.Global;
  readonly ENTRIES: WebAssembly.Global;
  readonly ROWS: WebAssembly.Global;
  readonly ROW_BYTES: WebAssembly.Global;
  readonly CLASSES: WebAssembly.Global;
  readonly CELLS: WebAssembly.Global;
  readonly CELL_COUNT: WebAssembly.Global;
  readonly WINDOW: WebAssembly.Global;
  scan(from: number, to: number): number;
  sift(): void;
  callerOf(row: number): number;
  forgetCallers(): void;
  beginSum(): void;
  addToSum(from: number, to: number): void;
  sum(): number;
  rowCount(): number;
  scanStatus(): number;
  brokenAt(): number;
  saveState(): number;
  restoreState(state: number): void;
  resetDictionary(): void;
  setKeyCount(count: number): void;
  setAccountFields(account: number, owner: number): void;
  setLevelFields(level: number, mask: number): void;
  setIdentityFields(first: number, count: number): void;
}

/** Why a scan came back: it wants more bytes, its rows or its dictionary are full, or the text is broken. */
export const SCAN_STATUS = { wantsBytes: 0, rowsFull: 1, dictionaryFull: 2, broken: 3 } as const;

/** Where the scanner stands in the document's structure; every other number is inside some array or container. */
export const SCAN_STATE = { atTop: 0, inArray: 1, inContainer: 2 } as const;

/** Places of a row's parts, in 32-bit words. `time` is a 64-bit float. */
export const ROW = {
  start: 0,
  end: 1,
  kind: 2,
  timeState: 3,
  time: 4,
  idStart: 6,
  idEnd: 7,
  idHash: 8,
  parameters: 10,
  parametersEnd: 11,
  fields: 12,
  mark: 35,
  identity: 36,
  identityEnd: 37,
  identityNumber: 38,
} as const;

/** What a record is: an event, a string or another object (which may hold events), or anything else. */
export const RECORD_KIND = { event: 0, string: 1, other: 2, object: 3 } as const;

/** What is known of an event before it is visited, as bits: nobody needs it; it is not wanted; it was seen before. */
export const MARK = { passed: 1, filtered: 2, duplicate: 4 } as const;

const ACTION = { skip: 0, field: 1, enter: 2, time: 3, eventId: 4, records: 5, parameters: 6 } as const;

/** Objects whose members are read, by their path; the index is the scanner's nesting level. */
const LEVELS = [
  '',
  'userIdentity',
  'userIdentity.sessionContext',
  'userIdentity.sessionContext.sessionIssuer',
  'userIdentity.sessionContext.attributes',
  'userIdentity.inScopeOf',
];

/** Members that hold arrays of records: the log file, `LookupEvents`, and CloudWatch Logs in its two spellings. */
const RECORD_ARRAYS = ['Records', 'Events', 'events', 'logEvents'];

/** Frequent members without a hot field; knowing them keeps the key prediction on its rails. */
const PLAIN_KEYS: readonly (readonly [number, readonly string[]])[] = [
  [
    0,
    [
      'eventVersion',
      'responseElements',
      'requestID',
      'additionalEventData',
      'errorMessage',
      'apiVersion',
      'managementEvent',
      'resources',
      'tlsDetails',
      'sharedEventID',
      'serviceEventDetails',
      'eventContext',
    ],
  ],
  [1, ['credentialId', 'identityProvider', 'onBehalfOf']],
  [2, ['webIdFederationData', 'sourceIdentity', 'ec2RoleDelivery']],
  [3, ['type', 'principalId', 'accountId']],
  [4, ['creationDate']],
  [5, ['sourceArn', 'sourceAccount', 'issuerType']],
];

const KEY_BYTES = 64;
/** Bytes of a token's length, id and hash, before its text. */
const TOKEN_HEAD = 16;

/** Says that callers have to be forgotten before one more gets a number. */
const NO_ROOM = 0xffff_ffff;

const NO_CLASSES = new Uint16Array(0);
const NO_CELLS = new Int32Array(0);

let compiled: WebAssembly.Module | undefined;

/** The compiled scanner of this process. Compiled modules can be sent to workers, which then need not compile it again. */
export function scannerModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(builtFile('cloudtrail/scan.wasm')));
  return compiled;
}

/** One scanner with its own memory. Not shared between threads. */
export class Scanner {
  readonly rowWords: number;
  readonly windowStart: number;
  /** Goes up whenever ids lose their meaning; whoever remembers anything by id must then forget it. */
  epoch = 0;
  /** Goes up whenever numbers of callers, or ids, lose their meaning. */
  generation = 0;
  bytes!: Buffer;
  words!: Uint32Array;
  floats!: Float64Array;
  readonly sieve: ScannerSieve & { classes: Uint16Array; cells: Int32Array };
  readonly gate: Gate;
  readonly #scan: ScannerExports;
  readonly #rowsAt: number;
  readonly #entriesAt: number;
  #values: (Json | undefined)[] = [];

  constructor(module: WebAssembly.Module) {
    this.#scan = new WebAssembly.Instance(module, {}).exports as unknown as ScannerExports;
    this.#rowsAt = this.#scan.ROWS.value as number;
    this.#entriesAt = this.#scan.ENTRIES.value as number;
    this.rowWords = (this.#scan.ROW_BYTES.value as number) / 4;
    this.windowStart = this.#scan.WINDOW.value as number;
    this.sieve = {
      classes: NO_CLASSES,
      cells: NO_CELLS,
      sift: () => {
        this.#scan.sift();
      },
    };
    this.gate = new Gate(this.#scan, this);
    this.#view();
    this.#writeKeys();
    this.#scan.resetDictionary();
  }

  /** Makes room for `size` bytes behind the start of the window. Views taken before may be void afterwards. */
  reserve(size: number): void {
    const missing = this.windowStart + size + 256 - this.bytes.length;
    if (missing <= 0) return;
    // Growing is slow whatever the size; pages that are never touched cost nothing.
    this.#scan.memory.grow(Math.ceil(Math.max(missing, this.bytes.length / 2) / 65536));
    this.#view();
  }

  /** Scans bytes `from` to `to`; the rows it found follow from `rowAt`. Returns where it stopped. */
  scan(from: number, to: number): number {
    return this.#scan.scan(from, to);
  }

  /** Starts the checksum of a gzip member. */
  beginSum(): void {
    this.#scan.beginSum();
  }

  /** Adds bytes `from` to `to` of the scanner's memory to the checksum. */
  addToSum(from: number, to: number): void {
    this.#scan.addToSum(from, to);
  }

  /** The checksum of all bytes that were added. */
  sum(): number {
    return this.#scan.sum() >>> 0;
  }

  get rowCount(): number {
    return this.#scan.rowCount();
  }

  get status(): number {
    return this.#scan.scanStatus();
  }

  /** Index in `words` of row `n`. */
  rowAt(n: number): number {
    return this.#rowsAt / 4 + n * this.rowWords;
  }

  saveState(): number {
    return this.#scan.saveState();
  }

  restoreState(state: number): void {
    this.#scan.restoreState(state);
  }

  /** Behind damage: whatever the scanner expected next, it is a record of the list it was in. */
  expectRecord(): void {
    const state = this.#scan.saveState();
    if ((state & 3) !== SCAN_STATE.inContainer) return;
    const depth = (state >> 2) & 31;
    const stack = (state >> 7) | (SCAN_STATE.inContainer << (2 * depth));
    this.#scan.restoreState(SCAN_STATE.inArray | ((depth + 1) << 2) | (stack << 7));
  }

  resetDictionary(): void {
    this.#scan.resetDictionary();
    this.sieve.classes.fill(0);
    this.#values = [];
    this.epoch++;
    this.#forgetCallers();
  }

  /** Number of the caller of the record in the row at `row` of `words`: see `Event.caller`. */
  callerOf(row: number): number {
    const number = this.#scan.callerOf(4 * row) >>> 0;
    if (number !== NO_ROOM) return number;
    this.#forgetCallers();
    return this.#scan.callerOf(4 * row) >>> 0;
  }

  /** The value that id `id` (2 or greater) stands for; `undefined` when its text is no JSON value. */
  valueOf(id: number): Json | undefined {
    const values = this.#values;
    if (id < values.length && values[id] !== undefined) return values[id];
    const token = this.words[this.#entriesAt / 4 + id]!;
    const start = token + TOKEN_HEAD;
    const value = parseToken(this.bytes.toString('utf8', start, start + this.words[token / 4]!));
    while (values.length <= id) values.push(undefined);
    values[id] = value;
    return value;
  }

  #forgetCallers(): void {
    this.#scan.forgetCallers();
    this.generation++;
  }

  #view(): void {
    const { buffer } = this.#scan.memory;
    this.bytes = Buffer.from(buffer);
    this.words = new Uint32Array(buffer);
    this.floats = new Float64Array(buffer);
    const { CLASSES, CELLS, CELL_COUNT } = this.#scan;
    this.sieve.classes = new Uint16Array(buffer, CLASSES.value as number, SIEVE_CLASSES);
    this.sieve.cells = new Int32Array(buffer, CELLS.value as number, CELL_COUNT.value as number);
  }

  #writeKeys(): void {
    const keys = keyTable();
    const base = this.#scan.KEYS.value as number;
    keys.forEach((key, n) => {
      const at = base + (n + 1) * KEY_BYTES;
      this.words.set([key.name.length, key.level, key.action, key.argument], at / 4);
      this.bytes.write(`${key.name}"`, at + 16, 'latin1');
    });
    this.#scan.setKeyCount(keys.length + 1);
    this.#scan.setAccountFields(
      HOT_FIELDS.indexOf('recipientAccountId'),
      HOT_FIELDS.indexOf('userIdentity.accountId'),
    );
    this.#scan.setIdentityFields(HOT_FIELDS.findIndex(isIdentity), HOT_FIELDS.filter(isIdentity).length);
    LEVELS.forEach((path, level) => {
      let mask = 0;
      HOT_FIELDS.forEach((field, n) => {
        if (level > 0 && field.startsWith(`${path}.`)) mask |= 1 << n;
      });
      this.#scan.setLevelFields(level, mask);
    });
  }
}

interface Key {
  readonly name: string;
  readonly level: number;
  readonly action: number;
  readonly argument: number;
}

function keyTable(): Key[] {
  const keys: Key[] = [
    { name: 'eventTime', level: 0, action: ACTION.time, argument: 0 },
    { name: 'eventID', level: 0, action: ACTION.eventId, argument: 0 },
    { name: 'requestParameters', level: 0, action: ACTION.parameters, argument: 0 },
    ...RECORD_ARRAYS.map((name) => ({ name, level: 0, action: ACTION.records, argument: 0 })),
  ];
  HOT_FIELDS.forEach((field, argument) => keys.push({ ...placeOf(field), action: ACTION.field, argument }));
  LEVELS.slice(1).forEach((path, n) =>
    keys.push({ ...placeOf(path), action: ACTION.enter, argument: n + 1 }),
  );
  const taken = new Set(keys.map((key) => `${key.level} ${key.name}`));
  for (const [level, names] of PLAIN_KEYS) {
    for (const name of names) {
      if (!taken.has(`${level} ${name}`)) keys.push({ name, level, action: ACTION.skip, argument: 0 });
    }
  }
  return keys;
}

function placeOf(path: string): { name: string; level: number } {
  const dot = path.lastIndexOf('.');
  return { name: path.slice(dot + 1), level: LEVELS.indexOf(dot < 0 ? '' : path.slice(0, dot)) };
}

function parseToken(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isIdentity(field: string): boolean {
  return field.startsWith('userIdentity.');
}
