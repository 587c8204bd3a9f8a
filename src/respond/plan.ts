/** A response plan: a file that a person reads, and the steps that are applied one at a time. */
import type { EventRef } from '../cloudtrail/event-ref.ts';

/** In this order: stop the intruder, take out what was left, put back what is needed. */
export const PHASES = ['contain', 'eradicate', 'recover'] as const;
export type Phase = (typeof PHASES)[number];

/** One action on one thing in AWS, or one task for a person. */
export interface Step {
  /** `C01`, `E07`, `R03`: stable as long as the case does not change. */
  readonly id: string;
  readonly phase: Phase;
  /** Name of the action (`respond/actions/`), such as `deactivate-access-key`; `manual` for what only a person can do. */
  readonly action: string;
  readonly account: string;
  /** Region of the call; `''` for IAM and other global services. */
  readonly region: string;
  /** What the action is done to, in the words of the API. */
  readonly parameters: { readonly [name: string]: string };
  /** One line, such as `Deactivate AKIA… of ci-build`. */
  readonly title: string;
  readonly why: string;
  /** At least one, except for steps that protect the response itself. */
  readonly events: readonly EventRef[];
  /** What can no longer be done after it, and what can still be. */
  readonly stops: string;
  readonly leavesAlive: string;
  /** Legitimate use that it cuts, as the logs of the last 90 days show it; empty means none seen. */
  readonly breaks: readonly string[];
  /** How it is undone; `null` when it cannot be. */
  readonly undo: string | null;
  /** Steps that must hold first. */
  readonly after: readonly string[];
  /** Why it may act on a principal outside the incident; set by a person who edits the plan. */
  readonly force?: string;
}

export interface Plan {
  readonly version: 1;
  readonly incident: string;
  /** Hash of the incident it was made from, so that re-planning is told apart from editing. */
  readonly source: string;
  readonly accounts: readonly string[];
  /** ARN patterns that no step may touch: the responder, break-glass principals. */
  readonly protected: readonly string[];
  /** Principals and keys of the incident; steps on others are refused without `force`. */
  readonly scope: readonly string[];
  readonly steps: readonly Step[];
  /** What nobody can know from here, as sentences. */
  readonly unknown: readonly string[];
}
