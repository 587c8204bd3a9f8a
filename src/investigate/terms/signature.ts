/** Suspicious marks of the user agent. */
import { firstEvent } from '../view.ts';
import { SIGNATURES } from '../weights.ts';
import type { TermMaker } from './finding-term.ts';

/** The weightiest mark only: a tool and the distribution it runs on are one surprise. */
export const signatureTerms: TermMaker = (view) => {
  const marks = view
    .unfamiliar('signature')
    .flatMap(([mark, seen]) => {
      const nats = SIGNATURES[mark];
      return nats === undefined ? [] : [{ mark, seen, nats }];
    })
    .toSorted((a, b) => b.nats - a.nats || (a.mark < b.mark ? -1 : 1));
  const [best] = marks;
  if (best === undefined) return [];
  return [
    {
      name: 'signature',
      about: 'how',
      nats: best.nats,
      sentence: `The user agent names ${best.mark}, which the credential was never used with before.`,
      evidence: [firstEvent(best.seen)],
      benignIf: `Somebody who may use the credential tested it with ${best.mark}.`,
    },
  ];
};
