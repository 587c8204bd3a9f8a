/** What makes a key dangerous: which of the known ways to more power, or to data, a user's policies permit. */
import { accountOf, partitionOf } from '../lineage/arn.ts';
import type { Bound } from './policy/any-text.ts';
import type { RequestContext } from './policy/condition.ts';
import { permits } from './policy/permits.ts';
import type { Permissions, Permit } from './policy/permits.ts';
import type { Power } from './snapshot.ts';
import { DATA } from './ways/data.ts';
import { ESCALATION } from './ways/escalation.ts';
import { PASS_ROLE } from './ways/pass-role.ts';
import { POLICIES, ROLES } from './ways/way.ts';
import type { On, Way } from './ways/way.ts';

/** The user that policies are of. */
export interface Holder {
  readonly arn: string;
  /** ARNs of the groups that it is in. */
  readonly groups: readonly string[];
}

/** Everything, which is more than the sum of what has a name: no policy lists an action of this service. */
const ADMIN: Way = {
  kind: 'admin',
  id: 'admin',
  does: 'Does everything in the account.',
  needs: {
    'keytrail-any:AnyAction': 'any arn:*:keytrail-any:*:ACCOUNT:NAME',
    'iam:AttachUserPolicy': 'self',
    'iam:CreatePolicyVersion': POLICIES,
    'iam:PutRolePolicy': ROLES,
  },
};

const WAYS: readonly Way[] = [...ESCALATION, ...PASS_ROLE, ...DATA];

/** The powers of a user, worst kind first. Who may do everything has that alone: it includes the others. */
export function powersOf(permissions: Permissions, holder: Holder): Power[] {
  const admin = powerOf(ADMIN, permissions, holder);
  if (admin?.scope === 'all') return [{ ...admin, actions: ['*'] }];
  return WAYS.flatMap((way) => powerOf(way, permissions, holder) ?? []);
}

function powerOf(way: Way, permissions: Permissions, holder: Holder): Power | null {
  if (way.boundaryOnly === true && permissions.boundary === null) return null;
  const context = new Map(Object.entries(way.context ?? {}));
  const actions: string[] = [];
  const found: Permit[] = [];
  let scope: Power['scope'] = 'all';
  for (const [alternatives, on] of Object.entries(way.needs)) {
    const best = widest(
      permissions,
      holder,
      { actions: alternatives.split('|'), on, context },
      way.kind === 'data',
    );
    if (best === null) return null;
    actions.push(best.action);
    found.push(best.permit);
    if (!best.all) scope = 'some';
  }
  return {
    kind: way.kind,
    id: way.id,
    does: way.does,
    actions,
    scope,
    policies: [...new Set(found.flatMap(({ policies }) => policies))],
    conditional: found.some(({ conditional }) => conditional),
  };
}

interface Best {
  readonly action: string;
  readonly permit: Permit;
  readonly all: boolean;
}

interface Need {
  readonly actions: readonly string[];
  readonly on: On;
  readonly context: RequestContext;
}

/** The widest permission among actions that serve alike; `null` when none is permitted, or not on all. */
function widest(
  permissions: Permissions,
  holder: Holder,
  { actions, on, context }: Need,
  onlyAll: boolean,
): Best | null {
  const permitted = (onlyAll ? [true] : [true, false]).flatMap((all) =>
    actions
      .map((action) => ({
        action,
        permit: permits(permissions, { action, on: boundsOf(on, holder, all), context }),
        all,
      }))
      .filter(({ permit }) => permit.allowed),
  );
  return permitted.find(({ permit }) => !permit.conditional) ?? permitted[0] ?? null;
}

/** A name that nobody has and no policy gives: what is permitted on it is permitted on all. */
const ANY_NAME = 'keytrail-any-name';

function boundsOf(on: On, { arn, groups }: Holder, all: boolean): Bound[] {
  const user = `arn:${partitionOf(arn)}:iam::${accountOf(arn)}:user/`;
  switch (on) {
    case 'anything':
      return [];
    case 'self':
      return [{ patterns: [arn], fit: true }];
    case 'own-groups':
      return [{ patterns: groups, fit: true }];
    case 'others':
      return all
        ? [{ patterns: [`${user}${ANY_NAME}`], fit: true }]
        : [
            { patterns: [`${user}*`], fit: true },
            { patterns: [arn], fit: false },
          ];
    default: {
      const pattern = on
        .slice('any '.length)
        .replace('arn:*:', `arn:${partitionOf(arn)}:`)
        .replace('ACCOUNT', accountOf(arn))
        .replaceAll('NAME', all ? ANY_NAME : '*');
      return [{ patterns: [pattern], fit: true }];
    }
  }
}
