/** J8: a call across accounts is logged in both, and each copy says half: one who called, the other what it got. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { groupBy } from '../group-by.ts';
import { compareRefs } from './traces.ts';
import type { Mint } from './mint.ts';

/** A mint with all events that show it. */
export interface Minting extends Mint {
  readonly events: readonly EventRef[];
  /** Whether caller and child are from different copies. */
  readonly isPieced: boolean;
}

/** Puts the copies of calls together that have one `sharedEventID`. */
export function joinCopies(mints: readonly Mint[]): Minting[] {
  const groups = groupBy<Mint | string, Mint>(mints, (mint) =>
    mint.sharedId === '' || mint.child.what !== 'key' ? mint : `${mint.mechanism} ${mint.sharedId}`,
  );
  return [...groups.values()].flatMap(joinGroup).toSorted((a, b) => compareRefs(a.seen.ref, b.seen.ref));
}

function joinGroup(group: readonly Mint[]): readonly Minting[] {
  const keys = new Set(group.map(keyOf).filter((key) => key !== ''));
  // One call gives one key: copies that name several are no copies of each other.
  if (group.length === 1 || keys.size > 1) return group.map((mint) => ({ ...mint, ...alone(mint) }));
  const called =
    group.find(({ caller }) => caller.key !== '') ?? group.find(({ caller }) => caller.arn !== '');
  const got = group.find((mint) => keyOf(mint) !== '') ?? group[0]!;
  const by = called ?? got;
  const events = group.map(({ seen }) => seen.ref).toSorted(compareRefs);
  const isPieced = by !== got && keyOf(by) === '';
  return [{ ...by, child: isPieced ? got.child : by.child, events, isPieced }];
}

function alone({ seen }: Mint): Pick<Minting, 'events' | 'isPieced'> {
  return { events: [seen.ref], isPieced: false };
}

function keyOf({ child }: Mint): string {
  return child.what === 'key' ? child.key : '';
}
