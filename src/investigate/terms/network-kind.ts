/** What kind of network it is: intruders rent servers and VPN exits more often than owners do. */
import { firstEvent } from '../view.ts';
import { COLD, KINDS, PSEUDO_DAYS } from '../weights.ts';
import type { TermMaker } from './finding-term.ts';
import { counted } from './sentence.ts';

export const networkKindTerms: TermMaker = (view) => {
  const { history, knownNetwork } = view.around;
  if (!view.hasPlace || !view.isNewContext || (knownNetwork !== undefined && knownNetwork.kind !== 'scanner'))
    return [];
  return view.fresh('kind').flatMap(([kind, seen]) => {
    const shares = KINDS[kind];
    if (shares === undefined) return [];
    const days = history.daysWith('kind', kind, view.fromDay);
    const { population, subject } = view.around;
    const expected = population.kindShare(subject.peers, kind, shares.benign);
    const benign = (days + PSEUDO_DAYS * expected) / (view.activeDays + PSEUDO_DAYS);
    const nats = Math.log(shares.attack / benign) * (view.isPlaceCold ? COLD.kindShare : 1);
    return [
      {
        name: 'network-kind',
        about: 'where' as const,
        nats,
        tell: () => ({
          sentence: `The network is of the kind ${kind}; the credential came from such on ${days} of ${counted(view.activeDays, 'earlier day')}.`,
          evidence: [firstEvent(seen)],
          benignIf: nats > 0 ? `The owner uses a network of the kind ${kind}.` : null,
        }),
      },
    ];
  });
};
