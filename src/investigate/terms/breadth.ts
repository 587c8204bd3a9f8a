/** How many different things were looked at or tried that the credential never did before. */
import { isRead, serviceOf } from '../api-tactic.ts';
import { firstEvent } from '../view.ts';
import { BREADTH } from '../weights.ts';
import { auditShare } from './audit.ts';
import type { JudgedTerm, TermMaker } from './finding-term.ts';
import { counted, listed } from './sentence.ts';

export const breadthTerms: TermMaker = (view) => {
  if (view.around.isScanner) return [];
  const denied = view.unfamiliar('denied');
  const refused = new Set(denied.map(([call]) => call));
  const reads = view.unfamiliar('call').filter(([call]) => isRead(call) && !refused.has(call));
  const mostDenied = view.isCold ? BREADTH.coldDeniedMost : BREADTH.most;
  const ofDenied = Math.min(BREADTH.denied * view.steadiness('refusal') * denied.length, mostDenied);
  // Between a key without history and one with a long one, a new read says something in between.
  const { maturity } = view;
  const perRead = BREADTH.coldRead + maturity * (BREADTH.read * view.steadiness('call') - BREADTH.coldRead);
  const mostReads = BREADTH.coldMost + maturity * Math.max(BREADTH.most - ofDenied - BREADTH.coldMost, 0);
  const ofReads = Math.min(perRead * reads.length, mostReads);
  const services = new Set(reads.map(([call]) => serviceOf(call))).size;
  const isSweep = reads.length + denied.length >= BREADTH.sweepReads && services >= BREADTH.sweepServices;
  const share = auditShare(view);
  const terms: JudgedTerm[] = [];
  if (ofDenied > 0) {
    terms.push({
      name: 'denied',
      about: 'what',
      nats: share * ofDenied,
      tell: () => ({
        sentence: `${counted(denied.length, 'call')} that this credential was never refused before ${denied.length === 1 ? 'was' : 'were'} refused: ${listed(denied.map(([call]) => call))}.`,
        evidence: denied.slice(0, 10).map(([, seen]) => firstEvent(seen)),
        benignIf: 'The owner’s rights were cut, or the owner tried something new without having the rights.',
      }),
    });
  }
  if (ofReads > 0) {
    terms.push({
      name: 'breadth',
      about: 'what',
      nats: share * (ofReads + (isSweep ? BREADTH.sweep : 0)),
      tell: () => ({
        sentence: `${counted(reads.length, 'read call')} of ${counted(services, 'service')} ${reads.length === 1 ? 'is' : 'are'} new to the credential${isSweep ? ', a sweep over what the account holds' : ''}: ${listed(reads.map(([call]) => call))}.`,
        evidence: reads.slice(0, 10).map(([, seen]) => firstEvent(seen)),
        benignIf: 'An inventory or audit tool was run with this credential on purpose.',
      }),
    });
  }
  return terms;
};
