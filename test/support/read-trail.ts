/** Reads documents from memory and keeps a copy of what each visited event says. */
import { DocumentReader } from '../../src/cloudtrail/document.ts';
import type { Event } from '../../src/cloudtrail/event.ts';
import { FIELD, readTime } from '../../src/cloudtrail/event.ts';
import { HOT_FIELDS } from '../../src/cloudtrail/fields.ts';
import type { InputProblem, InputTally, ProblemKind } from '../../src/cloudtrail/problem.ts';
import { emptyTally } from '../../src/cloudtrail/problem.ts';
import { FileReader } from '../../src/cloudtrail/read-file.ts';
import { Scanner, scannerModule } from '../../src/cloudtrail/scanner.ts';
import { isJsonObject } from '../../src/json.ts';
import type { Json, JsonObject } from '../../src/json.ts';

/** One scanner for all documents of a test file, as in a worker: what one document leaves behind meets the next. */
export const scanner: Scanner = new Scanner(scannerModule());

/** What an event says, copied. */
export interface Seen {
  readonly record: number;
  readonly fields: Record<string, Json | undefined>;
  readonly timeMs: number;
  /** The text; of an ID that is none, its value. */
  readonly eventId: Json;
  readonly parameters: Json | undefined;
  readonly json: JsonObject | null;
}

/** What became of a document. */
export interface Outcome<T> {
  readonly events: T[];
  readonly tally: InputTally;
  readonly problems: InputProblem[];
  readonly kinds: ProblemKind[];
}

export function see(event: Event): Seen {
  const fields: Seen['fields'] = {};
  for (const name of HOT_FIELDS) fields[name] = event.value(FIELD[name]);
  const { record, timeMs, eventId } = event;
  const parameters = event.parameters();
  const json = event.json();
  const id = json?.['eventID'];
  // An ID that is no text is given as it stands in the file: compared by its value.
  const isToken = id !== undefined && id !== null && typeof id !== 'string';
  return {
    record,
    fields,
    timeMs,
    eventId: isToken ? (JSON.parse(eventId) as Json) : eventId,
    parameters,
    json,
  };
}

/** What the event must say, by `JSON.parse` alone. */
export function expected(json: JsonObject): Omit<Seen, 'record'> {
  const fields: Seen['fields'] = {};
  for (const name of HOT_FIELDS) {
    let value: Json | undefined = json;
    for (const key of name.split('.')) value = isJsonObject(value) ? value[key] : undefined;
    fields[name] = value;
  }
  return {
    fields,
    timeMs: readTime(json['eventTime']),
    eventId: json['eventID'] ?? '',
    parameters: json['requestParameters'],
    json,
  };
}

/** Event names in the order they were visited. */
export function eventName(event: Event): string {
  return event.text(FIELD.eventName);
}

/** How a document is pushed: sizes of its pieces, in turn, and what lies in memory behind each. */
export interface Pushing {
  readonly sizes?: readonly number[];
  readonly behind?: string;
  /** Whether the end of the document is known to be missing. */
  readonly cut?: boolean;
}

/** Pushes a document through the scanner. */
export function readDocument<T>(
  document: string | Uint8Array,
  keep: (event: Event) => T,
  { sizes = [Number.MAX_SAFE_INTEGER], behind, cut = false }: Pushing = {},
): Outcome<T> {
  const outcome = start<T>();
  const reader = new DocumentReader(scanner, outcome.tally, outcome.problems, {
    visit: (event) => {
      outcome.events.push(keep(event));
    },
  });
  const bytes = typeof document === 'string' ? Buffer.from(document) : document;
  reader.begin('trail.json');
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const room = reader.room();
    const piece = bytes.subarray(at, at + Math.min(sizes[n % sizes.length]!, room.length));
    room.set(piece);
    if (behind !== undefined) Buffer.from(room.buffer, room.byteOffset + piece.length, 192).fill(behind);
    reader.commit(piece.length);
    at += piece.length;
  }
  reader.finish(cut);
  return close(outcome);
}

/** Reads the bytes of a file, plain or gzip. `understood` is false when the reader left it to others. */
export function readFile<T>(
  bytes: Uint8Array,
  keep: (event: Event) => T,
): Outcome<T> & { understood: boolean } {
  const outcome = start<T>();
  const reader = new DocumentReader(scanner, outcome.tally, outcome.problems, {
    visit: (event) => {
      outcome.events.push(keep(event));
    },
  });
  const understood = new FileReader(reader, outcome.tally, outcome.problems).readBytes(
    bytes,
    'trail.json.gz',
  );
  return { ...close(outcome), understood };
}

function start<T>(): Omit<Outcome<T>, 'kinds'> {
  return { events: [], tally: emptyTally(), problems: [] };
}

function close<T>(outcome: Omit<Outcome<T>, 'kinds'>): Outcome<T> {
  return { ...outcome, kinds: outcome.problems.map((problem) => problem.kind) };
}
