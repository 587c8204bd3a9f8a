/** What logs hold, from the counts: sections in the order they are read in. */
import type { Network } from '../network/lookup.ts';
import type { Counts } from './counts.ts';
import { dataEvents } from './data-events.ts';
import type { DataEvents } from './data-events.ts';
import { findGaps } from './gaps.ts';
import type { Gap, Gaps } from './gaps.ts';
import { byEvents, groupSums } from './ranking.ts';
import { apiRows, errorRows } from './report-apis.ts';
import type { ApiRow, ErrorRow } from './report-apis.ts';
import { credentialRows } from './report-credentials.ts';
import type { CredentialRow } from './report-credentials.ts';
import { NetworkTable } from './report-networks.ts';
import type { NetworkRow } from './report-networks.ts';
import { toolRows } from './report-tools.ts';
import type { ToolRow } from './report-tools.ts';
import { addSums, NO_SUMS } from './sum-table.ts';
import type { Sums } from './sum-table.ts';
import type { TrailChange } from './trail-change.ts';

export interface NamedSums extends Sums {
  /** `''` where the events do not say. */
  readonly name: string;
}

/** A gap, and the changes to trails in the day before it that succeeded. */
export interface ExplainedGap extends Gap {
  readonly after: readonly TrailChange[];
}

export interface ExplainedGaps extends Omit<Gaps, 'gaps'> {
  readonly gaps: readonly ExplainedGap[];
}

/** Rows stand in order of their events, the most first, if nothing else is said. */
export interface StatsReport {
  readonly total: Sums;
  /** Events without a readable time. */
  readonly undated: number;
  readonly accounts: readonly NamedSums[];
  readonly regions: readonly NamedSums[];
  readonly sources: readonly NamedSums[];
  readonly data: DataEvents;
  /** Undefined where only a part of each hour's events was counted. */
  readonly gaps: ExplainedGaps | undefined;
  /** In order of time. */
  readonly trailChanges: readonly TrailChange[];
  /** Long-lived keys first. */
  readonly credentials: readonly CredentialRow[];
  readonly networks: readonly NetworkRow[];
  readonly tools: readonly ToolRow[];
  readonly errors: readonly ErrorRow[];
  readonly apis: readonly ApiRow[];
}

/**
 * Makes the report.
 *
 * @param lookUp tells the network behind a `sourceIPAddress`; it is asked once for each
 * @param isWhole whether all events of an account and region were counted: else hours without events say nothing
 */
export function makeReport(
  counts: Counts,
  lookUp: (address: string) => Network,
  isWhole: boolean,
): StatsReport {
  const { names, pairs, sums } = counts;
  const networks = new NetworkTable(counts, lookUp);
  const places = Array.from({ length: pairs.place.length }, (_, n) => n);
  const apis = Array.from({ length: pairs.api.length }, (_, n) => n);
  return {
    total: places.map((place) => sums.place.at(place)).reduce(addSums, NO_SUMS),
    undated: counts.undated,
    accounts: groupSums(places, (n) => names.account.list[pairs.place.first(n)]!, sums.place),
    regions: groupSums(places, (n) => names.region.list[pairs.place.second(n)]!, sums.place),
    sources: groupSums(apis, (n) => names.source.list[pairs.api.first(n)]!, sums.api),
    data: dataEvents(counts),
    gaps: isWhole ? gapsOf(counts) : undefined,
    trailChanges: counts.changes,
    credentials: credentialRows(counts, networks),
    networks: networks.rows().toSorted(byEvents),
    tools: toolRows(counts),
    errors: errorRows(counts),
    apis: apiRows(counts),
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function gapsOf(counts: Counts): ExplainedGaps {
  const { names, pairs } = counts;
  const hours = Array.from({ length: pairs.place.length }, (): number[] => []);
  for (let n = 0; n < pairs.placeHour.length; n++)
    hours[pairs.placeHour.first(n)]!.push(pairs.placeHour.second(n) | 0);
  const found = findGaps(
    hours.map((list, place) => ({
      account: names.account.list[pairs.place.first(place)]!,
      region: names.region.list[pairs.place.second(place)]!,
      hours: list.toSorted((a, b) => a - b),
    })),
  );
  return { ...found, gaps: found.gaps.map((gap) => ({ ...gap, after: changesBefore(gap, counts.changes) })) };
}

function changesBefore({ account, firstHour }: Gap, changes: readonly TrailChange[]): TrailChange[] {
  const startMs = firstHour * HOUR_MS;
  return changes.filter(
    (change) =>
      change.errorCode === '' &&
      (account === '' || change.account === account) &&
      change.timeMs < startMs &&
      change.timeMs >= startMs - DAY_MS,
  );
}
