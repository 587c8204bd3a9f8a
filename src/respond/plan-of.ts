/** The plan for an incident. */
import { createHash } from 'node:crypto';
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { keyOf, numbered } from './draft.ts';
import { planContainment } from './plan-contain.ts';
import { PlanContext } from './plan-context.ts';
import type { PlanOptions } from './plan-options.ts';
import { planPersistence } from './plan-persistence.ts';
import { planEvidence, planRecovery } from './plan-recover.ts';
import { unknownOf } from './plan-unknown.ts';
import type { Plan, Step } from './plan.ts';
import { subjectsOf } from './subject.ts';

/**
 * The plan for an incident: containment by the order in which a credential leads to others, what was left behind,
 * recovery. Pure: the same incident and options give the same plan, to the byte.
 */
export function planOf(
  incident: Incident,
  investigation: Pick<Investigation, 'toMs'>,
  options: PlanOptions = {},
): Plan {
  const plan = new PlanContext(incident, options);
  planContainment(plan);
  planPersistence(plan);
  const hasDeletions = plan.drafts.some(({ phase }) => phase === 'eradicate');
  const evidence = plan.drafts.length === 0 ? undefined : planEvidence(plan);
  planRecovery(plan);
  const all = numbered(
    evidence === undefined || !hasDeletions ? plan.drafts : plan.drafts.map(waitingFor(evidence)),
  );
  const { phase } = options;
  return {
    version: 1,
    incident: incident.id,
    source: createHash('sha256').update(JSON.stringify(incident)).digest('hex'),
    accounts: accountsOf(incident, all),
    protected: [...(options.protected ?? [])],
    scope: scopeOf(incident, all),
    steps: phase === undefined ? all : all.filter((step) => step.phase === phase),
    unknown: unknownOf(incident, investigation),
  };
}

function waitingFor(evidence: PlanContext['drafts'][number]) {
  const key = keyOf(evidence);
  return (draft: PlanContext['drafts'][number]) =>
    draft.phase === 'eradicate' ? { ...draft, afterKeys: [...draft.afterKeys, key] } : draft;
}

function accountsOf({ accounts }: Incident, steps: readonly Step[]): string[] {
  return [...new Set([...accounts, ...steps.map(({ account }) => account)])]
    .filter((account) => account !== '')
    .toSorted();
}

/** Principals and keys of the incident, and what its steps are about. */
function scopeOf({ credentials }: Incident, steps: readonly Step[]): string[] {
  const principals = credentials.flatMap(({ credential }) => [
    credential.owner,
    credential.principal,
    ...credential.keys,
  ]);
  return [...new Set([...principals, ...steps.flatMap((step) => subjectsOf(step))])]
    .filter((each) => each !== '')
    .toSorted();
}
