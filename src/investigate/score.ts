/** The score of a context on a day: the sum of its terms. */
import type { JudgedTerm } from './terms/finding-term.ts';
import { makerTerm } from './terms/maker.ts';
import { LIMITED, TERM_MAKERS } from './terms/all-terms.ts';
import type { View } from './view.ts';
import { BREAK_GLASS_MOST, SHARED_KINDS, WHERE_HOW } from './weights.ts';

export interface Score {
  readonly nats: number;
  readonly terms: readonly JudgedTerm[];
  /** What where and how count for. */
  readonly place: number;
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
  const held = sumOf(limited) + (limit?.nats ?? 0);
  const maker = makerTerm(view, held);
  terms.push(...[limit, maker].filter((each) => each !== undefined));
  return { nats: sumOf(terms), terms, place: held + (maker?.nats ?? 0) };
}

function sumOf(terms: readonly JudgedTerm[]): number {
  return terms.reduce((sum, { nats }) => sum + nats, 0);
}

/** What brings where and how back between their limits. */
function limitOf(view: View, limited: readonly JudgedTerm[]): JudgedTerm | undefined {
  const sum = sumOf(limited);
  const isRented = view.fresh('kind').some(([kind]) => SHARED_KINDS.has(kind));
  // A workload that moves to another host takes its tool with it.
  const isOwnTool = view.unfamiliar('tool').length === 0 && view.unfamiliar('system').length === 0;
  const usual = isRented && !isOwnTool ? WHERE_HOW.mostRented : WHERE_HOW.most;
  const most = view.around.isBreakGlass ? BREAK_GLASS_MOST : usual;
  const held = Math.min(Math.max(sum, WHERE_HOW.least), most);
  if (held === sum) return undefined;
  return {
    name: 'limit',
    about: 'where',
    nats: held - sum,
    tell: () => ({
      sentence:
        held < sum
          ? `Where and how alone count for ${most.toFixed(1)} at most: owners travel and change computers too.`
          : `Where and how alone speak for the owner by ${(-held).toFixed(1)} at most: intruders work from owners’ machines too.`,
      evidence: limited.flatMap(({ tell }) => tell().evidence).slice(0, 1),
      benignIf: null,
    }),
  };
}
