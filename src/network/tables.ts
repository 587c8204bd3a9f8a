/** The tables behind the lookups, and their one-file binary form (little-endian, read without copying). */
import { KeytrailError } from '../error.ts';
import type { RangeTable } from './range-table.ts';

/** A published data set the tables were built from, for output and attribution. */
export interface NetworkSource {
  readonly name: string;
  readonly version: string;
  /** The day the publisher made it, `yyyy-mm-dd`. */
  readonly date: string;
  readonly licence: string;
  readonly attribution: string;
}

export interface NetworkTables {
  readonly sources: readonly NetworkSource[];
  /** ISO 3166-1 alpha-2 codes; a country table holds the position in this list plus 1. */
  readonly countries: readonly string[];
  readonly country4: RangeTable;
  readonly country6: RangeTable;
  /** These hold AS numbers. */
  readonly asn4: RangeTable;
  readonly asn6: RangeTable;
  readonly organisations: Organisations;
}

/** AS numbers, ascending, and their holders' names: name i is the UTF-8 bytes `starts[i]` to `starts[i + 1]`. */
export interface Organisations {
  readonly asns: Uint32Array;
  readonly starts: Uint32Array;
  readonly names: Uint8Array;
}

/** Name, element type, first byte and number of elements, in the order of the file. */
type Section = readonly [name: string, type: string, offset: number, length: number];
type Column = Uint8Array | Uint16Array | Uint32Array;

/** Read as one 32-bit number it also tells a little-endian machine from the other sort. */
const MAGIC = 0x314e_544b;
const RANGE_TABLES = ['country4', 'country6', 'asn4', 'asn6'] as const;
const RANGE_COLUMNS = ['groups', 'first', 'lows', 'values'] as const;

/** The file: magic, length of the header, header as JSON padded to 4 bytes, then the columns, each on 4 bytes. */
export function encodeTables(tables: NetworkTables): Uint8Array {
  const columns = columnsOf(tables);
  const sections: Section[] = [];
  let size = 0;
  for (const [name, column] of columns) {
    sections.push([name, `u${column.BYTES_PER_ELEMENT * 8}`, size, column.length]);
    size += padded(column.byteLength);
  }
  const json = JSON.stringify({ sources: tables.sources, countries: tables.countries, sections });
  const header = new TextEncoder().encode(json);
  const body = 8 + padded(header.length);
  const file = new Uint8Array(body + size).fill(0x20, 8, body);
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, padded(header.length), true);
  file.set(header, 8);
  for (const [index, [, column]] of columns.entries()) {
    const at = body + (sections[index]?.[2] ?? 0);
    file.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
  }
  return file;
}

/**
 * The tables in `bytes`, as views of it. Throws KeytrailError when it is not such a file, is cut short, or the
 * machine is big-endian.
 */
export function decodeTables(bytes: Uint8Array): NetworkTables {
  const file = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  const [magic, length = 0] = file.length < 8 ? [] : new Uint32Array(file.buffer, file.byteOffset, 2);
  if (magic !== MAGIC) throw damaged('it does not begin as one');
  const header = parseHeader(file.subarray(8, 8 + length));
  const columns = new Map<string, Column>();
  for (const [name, type, offset, count] of header.sections) {
    columns.set(name, viewOf(file, type, 8 + length + offset, count));
  }
  const column = <Type extends Column>(name: string, ...types: readonly (new () => Type)[]): Type => {
    const found = columns.get(name);
    for (const type of types) if (found instanceof type) return found;
    throw damaged(`it has no ${name}`);
  };
  const rangeTable = (name: string): RangeTable => ({
    groups: column(`${name}.groups`, Uint32Array),
    first: column(`${name}.first`, Uint32Array),
    lows: column<Uint16Array | Uint32Array>(`${name}.lows`, Uint16Array, Uint32Array),
    values: column<Uint8Array | Uint32Array>(`${name}.values`, Uint8Array, Uint32Array),
  });
  return {
    sources: header.sources,
    countries: header.countries,
    country4: rangeTable('country4'),
    country6: rangeTable('country6'),
    asn4: rangeTable('asn4'),
    asn6: rangeTable('asn6'),
    organisations: {
      asns: column('organisations.asns', Uint32Array),
      starts: column('organisations.starts', Uint32Array),
      names: column('organisations.names', Uint8Array),
    },
  };
}

/** One column of the file, as a view of it. */
function viewOf(file: Uint8Array, type: string, at: number, count: number): Column {
  const width = type === 'u8' ? 1 : type === 'u16' ? 2 : 4;
  if (!(at + count * width <= file.length)) throw damaged('it is cut short');
  const start = file.byteOffset + at;
  if (width === 1) return new Uint8Array(file.buffer, start, count);
  return width === 2
    ? new Uint16Array(file.buffer, start, count)
    : new Uint32Array(file.buffer, start, count);
}

interface Header {
  readonly sources: readonly NetworkSource[];
  readonly countries: readonly string[];
  readonly sections: readonly Section[];
}

function parseHeader(bytes: Uint8Array): Header {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isHeader(header)) return header;
  } catch {
    // Falls through to the same answer as a header of the wrong shape.
  }
  throw damaged('its header is unreadable');
}

/** The build wrote the file, so the shape is checked no deeper than a damaged file needs. */
function isHeader(value: unknown): value is Header {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['sources', 'countries', 'sections'].every((name) => Array.isArray(Reflect.get(value, name)))
  );
}

function columnsOf(tables: NetworkTables): readonly (readonly [string, Column])[] {
  const { asns, starts, names } = tables.organisations;
  return [
    ...RANGE_TABLES.flatMap((name) =>
      RANGE_COLUMNS.map((part) => [`${name}.${part}`, tables[name][part]] as const),
    ),
    ['organisations.asns', asns],
    ['organisations.starts', starts],
    ['organisations.names', names],
  ];
}

function padded(bytes: number): number {
  return (bytes + 3) & ~3;
}

function damaged(why: string): KeytrailError {
  return new KeytrailError(`The network tables are not a table file this machine can read: ${why}.`, {
    hint: 'Reinstall keytrail, or run "npm run build" in its sources. Big-endian machines are not supported.',
  });
}
