/** A report's rows for programs: flat where they can be, times as RFC 3339, secrets left out. */
import type { Json } from '../json.ts';
import { redactText } from '../redact.ts';
import type { ExplainedGap, NamedSums, StatsReport } from '../stats/report.ts';
import type { Sums } from '../stats/sum-table.ts';
import type { TrailChange } from '../stats/trail-change.ts';
import { timeJson } from './show/text.ts';

/** Rows of one sort: how many there are, and those that are shown. */
export interface Section {
  readonly count: number;
  readonly rows: readonly object[];
}

const HOUR_MS = 3_600_000;

/** The report's lists, at most `limit` rows of each (0 for all), but every long-lived key. */
export function sectionsOf(report: StatsReport, limit: number): { readonly [section: string]: Section } {
  const first = <T>(rows: readonly T[], json: (row: T) => object): Section => ({
    count: rows.length,
    rows: (limit === 0 ? rows : rows.slice(0, limit)).map(json),
  });
  const own = report.credentials.filter((row) => row.kind === 'long-lived');
  const others = first(report.credentials.slice(own.length), withTimes);
  return {
    accounts: first(report.accounts, withTimes),
    regions: first(report.regions, withTimes),
    sources: first(report.sources, withTimes),
    gaps: first(report.gaps?.gaps ?? [], gapJson),
    trailChanges: first(report.trailChanges, changeJson),
    credentials: { count: report.credentials.length, rows: [...own.map(withTimes), ...others.rows] },
    networks: first(report.networks, withTimes),
    tools: first(report.tools, withTimes),
    errors: first(report.errors, withTimes),
    apis: first(report.apis, withTimes),
  };
}

/** Sums with times as text. */
export function withTimes({ firstMs, lastMs, ...row }: Sums): object {
  return { ...row, first: timeJson(firstMs), last: timeJson(lastMs) };
}

/** `from` is the first silent hour, `to` the end of the last one. */
function gapJson({ firstHour, isOpen, after, ...gap }: ExplainedGap): object {
  return {
    ...gap,
    from: timeJson(firstHour * HOUR_MS),
    to: timeJson((firstHour + gap.hours) * HOUR_MS),
    untilEnd: isOpen,
    after: after.map(changeJson),
  };
}

function changeJson({ timeMs, ...change }: TrailChange): object {
  return { time: timeJson(timeMs), ...change };
}

/** How many of the rows have a name: events that do not say are no further account or region. */
export function named(rows: readonly NamedSums[]): number {
  return rows.filter((row) => row.name !== '').length;
}

/** JSON text of a value; texts in it without session tokens. */
export function redactedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: Json) => (typeof inner === 'string' ? redactText(inner) : inner));
}
