/** Parts of the impact before they are put together: one draft for each event and resource. */
import { redactText } from '../../redact.ts';
import type { Action } from '../action.ts';
import { compareText, inOrder } from '../call.ts';
import { citedFew } from '../bounds.ts';
import { groupBy } from '../../group-by.ts';
import type { Certainty, ImpactClass, ImpactItem } from '../incident.ts';
import { sameResource } from '../names.ts';

export interface Draft {
  readonly class: ImpactClass;
  readonly certainty: Certainty;
  readonly service: string;
  readonly resource: string;
  readonly account: string;
  readonly region: string;
  readonly rotate: boolean;
  readonly actions: readonly Action[];
  /** What is said of all events of the item; the first draft speaks for those of its group. */
  readonly says: (actions: readonly Action[]) => string;
}

const CLASSES: readonly ImpactClass[] = [
  'deleted',
  'shared',
  'read',
  'changed',
  'created',
  'cost',
  'attempted',
];
const CERTAINTIES: readonly Certainty[] = ['confirmed', 'likely', 'possible', 'not observable'];

/** One item for each class, certainty and resource: what must be rotated first, then the gravest class. */
export function itemsOf(drafts: readonly Draft[]): ImpactItem[] {
  const groups = groupBy(drafts, (draft) =>
    JSON.stringify([
      draft.class,
      draft.certainty,
      draft.service,
      draft.account,
      draft.region,
      sameResource(draft.resource),
    ]),
  );
  return [...groups.values()]
    .map((group) => itemOf(group))
    .toSorted(
      (a, b) =>
        Number(b.rotate) - Number(a.rotate) ||
        CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) ||
        CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty) ||
        compareText(a.service, b.service) ||
        compareText(a.account, b.account) ||
        compareText(a.region, b.region) ||
        compareText(a.resource, b.resource),
    );
}

function itemOf(group: readonly Draft[]): ImpactItem {
  const actions = inOrder([...new Set(group.flatMap((draft) => draft.actions))]);
  const names = group
    .map(({ resource }) => resource)
    .toSorted((a, b) => b.length - a.length || compareText(a, b));
  const { says, ...facts } = group[0]!;
  return {
    class: facts.class,
    certainty: facts.certainty,
    service: facts.service,
    resource: names[0]!,
    account: facts.account,
    region: facts.region,
    sentence: redactText(says(actions)),
    rotate: group.some(({ rotate }) => rotate),
    events: citedFew(actions),
  };
}

/** Whether the call counts for the impact, and how surely: the intruder's do, the undecided are said as possible. */
export function certaintyOf({ event }: Action, most: Certainty = 'confirmed'): Certainty | null {
  if (event.actor === 'owner') return null;
  return event.actor === 'undecided' ? 'possible' : most;
}

/** The sentence, with a word in front where it is undecided who acted. */
export function told(actions: readonly Action[], sentence: string): string {
  return actions.every(({ event }) => event.actor === 'undecided')
    ? `Undecided whether owner or intruder: ${sentence}`
    : sentence;
}
