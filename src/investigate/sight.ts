/** What the passes over the logs could not see. */
import type { Activity } from '../activity/activity.ts';
import type { InputProblem, InputTally } from '../cloudtrail/problem.ts';
import type { Lineage } from '../lineage/lineage.ts';
import { findGaps } from '../stats/gaps.ts';
import type { Sight } from './blind-spots.ts';
import type { Coverage } from './coverage.ts';
import type { EvidenceEvent } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { Surroundings } from './impact.ts';
import { isTruncated } from './truncated.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What is told of the reading beside what was read. */
export interface Reading {
  readonly problems: readonly InputProblem[];
  readonly tally: InputTally;
  readonly ruleProblems: readonly string[];
  readonly coverage: Coverage;
  readonly lineage: Lineage;
  readonly gaps: Sight['gaps'];
  readonly histories: ReadonlyMap<string, History>;
}

/** Since when a subject is in the logs. */
export interface History {
  readonly firstMs: number;
  readonly account: string;
}

/** Hours without events where there usually are some. */
export function gapsIn({ places }: Coverage): Sight['gaps'] {
  return findGaps(places).gaps.flatMap(({ account, regions, firstHour, hours, isOpen }) =>
    (regions.length === 0 ? [''] : regions).map((region) => ({
      account,
      region,
      fromMs: firstHour * HOUR_MS,
      toMs: (firstHour + hours) * HOUR_MS,
      isOpen,
    })),
  );
}

/** The history of each subject. */
export function historiesIn(activity: Activity): ReadonlyMap<string, History> {
  const histories = new Map<string, History>();
  for (const { subject, seen, values } of activity.contexts.values()) {
    const known = histories.get(subject);
    const account = known?.account ?? [...(values.get('account')?.keys() ?? [])].toSorted()[0] ?? '';
    histories.set(subject, { firstMs: Math.min(known?.firstMs ?? Infinity, seen.firstMs), account });
  }
  return histories;
}

/**
 * What could not be seen of the logs, or of one incident in them.
 *
 * @param events of the incident, whose parameters may have been left out
 * @param findings whose subjects may have no history
 */
export function sightOf(
  { problems, tally, ruleProblems, coverage, lineage, gaps, histories }: Reading,
  events: readonly EvidenceEvent[],
  findings: readonly Finding[],
): Sight {
  return {
    problems,
    tally,
    gaps,
    trailChanges: coverage.trailChanges,
    accounts: accountsOf(coverage),
    truncated: events
      .filter(({ record }) => isTruncated(record))
      .map(({ ref, record }) => ({
        account: textOf(record['recipientAccountId']),
        region: textOf(record['awsRegion']),
        timeMs: ref.timeMs,
      })),
    lineage: lineage.coverage,
    openMints: openMints(events, lineage),
    withoutHistory: withoutHistory(findings, histories),
    ruleProblems,
    fromMs: coverage.fromMs,
    toMs: coverage.toMs,
  };
}

/** What was made by calls of whom one cannot say who made them, and is not known to be in the intruder's hands. */
function openMints(events: readonly EvidenceEvent[], { edges, credentials }: Lineage): Sight['openMints'] {
  const open = new Set(events.flatMap(({ actor, ref }) => (actor === 'undecided' ? [ref.eventId] : [])));
  if (open.size === 0) return [];
  const held = new Set(events.map(({ credential }) => credential));
  const mints = edges.flatMap(({ parent, child, confidence, timeMs, events: refs }) =>
    confidence !== 'low' && !held.has(child) && refs.some(({ eventId }) => open.has(eventId))
      ? [[child, { child, account: credentials.get(parent)?.account ?? '', timeMs }] as const]
      : [],
  );
  return [...new Map(mints).values()];
}

function accountsOf({ places, data }: Coverage): Sight['accounts'] {
  const accounts = [...new Set(places.map(({ account }) => account))].filter((account) => account !== '');
  return accounts.map((account) => ({
    account,
    dataServices: data
      .filter((each) => each.account === account)
      .map(({ source }) => source.replace(/\.amazonaws\.com$/, '')),
  }));
}

/** Subjects that were not seen on any day before the finding began. */
function withoutHistory(
  findings: readonly Finding[],
  histories: ReadonlyMap<string, History>,
): Sight['withoutHistory'] {
  const subjects = new Map<string, number>();
  for (const { subject, firstMs } of findings)
    subjects.set(subject, Math.min(subjects.get(subject) ?? Infinity, firstMs));
  return [...subjects]
    .flatMap(([subject, firstMs]) => {
      const history = histories.get(subject);
      const isKnown = history !== undefined && history.firstMs < Math.floor(firstMs / DAY_MS) * DAY_MS;
      return isKnown ? [] : [{ subject, account: history?.account ?? '', firstMs }];
    })
    .toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
}

/**
 * What the logs say beyond the events of compromised credentials.
 *
 * @param hostile keys of contexts that are an intruder's
 */
export function surroundingsFrom(
  coverage: Coverage,
  activity: Activity,
  hostile: ReadonlySet<string>,
): Surroundings {
  const usual = new Map<string, Set<string>>();
  for (const [key, { values }] of activity.contexts) {
    if (hostile.has(key)) continue;
    for (const account of values.get('account')?.keys() ?? []) {
      const regions = usual.get(account) ?? new Set();
      for (const region of values.get('region')?.keys() ?? []) regions.add(region);
      usual.set(account, regions);
    }
  }
  return { loggedBuckets: coverage.buckets, usualRegions: usual };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
