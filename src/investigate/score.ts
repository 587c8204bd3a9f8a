/** The score of a context on a day: the sum of its terms. */
import type { JudgedTerm } from './terms/finding-term.ts';
import { LIMITED, TERM_MAKERS } from './terms/all-terms.ts';
import type { View } from './view.ts';
import { BREAK_GLASS_MOST, WHERE_HOW } from './weights.ts';

export interface Score {
  readonly nats: number;
  readonly terms: readonly JudgedTerm[];
}

export function scoreOf(view: View): Score {
  const terms: JudgedTerm[] = [];
  const limited: JudgedTerm[] = [];
  for (const make of TERM_MAKERS) {
    const made = make(view);
    terms.push(...made);
    if (LIMITED.has(make)) limited.push(...made);
  }
  const limit = limitOf(view, limited);
  if (limit !== undefined) terms.push(limit);
  return { nats: terms.reduce((sum, { nats }) => sum + nats, 0), terms };
}

/** What brings where and how back between their limits. */
function limitOf(view: View, limited: readonly JudgedTerm[]): JudgedTerm | undefined {
  const sum = limited.reduce((total, { nats }) => total + nats, 0);
  const most = view.around.isBreakGlass ? BREAK_GLASS_MOST : WHERE_HOW.most;
  const held = Math.min(Math.max(sum, WHERE_HOW.least), most);
  if (held === sum) return undefined;
  return {
    name: 'limit',
    about: 'where',
    nats: held - sum,
    sentence:
      held < sum
        ? `Where and how alone count for ${most.toFixed(1)} at most: owners travel and change computers too.`
        : `Where and how alone speak for the owner by ${(-held).toFixed(1)} at most: intruders work from owners’ machines too.`,
    evidence: limited.flatMap(({ evidence }) => evidence).slice(0, 1),
    benignIf: null,
  };
}
