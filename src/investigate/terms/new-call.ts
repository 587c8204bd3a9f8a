/** Calls that the credential never made before. */
import { groupBy } from '../../group-by.ts';
import { serviceOf, tacticOf } from '../api-tactic.ts';
import type { Sighted } from '../news.ts';
import { firstEvent } from '../view.ts';
import type { View } from '../view.ts';
import { LADDERS, NEW_CALL } from '../weights.ts';
import { WILD_APIS } from '../wild-apis.ts';
import type { JudgedTerm, TermMaker } from './finding-term.ts';
import { counted, listed } from './sentence.ts';

/** So many others that made a call before make it an ordinary one. */
const COMMON = 3;

export const newCallTerms: TermMaker = (view) => {
  if (view.isCold || view.around.isScanner) return [];
  const byTactic = groupBy(view.unfamiliar('call'), ([call]) => tacticOf(call));
  const terms = [...byTactic]
    .map(([tactic, calls]) => term(view, tactic, calls))
    .toSorted((a, b) => b.nats - a.nats || (a.tell().sentence < b.tell().sentence ? -1 : 1));
  let left: number = NEW_CALL.most;
  return terms.flatMap((each) => {
    const nats = Math.min(each.nats, left);
    left -= Math.max(nats, 0);
    return nats > 0 ? [{ ...each, nats }] : [];
  });
};

function term(view: View, tactic: string, calls: readonly Sighted[]): JudgedTerm {
  const full = Math.min(Math.max(...calls.map(([call]) => weight(view, call))), NEW_CALL.mostPerTactic);
  const nats = view.maturity * full;
  return {
    name: 'new-api',
    about: 'what',
    nats,
    tell: () => ({
      sentence: `In ${counted(view.activeDays, 'earlier day')} the credential never made ${counted(calls.length, 'call')} for ${tactic}: ${listed(calls.map(([call]) => call))}.`,
      evidence: calls.slice(0, 5).map(([, seen]) => firstEvent(seen)),
      benignIf: `The owner began with something new that needs ${calls[0]![0]}.`,
    }),
  };
}

/** How much more often an intruder makes this sort of new call than this subject does. */
function weight(view: View, call: string): number {
  const { attack } = LADDERS.call;
  const rates = view.around.past.rates('call');
  const n = !view.isFamiliar('tactic', tacticOf(call))
    ? 0
    : !view.isFamiliar('service', serviceOf(call))
      ? 1
      : 2;
  const isWild = WILD_APIS.has(call);
  const isCommon = !isWild && view.othersBefore('call', call, COMMON) >= COMMON;
  return (
    Math.log(attack[n] / rates[n]!) + (isWild ? NEW_CALL.wild : 0) + (isCommon ? NEW_CALL.colleagues : 0)
  );
}
