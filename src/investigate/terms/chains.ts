/** What was planted or destroyed: calls that together make a step of an intrusion. */
import type { Seen } from '../../activity/activity.ts';
import { CALL_CHAINS } from '../call-chains.ts';
import { toolClass } from '../tool-class.ts';
import { firstEvent } from '../view.ts';
import { CHAINS } from '../weights.ts';
import type { TermMaker } from './finding-term.ts';
import { listed } from './sentence.ts';

const LINKS: ReadonlySet<string> = new Set(CALL_CHAINS.flatMap(({ groups }) => groups.flat()));

export const chainTerms: TermMaker = (view) => {
  const links = view.fresh('api').filter(([call]) => LINKS.has(call) && !view.isFamiliar('call', call));
  if (links.length === 0) return [];
  const calls = new Map(links);
  const share = toolClass(view.around.context.tool) === 'iac' ? CHAINS.byIac : 1;
  const used = new Set<string>();
  let left: number = CHAINS.most;
  return CALL_CHAINS.flatMap(({ what, groups, nats }) => {
    const found = groups.map((group) => group.find((call) => calls.has(call) && !used.has(call)));
    const made = found.filter((call) => call !== undefined);
    const weight = Math.min(nats * share, left);
    if (made.length < groups.length || weight <= 0) return [];
    left -= weight;
    for (const call of groups.flat()) used.add(call);
    return [
      {
        name: 'chain',
        about: 'what' as const,
        nats: weight,
        tell: () => ({
          sentence: `New to this credential: ${what} (${listed(made)}).`,
          evidence: made.map((call) => firstEvent(calls.get(call) as Seen)),
          benignIf: 'The owner was asked to do this; a ticket or change record would show it.',
        }),
      },
    ];
  });
};
