/** What the threads of the second pass found, put together: each event once, whichever file it was read from first. */
import { countedCalls, countedOfCallers } from './counted-log.ts';
import type { CountedCalls } from './counted-log.ts';
import type { SecondPass } from './evidence-task.ts';
import { Nearest } from './nearest.ts';
import { logOfCallers, quietEvents } from './quiet-log.ts';
import type { QuietEvents } from './quiet-log.ts';
import { openRecords, recordsOfCallers } from './record-log.ts';
import type { KeptRecord, RecordLog } from './record-log.ts';
import type { Selection } from './selection.ts';

/** What is kept of the second pass in a case, so that a later one need not read the same again. */
export interface KeptEvidence {
  /** By caller, and by call that takes something away, what was asked for. */
  readonly asked: { readonly [caller: string]: string };
  readonly passes: readonly SecondPass[];
}

/** What the second pass found. */
export interface Evidence {
  /** Each event once, in order of time: all but those that are counted, and some of the owner's reads. */
  readonly records: readonly KeptRecord[];
  /** Calls of which many say the same, each once. */
  readonly counted: readonly CountedCalls[];
  /** Calls of anybody that take away what an intruder may have left behind, in order of time. */
  readonly removals: readonly KeptRecord[];
  /** The owner's reads, by access key ID. */
  readonly quiet: ReadonlyMap<string, QuietReads>;
}

export interface QuietReads {
  readonly events: readonly QuietEvents[];
  /** How many of them are not among the records. */
  readonly leftOut: number;
}

/** The part of a pass that is about some callers, and some calls that take something away. */
export function passOfCallers(pass: SecondPass, callers: ReadonlySet<string>): SecondPass {
  return {
    records: recordsOfCallers(pass.records, callers),
    counted: countedOfCallers(pass.counted, callers),
    removals: recordsOfCallers(pass.removals, callers),
    quiet: logOfCallers(pass.quiet, callers),
    samples: recordsOfCallers(pass.samples, callers),
  };
}

/** The passes as one: the same however files were split over threads and runs, and whatever was read twice. */
export function mergePasses(passes: readonly SecondPass[], selection: Selection): Evidence {
  const all = (part: (pass: SecondPass) => RecordLog): KeptRecord[] =>
    passes.flatMap((pass) => openRecords(part(pass)));
  const samples = nearestOf(
    all((pass) => pass.samples),
    selection,
  );
  const left = new Map<string, number>();
  for (const { caller } of samples) left.set(caller, (left.get(caller) ?? 0) - 1);
  const quiet = quietEvents(
    passes.map((pass) => pass.quiet),
    new Set(selection.callers),
  );
  return {
    records: eachOnce([...all((pass) => pass.records), ...samples]),
    removals: eachOnce(all((pass) => pass.removals)),
    counted: countedCalls(passes.map((pass) => pass.counted)),
    quiet: new Map(
      [...quiet].map(([caller, events]) => [
        caller,
        { events, leftOut: events.reduce((sum, { timesMs }) => sum + timesMs.length, left.get(caller) ?? 0) },
      ]),
    ),
  };
}

/** The samples that are nearest to the beginning of each incident, over all threads. */
function nearestOf(samples: readonly KeptRecord[], { seeds, holders }: Selection): KeptRecord[] {
  const near = seeds.map(({ firstMs, room }) => new Nearest<KeptRecord>(firstMs, room));
  for (const sample of samples) for (const { seed } of holders[sample.caller] ?? []) near[seed]!.add(sample);
  return eachOnce([...new Set(near.flatMap((each) => each.list()))]);
}

/** In order of time and place; of the copies of an event the first by file and record. */
function eachOnce(records: readonly KeptRecord[]): KeptRecord[] {
  const byPlace = records.toSorted((a, b) => byText(a.ref.file, b.ref.file) || a.ref.record - b.ref.record);
  const seen = new Set<string>();
  return byPlace
    .filter(({ ref, account }) => {
      const key = ref.eventId === '' ? `${ref.file}#${ref.record}` : JSON.stringify([ref.eventId, account]);
      return !seen.has(key) && seen.add(key);
    })
    .toSorted((a, b) => order(a.ref.timeMs, b.ref.timeMs) || byText(a.ref.eventId, b.ref.eventId));
}

/** Unknown times last. */
function order(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : a - b;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
