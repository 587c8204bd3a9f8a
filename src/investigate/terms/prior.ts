/** What is held of any context before anything is known of it, and how much history there is to compare with. */
import { DORMANT, PRIOR, SLEPT_THROUGH } from '../weights.ts';
import type { JudgedTerm, TermMaker } from './finding-term.ts';
import { counted } from './sentence.ts';
import { firstEvent } from '../view.ts';
import type { View } from '../view.ts';

export const priorTerms: TermMaker = (view) => {
  const prior: JudgedTerm = {
    name: 'prior',
    about: 'what',
    nats: PRIOR,
    tell: () => ({
      sentence: 'Of ten thousand contexts of credential, network and tool about one is an intruder’s.',
      evidence: [],
      benignIf: null,
    }),
  };
  if (view.isCold) {
    const slept = view.sleptThroughDays;
    if (slept > 0)
      return [
        prior,
        dormant(
          view,
          SLEPT_THROUGH,
          () =>
            `The logs begin ${counted(slept, 'day')} before the credential is first used, and do not show that it was made: an old one woke.`,
        ),
      ];
    return [prior, noHistory(view)];
  }
  if (view.sleptDays === 0) return [prior];
  return [
    prior,
    dormant(
      view,
      DORMANT,
      () =>
        `The credential was not used for ${counted(view.sleptDays, 'day')} and woke: most leaked keys are old ones.`,
    ),
  ];
};

function noHistory(view: View): JudgedTerm {
  return {
    name: 'no-history',
    about: 'where',
    nats: 0,
    tell: () => ({
      sentence:
        'The credential has no earlier days in these logs: that it is used from here and with this tool says little.',
      evidence: [firstEvent(view.around.context.seen)],
      benignIf: null,
    }),
  };
}

function dormant(view: View, nats: number, sentence: () => string): JudgedTerm {
  return {
    name: 'dormant',
    about: 'what',
    nats,
    tell: () => ({
      sentence: sentence(),
      evidence: [firstEvent(view.around.context.seen)],
      benignIf: 'The owner has a task that comes up seldom, and did it then.',
    }),
  };
}
