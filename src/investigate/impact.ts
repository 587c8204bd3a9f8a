/** What the intruder reached: read, changed, created, deleted, shared, tried, and spent. */
import type { Lineage } from '../lineage/lineage.ts';
import type { Action } from './action.ts';
import { attemptsOf, changesOf, looksOf } from './impact/changes.ts';
import { costsOf } from './impact/cost.ts';
import { itemsOf } from './impact/draft.ts';
import { principalsOf } from './impact/principals.ts';
import { readsOf } from './impact/reads.ts';
import { regionsOf, surroundingsOf, unseenOf } from './impact/unseen.ts';
import type { Surroundings } from './impact/unseen.ts';
import type { ImpactItem } from './incident.ts';

export type { Surroundings } from './impact/unseen.ts';

/**
 * Impact of the intruder's actions, what must be rotated first. Those of which it is undecided who made them count as
 * `possible` and say so; the owner's do not count, but tell how long an instance ran and which regions are usual.
 *
 * @param actions in order of time
 * @param lineage tells whether the keys of created users were used
 * @param given what the whole of the logs says; without it, only what the events themselves show
 */
export function impactOf(actions: readonly Action[], lineage: Lineage, given?: Surroundings): ImpactItem[] {
  const around = given ?? surroundingsOf(actions);
  const counting = actions.filter(({ event }) => event.actor !== 'owner');
  return itemsOf([
    ...readsOf(counting),
    ...looksOf(counting),
    ...changesOf(counting),
    ...attemptsOf(counting),
    ...costsOf(actions),
    ...principalsOf(counting, lineage),
    ...regionsOf(counting, around),
    ...unseenOf(counting, around),
  ]);
}
