/** What a plan is told beside the incident, so that the same case and the same options give the same plan. */
import type { OwnerUse } from './owner-use.ts';
import type { Phase } from './plan.ts';

export interface PlanOptions {
  /** Only the steps of this phase; IDs stay those of the whole plan. */
  readonly phase?: Phase;
  /** Where service control policies are made: account ID of the management account, and who may still act (ARN). */
  readonly scp?: { readonly managementAccount: string; readonly responder: string };
  /** ARN patterns of principals that no step may touch. */
  readonly protected?: readonly string[];
  /** Account IDs that may stay in policies, beside those of the incident: own ones, vendors. */
  readonly ownAccounts?: readonly string[];
  /** Legitimate use of principals, in place of what the incident shows. */
  readonly ownerUse?: readonly OwnerUse[];
}
