/** How a way to more power is written down. */
import type { PowerKind } from '../snapshot.ts';

/**
 * What an action must be permitted on:
 * - `anything` the action knows · `any <ARN>` a thing of this form, whatever its name is
 * - `self` the user · `others` other users · `own-groups` those it is in
 */
export type On = 'anything' | 'self' | 'others' | 'own-groups' | `any ${string}`;

export interface Way {
  readonly kind: PowerKind;
  readonly id: string;
  /** As a sentence. */
  readonly does: string;
  /** Actions, each with what it must be permitted on; one of those with `|` between does. All are needed. */
  readonly needs: Readonly<Record<string, On>>;
  /** Values of the request, such as the service that a role is handed to. */
  readonly context?: Readonly<Record<string, string>>;
  /** Only for users with a permissions boundary. */
  readonly boundaryOnly?: true;
}

/**
 * ARNs of one kind; `*` is a part that can be anything, `NAME` the name. What is permitted on all of a kind is permitted
 * on a name that nobody thought of.
 */
export const ROLES = 'any arn:*:iam::ACCOUNT:role/NAME';
export const POLICIES = 'any arn:*:iam::ACCOUNT:policy/NAME';
export const GROUPS = 'any arn:*:iam::ACCOUNT:group/NAME';
