/** The shortest safe path for one key, before there is a case. */
import { emptyIncident } from '../investigate/empty-incident.ts';
import { stableId } from '../investigate/stable-id.ts';
import { planOf } from './plan-of.ts';
import type { PlanOptions } from './plan-options.ts';
import type { Plan } from './plan.ts';

export interface LeakedKey {
  readonly accessKeyId: string;
  /** ARN of the user that the key belongs to, or of the root user. */
  readonly principal: string;
  readonly account: string;
}

/** The plan to contain one key and its user: the same machinery, with an incident that knows nothing but the key. */
export function planForKey({ accessKeyId, principal, account }: LeakedKey, options: PlanOptions = {}): Plan {
  const isRoot = principal.endsWith(':root');
  const incident = emptyIncident({
    id: stableId('INC', account, accessKeyId),
    title: `${accessKeyId} leaked`,
    firstMs: 0,
    lastMs: 0,
    accounts: [account],
    credentials: [
      {
        credential: {
          id: accessKeyId,
          kind: isRoot ? 'root-access-key' : 'access-key',
          principal,
          owner: principal,
          account,
          keys: [accessKeyId],
          issuedMs: null,
          expiresMs: null,
          firstUseMs: null,
          lastUseMs: null,
        },
        because: 'leaked',
        band: 'page',
        sinceMs: 0,
        untilMs: null,
        findings: [],
        events: { intruder: 0, owner: 0, undecided: 0 },
      },
    ],
  });
  const plan = planOf(incident, { toMs: null }, { ...options, phase: 'contain' });
  return {
    ...plan,
    steps: plan.steps.map((step) => ({ ...step, why: `${accessKeyId} leaked.` })),
    unknown: [
      'What was done with the key, and what it minted: no logs were read. Run keytrail investigate.',
      'What legitimate use the steps break: ask the owner.',
      ...plan.unknown,
    ],
  };
}
