/** Suspicious marks of the user agent. */
import { dayOf } from '../loaded-subject.ts';
import { firstEvent } from '../view.ts';
import type { View } from '../view.ts';
import { SIGNATURES, SIGNATURE_KNOWN } from '../weights.ts';
import type { TermMaker } from './finding-term.ts';

/** The weightiest mark only: a tool and the distribution it runs on are one surprise. */
export const signatureTerms: TermMaker = (view) => {
  const marks = view
    .unfamiliar('signature')
    .flatMap(([mark, seen]) => {
      const nats = (SIGNATURES[mark] ?? 0) * (isHouseScanner(view, mark) ? SIGNATURE_KNOWN : 1);
      return nats === 0 ? [] : [{ mark, seen, nats }];
    })
    .toSorted((a, b) => b.nats - a.nats || (a.mark < b.mark ? -1 : 1));
  const [best] = marks;
  if (best === undefined) return [];
  return [
    {
      name: 'signature',
      about: 'how',
      nats: best.nats,
      tell: () => ({
        sentence: `The user agent names ${best.mark}, which the credential was never used with before.`,
        evidence: [firstEvent(best.seen)],
        benignIf: `Somebody who may use the credential tested it with ${best.mark}.`,
      }),
    },
  ];
};

/** Whether others were used with such an agent from one of these addresses on earlier days. */
function isHouseScanner(view: View, mark: string): boolean {
  const { population, subject } = view.around;
  return view
    .fresh('address')
    .some(([address]) =>
      population
        .sharers('signature', `${mark} ${address}`)
        .some((other) => other.subject !== subject.name && dayOf(other.firstMs) < view.fromDay),
    );
}
