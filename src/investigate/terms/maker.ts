/** A session is judged by the habits of who made it: for a role that many take, every one of them is new. */
import { firstEvent } from '../view.ts';
import type { View } from '../view.ts';
import { WHERE_HOW } from '../weights.ts';
import type { JudgedTerm } from './finding-term.ts';

/** What takes where and how back to what they count for with the credential that made the sessions. */
export function makerTerm(view: View, place: number): JudgedTerm | undefined {
  const { makers, context, day } = view.around;
  const maker = makers.of(context, view.fromDay, day);
  if (maker === null) return undefined;
  const nats = (maker.nats ?? WHERE_HOW.least) - place;
  if (nats >= 0) return undefined;
  return {
    name: 'maker',
    about: 'where',
    nats,
    tell: () => ({
      sentence:
        maker.nats === null
          ? `The sessions were made with ${maker.subject} in the same network, where that credential is at home.`
          : `The sessions were made with ${maker.subject} in the same network, which is less unusual for that credential.`,
      evidence: [firstEvent(context.seen)],
      benignIf: null,
    }),
  };
}
