/** What is held of any context before anything is known of it, and how much history there is to compare with. */
import { DORMANT, PRIOR } from '../weights.ts';
import type { JudgedTerm, TermMaker } from './finding-term.ts';
import { counted } from './sentence.ts';
import { firstEvent } from '../view.ts';

export const priorTerms: TermMaker = (view) => {
  const prior: JudgedTerm = {
    name: 'prior',
    about: 'what',
    nats: PRIOR,
    sentence: 'Of ten thousand contexts of credential, network and tool about one is an intruder’s.',
    evidence: [],
    benignIf: null,
  };
  const evidence = [firstEvent(view.around.context.seen)];
  if (view.isCold) {
    const sentence =
      'The credential has no earlier days in these logs: that it is used from here and with this tool says little.';
    return [prior, { name: 'no-history', about: 'where', nats: 0, sentence, evidence, benignIf: null }];
  }
  if (view.sleptDays === 0) return [prior];
  const sentence = `The credential was not used for ${counted(view.sleptDays, 'day')} and woke: most leaked keys are old ones.`;
  return [
    prior,
    {
      name: 'dormant',
      about: 'what',
      nats: DORMANT,
      sentence,
      evidence,
      benignIf: 'The owner has a task that comes up seldom, and did it then.',
    },
  ];
};
