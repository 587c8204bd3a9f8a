/** Keys that are only asked whose they are, in rounds over weeks from one address: a search for leaks, most likely one's own. */
import { isKeyCheck } from '../key-checks.ts';
import { firstEvent } from '../view.ts';
import type { View } from '../view.ts';
import { HOUSE_CHECK } from '../weights.ts';
import type { JudgedTerm } from './finding-term.ts';

/** What takes such a check back to `watch`: who steals keys tries them once, and uses what works. */
export function houseCheckTerm(view: View, sum: number): JudgedTerm | undefined {
  const nats = HOUSE_CHECK.most - sum;
  const calls = view.fresh('call');
  if (nats >= 0 || calls.length === 0 || !calls.every(([call]) => isKeyCheck(call))) return undefined;
  for (const [address, seen] of view.fresh('address')) {
    const rounds = view.around.population.checks.get(address);
    if (rounds === undefined) continue;
    return {
      name: 'house-check',
      about: 'link',
      nats,
      sentence: `From ${address} ${rounds.subjects} credentials were asked whose they are on ${rounds.days} days, and nothing else was done: like a search for leaked keys of one’s own, to be named in networks.yml.`,
      evidence: [firstEvent(seen)],
      benignIf: null,
    };
  }
  return undefined;
}
