/** Puts findings together to incidents: one actor, one incident, over any number of credentials. */
import type { Activity, Context } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import type { Lineage } from '../lineage/lineage.ts';
import type { Finding } from './finding.ts';
import type { IncidentSeed } from './incident-seed.ts';
import { groupBy } from '../group-by.ts';
import { dayOf } from './loaded-subject.ts';
import type { Visit } from './hostile-times.ts';
import { reachOf, Ties } from './intruder-walk.ts';
import type { Reach, Start } from './intruder-walk.ts';
import { sharedTraits } from './shared-traits.ts';
import type { Hot } from './shared-traits.ts';
import { stableId } from './stable-id.ts';
import { UnionFind } from './union-find.ts';
import { RELEASE_DAYS } from './weights.ts';

/** How near to a page on the same credential a context begins that is suspected with it. */
const SUSPECT_MS = 2 * 86_400_000;
const DAY_MS = 86_400_000;
/** A context is the intruder's from its beginning when it began at most so long before the first evidence. */
const NEW_CONTEXT_MS = 86_400_000;

interface HotFinding extends Hot, Start {
  readonly finding: Finding;
}

/**
 * Incidents, the gravest first. Findings on `watch` or above belong together when lineage joins their credentials,
 * when a terminal session is the same, or when they share a rare address, or network and tool, within time. Whatever
 * was minted with the intruder's credentials, by the intruder, belongs to the incident whatever its own score.
 */
export function groupIncidents(
  findings: readonly Finding[],
  activity: Activity,
  lineage: Lineage,
): IncidentSeed[] {
  const began = beginnings(activity);
  const hot = withSuspects(
    findings.flatMap((finding): HotFinding[] => {
      const context = activity.contexts.get(contextKey(finding.subject, finding.network, finding.tool));
      if (context === undefined) return [];
      const isSettled = finding.band !== 'page' && isOwners(context, began);
      const visit = visitOf(finding);
      const shownMs = finding.pageMs ?? finding.watchMs ?? visit.evidentMs;
      return [{ finding, context, ...visit, shownMs, band: finding.band, isSettled }];
    }),
  );
  const ties = new Ties(activity, lineage);
  const reaches = hot.map((each) => reachOf([each], ties));
  const groups = new UnionFind(hot.length);
  const joins: { at: number; sentence: string }[] = [];
  const join = (a: number, b: number, sentence: string): void => {
    if (groups.join(a, b)) joins.push({ at: a, sentence });
  };
  joinByLineage(hot, reaches, join);
  for (const { a, b, sentence } of sharedTraits(hot, activity)) join(a, b, sentence);
  const members = groupBy(hot.keys(), (n) => groups.root(n));
  const joinsByRoot = groupBy(joins, ({ at }) => groups.root(at));
  const seeds = [...members].map(([root, group]) => {
    const parts = group.map((n) => hot[n]!);
    const sentences = [...new Set((joinsByRoot.get(root) ?? []).map(({ sentence }) => sentence))];
    const [only, ...others] = group;
    const reach = others.length === 0 ? reaches[only!]! : reachOf(heldTogether(parts), ties);
    return seedOf(parts, reach, sentences);
  });
  return seeds.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** When each subject was first seen. */
function beginnings(activity: Activity): ReadonlyMap<string, number> {
  const began = new Map<string, number>();
  for (const { subject, seen } of activity.contexts.values())
    began.set(subject, Math.min(began.get(subject) ?? Infinity, seen.firstMs));
  return began;
}

/** Whether a context that did not page is where the subject began, or one that it kept: habit, more likely. */
function isOwners({ subject, seen }: Context, began: ReadonlyMap<string, number>): boolean {
  const isFirst = dayOf(seen.firstMs) === dayOf(began.get(subject) ?? Number.NaN);
  return isFirst || seen.lastMs - seen.firstMs > RELEASE_DAYS * DAY_MS;
}

/**
 * Findings on `watch` and above, and of those below it the ones that begin on a credential that pages soon before or
 * after: once a key is known to have leaked, much less is needed to hold a further new context for the intruder's.
 */
function withSuspects(all: readonly HotFinding[]): HotFinding[] {
  const paged = groupBy(
    all.filter(({ band }) => band === 'page'),
    ({ context }) => context.subject,
  );
  return all.filter(({ band, context, isSettled }) => {
    if (band !== 'log') return true;
    if (isSettled) return false;
    const pages = paged.get(context.subject) ?? [];
    return pages.some((page) => Math.abs(context.seen.firstMs - page.fromMs) <= SUSPECT_MS);
  });
}

/**
 * When the intruder began: at the earliest evidence of a term that speaks for one; where the context is hardly older
 * than that, at its first event.
 */
export function hostileSince({ terms, firstMs }: Finding): number {
  const times = terms
    .filter(({ nats }) => nats > 0)
    .flatMap(({ evidence }) => evidence.map(({ timeMs }) => timeMs));
  const first = times.length === 0 ? firstMs : Math.min(...times);
  return first - firstMs <= NEW_CONTEXT_MS ? firstMs : first;
}

/** Where one of an incident pages, nothing of the others becomes habit. */
function heldTogether(parts: readonly HotFinding[]): readonly HotFinding[] {
  const isPaged = parts.some(({ band }) => band === 'page');
  return isPaged ? parts.map((part) => ({ ...part, releasedMs: Infinity })) : parts;
}

/** When the intruder worked in the context of a finding. */
function visitOf(finding: Finding): Visit {
  const fromMs = hostileSince(finding);
  const evident = finding.terms.flatMap(({ nats, evidence }) =>
    nats > 0 ? evidence.map(({ timeMs }) => timeMs) : [],
  );
  return {
    fromMs,
    evidentMs: Math.max(fromMs, ...evident),
    releasedMs: finding.band === 'page' ? Infinity : fromMs + RELEASE_DAYS * DAY_MS,
  };
}

/** Findings whose intruders hold the same credential, where one had it from the other. */
function joinByLineage(
  hot: readonly HotFinding[],
  reaches: readonly Reach[],
  join: (a: number, b: number, sentence: string) => void,
): void {
  const holders = new Map<string, number[]>();
  reaches.forEach(({ credentials }, n) => {
    for (const id of credentials.keys()) {
      const known = holders.get(id);
      if (known === undefined) holders.set(id, [n]);
      else known.push(n);
    }
  });
  for (const [id, all] of [...holders].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    // Two who use one leaked credential need not be one; one who minted it and one who uses it are.
    const makers = all.filter((n) => reaches[n]!.credentials.get(id)!.because !== 'leaked');
    const [maker] = makers;
    if (maker === undefined) continue;
    for (const other of all) {
      if (other !== maker)
        join(
          maker,
          other,
          `${id} was made with a credential in the hands of whoever uses ${hot[maker]!.finding.subject}.`,
        );
    }
  }
}

function seedOf(parts: readonly HotFinding[], reach: Reach, joins: readonly string[]): IncidentSeed {
  const findings = parts
    .map(({ finding }) => finding)
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const subjects = new Set(findings.map(({ subject }) => subject)).size;
  const contexts = [...reach.contexts.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const credentials = [...reach.credentials.values()].toSorted(
    (a, b) => a.sinceMs - b.sinceMs || (a.id < b.id ? -1 : 1),
  );
  return {
    id: stableId('INC', ...findings.map(({ id }) => id).toSorted()),
    band: findings.some(({ band }) => band === 'page') ? 'page' : 'watch',
    // Each further subject is one more thing that would have to be a coincidence.
    score: Math.max(...findings.map(({ score }) => score)) + Math.log(subjects),
    findings,
    contexts,
    credentials,
    joins,
    firstMs: Math.min(...contexts.map(({ fromMs }) => fromMs)),
    lastMs: Math.max(...findings.map(({ lastMs }) => lastMs)),
  };
}
