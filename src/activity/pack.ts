/** Activity as flat arrays that can be sent between threads and written to a file, and back. */
import type { Activity, Context, Dimension, Seen } from './activity.ts';
import { ActivityTable, VALUE_STEP, WHOLE } from './activity-table.ts';
import { contextKey } from './context-key.ts';
import { EventIds } from './event-ids.ts';
import { PackedValues } from './packed-values.ts';
import { PackedSeen } from './packed-seen.ts';

/** Rows stand together by context; what says `of a row` runs in parallel. */
export interface PackedActivity {
  readonly texts: readonly string[];
  /** Subject, network and tool of each context: positions in `texts`. */
  readonly contexts: Uint32Array;
  /** Where the rows of each context start, and the number of rows at the end. */
  readonly starts: Uint32Array;
  /** Of a row: the value, and the dimension it is of (its text's position times 32, plus the dimension's). */
  readonly values: Uint32Array;
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  /** Of a row: numbers of event IDs, even ones in `ids` (four words each), odd ones in `otherIds`. */
  readonly firstId: Uint32Array;
  readonly lastId: Uint32Array;
  readonly ids: Uint32Array;
  readonly otherIds: readonly string[];
  /** Where the blocks of days of each row start, and the number of blocks at the end. */
  readonly dayStarts: Uint32Array;
  /** Days since 1970 divided by 32, and a bit for each of the 32 days. */
  readonly dayBlocks: Int32Array;
  readonly dayBits: Uint32Array;
}

/** A table as it can be sent: its rows by context, without the event IDs that no row names any more. */
export function packTable(table: ActivityTable): PackedActivity {
  const count = table.contexts.length / 3;
  const starts = new Uint32Array(count + 1);
  for (let row = 0; row < table.length; row++) starts[table.context(row) + 1]!++;
  for (let n = 0; n < count; n++) starts[n + 1]! += starts[n]!;
  const place = starts.slice();
  const order = new Uint32Array(table.length);
  for (let row = 0; row < table.length; row++) order[place[table.context(row)]!++] = row;

  const ids = new EventIds();
  const known = table.ids.room();
  const idOf = (number: number): number => ids.adopt(table.ids, number, known);
  const dayStarts = new Uint32Array(table.length + 1);
  const [blocks, bits]: [number[], number[]] = [[], []];
  order.forEach((row, n) => {
    table.days.each(table.dayHead(row), (block, days) => {
      blocks.push(block);
      bits.push(days);
    });
    dayStarts[n + 1] = blocks.length;
  });
  return {
    texts: table.texts.list,
    contexts: Uint32Array.from(table.contexts),
    starts,
    values: order.map((row) => table.value(row)),
    firstMs: Float64Array.from(order, (row) => table.firstMs(row)),
    lastMs: Float64Array.from(order, (row) => table.lastMs(row)),
    firstId: order.map((row) => idOf(table.firstId(row))),
    lastId: order.map((row) => idOf(table.lastId(row))),
    ids: ids.words,
    otherIds: ids.others,
    dayStarts,
    dayBlocks: Int32Array.from(blocks),
    dayBits: Uint32Array.from(bits),
  };
}

/** All that the parts know, as one. */
export function mergePacked(parts: readonly PackedActivity[]): PackedActivity {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const table = new ActivityTable();
  for (const part of parts) addPacked(table, part);
  return packTable(table);
}

function addPacked(table: ActivityTable, part: PackedActivity): void {
  const texts = Uint32Array.from(part.texts, (text) => table.texts.number(text));
  const theirs = new EventIds(part.ids, part.otherIds);
  const known = theirs.room();
  for (let n = 0; n + 1 < part.starts.length; n++) {
    const context = table.contextNumber(...namesOf(part, n));
    for (let at = part.starts[n]!; at < part.starts[n + 1]!; at++) {
      const value = part.values[at]!;
      const row = table.row(
        context,
        value === WHOLE ? WHOLE : texts[Math.floor(value / VALUE_STEP)]! * VALUE_STEP + (value % VALUE_STEP),
      );
      const firstId = table.ids.adopt(theirs, part.firstId[at]!, known);
      const lastId = table.ids.adopt(theirs, part.lastId[at]!, known);
      table.widen(row, part.firstMs[at]!, firstId, part.lastMs[at]!, lastId);
      for (let each = part.dayStarts[at]!; each < part.dayStarts[at + 1]!; each++)
        table.addDays(row, part.dayBlocks[each]!, part.dayBits[each]!);
    }
  }
}

/** Packs any activity. */
export function pack(activity: Activity): PackedActivity {
  const table = new ActivityTable();
  const put = (context: number, value: number, seen: Seen): void => {
    const row = table.row(context, value);
    table.widen(row, seen.firstMs, table.ids.add(seen.firstId), seen.lastMs, table.ids.add(seen.lastId));
    for (const day of seen.days) table.addDay(row, day);
  };
  for (const { subject, network, tool, seen, values } of activity.contexts.values()) {
    const context = table.contextNumber(subject, network, tool);
    put(context, WHOLE, seen);
    for (const [dimension, map] of values)
      for (const [text, each] of map) put(context, table.valueNumber(dimension, text), each);
  }
  return packTable(table);
}

/**
 * The activity that was packed, contexts in the order of their keys. What was seen in a context is looked up each time
 * it is asked for: as objects, all of it together would take many times the memory.
 */
export function unpack(packed: PackedActivity): Activity {
  const ids = new EventIds(packed.ids, packed.otherIds);
  const contexts = Array.from({ length: packed.contexts.length / 3 }, (_, n) => {
    const context = new PackedContext(packed, ids, n);
    return [contextKey(context.subject, context.network, context.tool), context] as const;
  });
  return { contexts: new Map(contexts.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

class PackedContext implements Context {
  readonly subject: string;
  readonly network: string;
  readonly tool: string;
  readonly #packed: PackedActivity;
  readonly #ids: EventIds;
  /** The rows of the context. */
  readonly #from: number;
  readonly #to: number;
  #seen: Seen | undefined;

  constructor(packed: PackedActivity, ids: EventIds, number: number) {
    this.#packed = packed;
    this.#ids = ids;
    this.#from = packed.starts[number]!;
    this.#to = packed.starts[number + 1]!;
    [this.subject, this.network, this.tool] = namesOf(packed, number);
  }

  get seen(): Seen {
    return (this.#seen ??= this.#readSeen());
  }

  get values(): ReadonlyMap<Dimension, ReadonlyMap<string, Seen>> {
    return new PackedValues(this.#packed, this.#ids, this.#from, this.#to);
  }

  #readSeen(): Seen {
    for (let at = this.#from; at < this.#to; at++)
      if (this.#packed.values[at] === WHOLE) return new PackedSeen(this.#packed, this.#ids, at);
    throw new RangeError('packed activity without a row for the context');
  }
}

function namesOf(packed: PackedActivity, context: number): [subject: string, network: string, tool: string] {
  const [subject = '', network = '', tool = ''] = [0, 1, 2].map(
    (part) => packed.texts[packed.contexts[3 * context + part]!]!,
  );
  return [subject, network, tool];
}
