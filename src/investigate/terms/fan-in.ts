/** One address that nobody used before, on several keys at once: somebody tries a list of keys. */
import { isLongLived } from '../../activity/subject.ts';
import type { EventRef } from '../../cloudtrail/event-ref.ts';
import { dayOf } from '../loaded-subject.ts';
import { firstEvent } from '../view.ts';
import type { View } from '../view.ts';
import { FAN_IN } from '../weights.ts';
import { colleaguesAt, movedTo } from './colleagues.ts';
import type { TermMaker } from './finding-term.ts';

/** Keys used from the same addresses before, by so few that it is no common exit, have one owner. */
const FEW = 3;

export const fanInTerms: TermMaker = (view) => {
  const { subject } = view.around;
  if (!isLongLived(subject.name) || view.around.knownNetwork !== undefined) return [];
  const addresses = view.unfamiliar('address');
  if (addresses.length === 0 || colleaguesAt(view)?.isClose === true) return [];
  let best: { keys: number; address: string; evidence: EventRef } | undefined;
  for (const [address, seen] of addresses) {
    const keys = 1 + othersAt(view, address);
    if (keys > (best?.keys ?? 1)) best = { keys, address, evidence: firstEvent(seen) };
  }
  if (best === undefined) return [];
  const { keys, address, evidence } = best;
  return [
    {
      name: 'fan-in',
      about: 'link',
      nats: Math.min(FAN_IN.base + FAN_IN.slope * Math.log2(keys), FAN_IN.most),
      tell: () => ({
        sentence: `${keys} keys of different owners were used from ${address} within two days; nobody used that address before.`,
        evidence: [evidence],
        benignIf: 'Several owners, or one with several keys, moved to a common network together.',
      }),
    },
  ];
};

/** Keys of others first seen at the address that day or the day before; none when somebody had it earlier. */
function othersAt(view: View, address: string): number {
  const { population, subject } = view.around;
  const sharers = population.sharers('address', address);
  if (sharers.some(({ firstMs }) => dayOf(firstMs) < view.fromDay - 1)) return 0;
  if (movedTo(view, 'address', address) > 0) return 0;
  return sharers.filter(
    (other) =>
      other.subject !== subject.name &&
      isLongLived(other.subject) &&
      population.hasHistory(other.subject, view.fromDay - 1) &&
      dayOf(other.firstMs) <= view.around.day &&
      other.firstMs <= view.untilMs &&
      !haveOneOwner(view, other.subject, address),
  ).length;
}

function haveOneOwner(view: View, other: string, address: string): boolean {
  const { population, subject } = view.around;
  return subject.contexts.some(({ levels }) =>
    [...levels.at('address').keys()].some((each) => {
      if (each === address || !view.isFamiliar('address', each)) return false;
      const sharers = population.sharers('address', each);
      return sharers.length <= FEW && sharers.some((sharer) => sharer.subject === other);
    }),
  );
}
