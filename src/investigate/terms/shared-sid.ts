/** One terminal session of the AWS CLI on keys of several owners. */
import { isLongLived } from '../../activity/subject.ts';
import { firstEvent } from '../view.ts';
import { SHARED_SID } from '../weights.ts';
import type { TermMaker } from './finding-term.ts';
import { counted } from './sentence.ts';

export const sharedSidTerms: TermMaker = (view) => {
  const { population, subject } = view.around;
  if (!isLongLived(subject.name) || view.isCold) return [];
  for (const [sid, seen] of view.unfamiliar('sid')) {
    const others = population
      .sharers('sid', sid)
      .filter(
        (other) =>
          other.subject !== subject.name && isLongLived(other.subject) && other.firstMs <= view.untilMs,
      );
    if (others.length === 0) continue;
    return [
      {
        name: 'shared-sid',
        about: 'link',
        nats: SHARED_SID,
        tell: () => ({
          sentence: `The same terminal session (sid ${sid}) used ${counted(others.length, 'other key')}.`,
          evidence: [firstEvent(seen)],
          benignIf: 'One person owns all of these keys.',
        }),
      },
    ];
  }
  return [];
};
