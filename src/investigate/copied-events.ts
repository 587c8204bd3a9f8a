/** What was known of events that are read from copies: where they stand, and which rules matched. */
import type { Event } from '../cloudtrail/event.ts';
import { documentName } from '../cloudtrail/share.ts';
import type { SpilledRun } from '../cloudtrail/spill-file.ts';
import type { PackedCopies } from './copies.ts';

export interface Place {
  readonly file: string;
  /** Number of the record in the file, from 1. */
  readonly record: number;
}

/** Copies to be read: plain data, sent to every thread. */
export interface CopiedDocuments {
  readonly runs: readonly SpilledRun[];
  /** First row of each document. */
  readonly starts: readonly number[];
  readonly files: readonly string[];
  /** Of each row the position of its file in `files`, and the number of the record there. */
  readonly file: Uint32Array;
  readonly record: Uint32Array;
  /** Of each row the position in `ruleSets` of the rules that matched it. */
  readonly rules: Uint32Array;
  readonly ruleSets: readonly (readonly string[])[];
}

/** Stands for a file that is read itself. */
const READ = 0xffff_ffff;

/** The copies of all threads as one, but for what comes from files that are read again: of these nothing is copied. */
export function joinCopies(copies: readonly PackedCopies[], read: ReadonlySet<string>): CopiedDocuments {
  const rows = copies.reduce((sum, { records }) => sum + records.file.length, 0);
  const all = {
    runs: copies.flatMap(({ records }) => records.runs),
    starts: [] as number[],
    files: [] as string[],
    file: new Uint32Array(rows).fill(READ),
    record: new Uint32Array(rows),
    rules: new Uint32Array(rows),
    ruleSets: [] as (readonly string[])[],
  };
  let row = 0;
  for (const { records, rules, ruleSets, files, ends } of copies) {
    for (const start of records.starts) all.starts.push(row + start);
    let from = 0;
    files.forEach((outer, n) => {
      if (!read.has(outer))
        for (let at = from; at < ends[n]!; at++) all.file[row + at] = all.files.length + records.file[at]!;
      from = ends[n]!;
    });
    all.record.set(records.record, row);
    for (let at = 0; at < rules.length; at++) all.rules[row + at] = all.ruleSets.length + rules[at]!;
    all.ruleSets.push(...ruleSets);
    for (const file of records.files) all.files.push(file);
    row += records.file.length;
  }
  return all;
}

/** Tells of events at hand what was known of them. */
export class CopiedEvents {
  readonly #copies: CopiedDocuments;
  readonly #documents: ReadonlyMap<string, number>;
  #file = '';
  /** Row of the first record of the document at hand; -1 for a file. */
  #start = -1;

  constructor(copies: CopiedDocuments) {
    this.#copies = copies;
    this.#documents = new Map(copies.starts.map((start, n) => [documentName(n), start]));
  }

  /** Row of a copy, counted over all documents; -1 for other events. */
  rowOf({ file, record }: Event): number {
    if (file !== this.#file) {
      this.#file = file;
      this.#start = this.#documents.get(file) ?? -1;
    }
    return this.#start < 0 ? -1 : this.#start + record - 1;
  }

  /** Whether the event is the copy of one that is read where it stands. */
  isReadElsewhere(event: Event): boolean {
    const row = this.rowOf(event);
    return row >= 0 && this.#copies.file[row] === READ;
  }

  /** The place of an event that is not read elsewhere. */
  of(event: Event): Place {
    const row = this.rowOf(event);
    if (row < 0) return { file: event.file, record: event.record };
    return { file: this.#copies.files[this.#copies.file[row]!]!, record: this.#copies.record[row]! };
  }

  /** IDs of the rules that matched the event; `undefined` for events that are no copies. */
  rulesOf(event: Event): readonly string[] | undefined {
    const row = this.rowOf(event);
    return row < 0 ? undefined : this.#copies.ruleSets[this.#copies.rules[row]!];
  }
}
