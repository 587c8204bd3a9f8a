/** The shape of the persistence catalogue: what an intruder can leave behind, how a log shows it, what undoes it. */
import type { Call } from '../call.ts';

/**
 * A call that takes something away again: `service:Name`, then the parameters that say what, as they are called in the
 * plant's target. `name=path` where the call has it elsewhere (paths as in `values` of `call.ts`).
 * `iam:DeleteAccessKey accessKeyId`, `ec2:TerminateInstances instanceId=instancesSet.instanceId`.
 */
export type Removal = string;

/** Values that parameters must have for the call to count, by path. */
export interface Condition {
  readonly [path: string]: RegExp;
}

/** One way to leave something behind. */
export interface Plant {
  /** Calls that do it: `iam:CreateAccessKey`. */
  readonly calls: readonly string[];
  readonly when?: Condition;
  /** What cannot be said by values of parameters. */
  readonly where?: (call: Call) => boolean;
  /**
   * Parameters for the first calls of `undo`, each with where its value stands. A path that gives several values gives
   * several items.
   */
  readonly target: { readonly [parameter: string]: string };
  /** What makes two targets the same, if not all parameters. */
  readonly identity?: readonly string[];
  /** API calls that undo it, in order; services as CloudTrail names them. */
  readonly undo: readonly string[];
  /** What in the logs shows that it is gone. Empty for what no event shows. */
  readonly gone: readonly Removal[];
  /** Values that parameters of the removing call must have, by `service:Name`. */
  readonly goneWhen?: { readonly [call: string]: Condition };
  /** Whether a call of `calls` puts things right: it counts as removal of what an earlier one did to the same target. */
  readonly restores?: (call: Call) => boolean;
  /** A sentence, with `{parameter}` for values of the target. */
  readonly says: string;
  /** What else the call tells, as a sentence; `''` for nothing. */
  readonly also?: (call: Call) => string;
}

export interface Mechanism {
  /** `I1` … `I23`, `X1` … `X16`, `D1` … `D7`; `L1` … are impaired defences. */
  readonly id: string;
  readonly title: string;
  readonly plants: readonly Plant[];
  /** What a log cannot show of it, for the documentation. */
  readonly unseen?: string;
}
