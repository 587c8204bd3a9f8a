/** All that can be said of a context, in the order in which it is told. */
import { agentTerms } from './agent.ts';
import { breadthTerms } from './breadth.ts';
import { chainTerms } from './chains.ts';
import { deniedPersistenceTerms } from './denied-persistence.ts';
import { fanInTerms } from './fan-in.ts';
import type { TermMaker } from './finding-term.ts';
import { networkKindTerms } from './network-kind.ts';
import { networkTerms } from './network.ts';
import { newCallTerms } from './new-call.ts';
import { priorTerms } from './prior.ts';
import { probeTerms } from './probes.ts';
import { regionTerms } from './region.ts';
import { ruleTerms } from './rules.ts';
import { sharedSidTerms } from './shared-sid.ts';
import { signatureTerms } from './signature.ts';

export const TERM_MAKERS: readonly TermMaker[] = [
  priorTerms,
  networkTerms,
  networkKindTerms,
  agentTerms,
  signatureTerms,
  newCallTerms,
  breadthTerms,
  deniedPersistenceTerms,
  regionTerms,
  probeTerms,
  chainTerms,
  ruleTerms,
  fanInTerms,
  sharedSidTerms,
];

/** Makers whose terms together are held between the limits of where and how. */
export const LIMITED: ReadonlySet<TermMaker> = new Set([networkTerms, networkKindTerms, agentTerms]);
