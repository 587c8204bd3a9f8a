/** Regions that the credential never worked in before. */
import { firstEvent } from '../view.ts';
import { NEW_REGION } from '../weights.ts';
import type { TermMaker } from './finding-term.ts';
import { counted, listed, percent } from './sentence.ts';

export const regionTerms: TermMaker = (view) => {
  if (view.isCold || view.around.isScanner) return [];
  const { level, attack, benign } = view.novelty('region');
  const nats = Math.min(NEW_REGION.half * Math.log(attack / benign), NEW_REGION.most);
  if (level === null || nats <= 0) return [];
  const regions = view.unfamiliar('region');
  return [
    {
      name: 'region',
      about: 'what',
      nats,
      tell: () => ({
        sentence: `${counted(regions.length, 'region')} new to the credential: ${listed(regions.map(([name]) => name))}; it enters one on ${percent(benign)} of days.`,
        evidence: regions.slice(0, 5).map(([, seen]) => firstEvent(seen)),
        benignIf: 'The owner extended a workload to that region.',
      }),
    },
  ];
};
