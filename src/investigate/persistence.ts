/** Everything the intruder left behind, and whether the logs show that it was taken away again. */
import type { Lineage } from '../lineage/lineage.ts';
import { redactText } from '../redact.ts';
import type { Call } from './call.ts';
import { compareText, inOrder, principalOf, refusedResource } from './call.ts';
import { groupBy } from '../group-by.ts';
import type { PersistenceItem } from './incident.ts';
import { timeText } from './names.ts';
import { MECHANISMS } from './persistence/catalogue.ts';
import { Removals, holds, placeOf } from './persistence/removals.ts';
import type { Mechanism, Plant } from './persistence/table.ts';
import { identityOf, targetsOf } from './persistence/target.ts';
import type { Target } from './persistence/target.ts';

export { MECHANISMS } from './persistence/catalogue.ts';

/** One thing that was planted, with every event that says something about it. */
interface Left {
  readonly mechanism: Mechanism;
  readonly plant: Plant;
  readonly target: Target;
  readonly calls: Call[];
}

/** The call that took something away, and who made it. */
interface Taken {
  readonly call: Call;
  readonly by: string;
}

const NO_REMOVALS = new Removals([]);

interface Rule {
  readonly mechanism: Mechanism;
  readonly plant: Plant;
}

/**
 * What the intruder's calls left behind, one item for each thing, in order of the first event. Calls of others
 * count as far as they take something away. What was removed and made again is present. A refused or failed attempt, and a dry run, is
 * `attempted` unless another call succeeded at the same.
 *
 * @param calls in order of time
 * @param lineage gives the end of sessions that outlive their key
 * @param others calls of anybody that may have taken something away; those with credentials of the calls count once
 */
export function persistenceOf(
  calls: readonly Call[],
  lineage: Lineage,
  others: Removals = NO_REMOVALS,
): PersistenceItem[] {
  const left = new Map<string, Left>();
  for (const call of calls) {
    if (call.event.actor !== 'intruder') continue;
    for (const rule of PLANTS_BY_CALL.get(call.id) ?? []) {
      if (!holds(call, rule.plant.when) || rule.plant.where?.(call) === false) continue;
      for (const target of targetsOf(call, rule.plant)) {
        const key = keyOf(call, rule, target);
        const known = left.get(key);
        if (known === undefined) left.set(key, { ...rule, target, calls: [call] });
        else known.calls.push(call);
      }
    }
  }
  const removals = new Removals(calls);
  const own = new Set(calls.map(({ event }) => event.credential));
  const takenBy = (last: Call, plant: Plant, target: Target): Taken | undefined => {
    const mine = removals.firstBehind(last, plant, target);
    const other = others.firstBehind(last, plant, target, ({ event }) => !own.has(event.credential));
    const [first] = inOrder([mine, other].filter((call) => call !== undefined));
    return first && { call: first, by: first === other ? principalOf(first) : whose(first) };
  };
  return [...left.values()].map((each) => itemOf(each, takenBy, lineage));
}

const PLANTS_BY_CALL: ReadonlyMap<string, readonly Rule[]> = groupBy(
  MECHANISMS.flatMap((mechanism) =>
    mechanism.plants.flatMap((plant) => plant.calls.map((call) => ({ call, mechanism, plant }))),
  ),
  ({ call }) => call,
);

function keyOf(call: Call, { mechanism, plant }: Rule, target: Target): string {
  const identity = identityOf(plant, target);
  const isKnown = identity.length === 0 || identity.some((text) => text !== '');
  return JSON.stringify([
    mechanism.id,
    mechanism.plants.indexOf(plant),
    placeOf(call),
    // Without a target it is not known whether two attempts were at the same: one item stands for them.
    isKnown ? identity : refusedResource(call),
  ]);
}

function itemOf(
  left: Left,
  takenBy: (last: Call, plant: Plant, target: Target) => Taken | undefined,
  lineage: Lineage,
): PersistenceItem {
  const { mechanism, plant, target, calls } = left;
  const planted = calls.filter(({ outcome }) => outcome === 'succeeded');
  const of = planted.length > 0 ? planted : calls;
  const first = of[0]!;
  // What puts something right again is no planting, unless nothing else was done.
  const last = of.findLast((call) => plant.restores?.(call) !== true) ?? of.at(-1)!;
  const removed = planted.length === 0 ? undefined : takenBy(last, plant, target);
  return {
    mechanism: mechanism.id,
    title: mechanism.title,
    account: first.account,
    region: first.region,
    target: Object.fromEntries(Object.entries(target).filter(([, text]) => text !== '')),
    state: planted.length === 0 ? 'attempted' : removed === undefined ? 'present' : 'removed',
    undo: plant.undo,
    sentence: sentenceOf(left, last, lineage, removed === undefined ? '' : removedText(removed)),
    events: (removed === undefined ? of : [...of, removed.call]).map(({ ref }) => ref),
  };
}

function sentenceOf({ plant, target }: Left, last: Call, lineage: Lineage, removal: string): string {
  const said = plant.says.replaceAll(/\{(\w+)\}/g, (_, name: string) => target[name] || '(not in the log)');
  const ends = lineage.credentials.get(target['accessKeyId'] ?? '')?.expiresMs;
  const parts = [
    last.outcome === 'succeeded' ? said : `${attempt(last)}: ${said}`,
    plant.also?.(last) ?? '',
    ends === undefined || ends === null ? '' : `It ends at ${timeText(ends)}.`,
    removal,
  ];
  return redactText(parts.filter((part) => part !== '').join(' '));
}

function attempt(call: Call): string {
  const what = call.outcome === 'dry-run' ? 'Would have been allowed' : 'Attempted without success';
  const at = refusedResource(call);
  return at === '' ? what : `${what}, on ${at}`;
}

function removedText({ call, by }: Taken): string {
  const { timeMs, eventId } = call.ref;
  return `${call.name} took it away again at ${timeText(timeMs)}, by ${by}${eventId === '' ? '' : ` (event ${eventId})`}.`;
}

function whose({ event }: Call): string {
  return event.actor === 'undecided' ? 'a call of which it is undecided who made it' : `the ${event.actor}`;
}

/** Items in order of mechanism, then place, then target: an order that does not depend on time. */
export function byMechanism(items: readonly PersistenceItem[]): PersistenceItem[] {
  const rank = new Map(MECHANISMS.map(({ id }, n) => [id, n]));
  return items.toSorted(
    (a, b) =>
      rank.get(a.mechanism)! - rank.get(b.mechanism)! ||
      compareText(
        JSON.stringify([a.account, a.region, a.target]),
        JSON.stringify([b.account, b.region, b.target]),
      ),
  );
}
