/** Refused attempts to plant something or to take what is guarded. */
import { PERSISTENCE_CALLS } from '../call-chains.ts';
import { firstEvent } from '../view.ts';
import { DENIED_PERSISTENCE } from '../weights.ts';
import type { TermMaker } from './finding-term.ts';
import { listed } from './sentence.ts';

export const deniedPersistenceTerms: TermMaker = (view) => {
  const tried = view
    .fresh('denied')
    .filter(([call]) => PERSISTENCE_CALLS.has(call) && !view.isFamiliar('call', call));
  if (tried.length === 0) return [];
  const { first, more, most } = DENIED_PERSISTENCE;
  return [
    {
      name: 'denied-persistence',
      about: 'what',
      nats: Math.min(first + more * (tried.length - 1), most),
      tell: () => ({
        sentence: `It was refused what intruders need to stay or to profit: ${listed(tried.map(([call]) => call))}.`,
        evidence: tried.map(([, seen]) => firstEvent(seen)),
        benignIf: 'The owner set something up and lacked the rights for it.',
      }),
    },
  ];
};
