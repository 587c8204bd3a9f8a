/**
 * What identity policies and a boundary permit together.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * Not considered, because a user's account does not tell them: policies of resources and of the organization.
 */
import { isAnyText } from './any-text.ts';
import type { Bound } from './any-text.ts';
import { holds } from './condition.ts';
import type { RequestContext } from './condition.ts';
import type { Statement } from './statement.ts';
import { fitsAction } from './wildcard.ts';

/** The policies of one user. */
export interface Permissions {
  /** Of its own policies and those of its groups. */
  readonly identity: readonly Statement[];
  /** `null` without a boundary. */
  readonly boundary: readonly Statement[] | null;
}

/** An action on a resource that keeps to all bounds. */
export interface Wish {
  readonly action: string;
  readonly on: readonly Bound[];
  readonly context: RequestContext;
}

export interface Permit {
  readonly allowed: boolean;
  /** Whether it is allowed only where a condition holds, or one of a denial does not. */
  readonly conditional: boolean;
  /** Names of the policies that allow it. */
  readonly policies: readonly string[];
}

const NO: Permit = { allowed: false, conditional: false, policies: [] };

/** Whether there is a resource that keeps to the bounds and that the action is permitted on. */
export function permits(permissions: Permissions, wish: Wish): Permit {
  const own = applying(permissions.identity, wish);
  if (!own.some(({ effect }) => effect === 'Allow')) return NO;
  const boundary = permissions.boundary === null ? null : applying(permissions.boundary, wish);
  const [sure, perhaps] = [found(own, boundary, wish, true), found(own, boundary, wish, false)];
  if (sure.length > 0) return { allowed: true, conditional: false, policies: names(sure) };
  return perhaps.length > 0 ? { allowed: true, conditional: true, policies: names(perhaps) } : NO;
}

interface Applying extends Statement {
  /** Whether its conditions hold for sure. */
  readonly sure: boolean;
}

/** The statements that are about the action, and whose conditions may hold. */
function applying(statements: readonly Statement[], { action, context }: Wish): Applying[] {
  return statements.flatMap((statement) => {
    const { patterns, fit } = statement.actions;
    if (patterns.some((pattern) => fitsAction(pattern, action)) !== fit) return [];
    const truth = holds(statement.conditions, context);
    return truth === 'false' ? [] : [{ ...statement, sure: truth === 'true' }];
  });
}

/** The statements that allow it. With `strict`, what is not known speaks against it. */
function found(
  own: readonly Applying[],
  boundary: readonly Applying[] | null,
  { on }: Wish,
  strict: boolean,
): Applying[] {
  const isAllowing = ({ effect, sure }: Applying): boolean => effect === 'Allow' && (sure || !strict);
  const denied = [...own, ...(boundary ?? [])]
    .filter(({ effect, sure }) => effect === 'Deny' && (sure || strict))
    .map(({ resources }): Bound => ({ ...resources, fit: !resources.fit }));
  const limits = boundary === null ? [[]] : boundary.filter(isAllowing).map(({ resources }) => [resources]);
  return own
    .filter(isAllowing)
    .filter(({ resources }) => limits.some((limit) => isAnyText([...on, resources, ...limit, ...denied])));
}

function names(statements: readonly Statement[]): string[] {
  return [...new Set(statements.map(({ policy }) => policy))];
}
