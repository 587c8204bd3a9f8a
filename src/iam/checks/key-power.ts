/** What could be done with a key. */
import type { Severity } from '../finding.ts';
import type { Power, PowerKind } from '../snapshot.ts';
import { useText } from './check.ts';
import type { Check, Found, KeyAt } from './check.ts';

/** Ways that are named in the evidence. */
const NAMED = 8;

export const keyOfAdmin: Check = powerCheck('key-of-admin', 'Active key of an administrator', 'admin', {
  severity: 'high',
  reason: 'Whoever holds it can do everything in the account.',
  remedy: 'Give its uses a role with what they need, and people Identity Center; then delete it.',
});

export const keyThatEscalates: Check = powerCheck(
  'key-that-escalates',
  'Active key of a user that can give itself more',
  'escalation',
  {
    severity: 'high',
    reason: 'Whoever holds it can give itself more than its policies say.',
    remedy: 'Take these actions away, or set a permissions boundary that denies them.',
  },
);

export const keyThatPassesRoles: Check = powerCheck(
  'key-that-passes-roles',
  'Active key of a user that can run code with roles',
  'pass-role',
  {
    severity: 'high',
    reason: 'Whoever holds it can run code with a role of the account.',
    remedy: 'Name the roles in the resources of iam:PassRole, and the service in iam:PassedToService.',
  },
);

export const keyThatReadsData: Check = powerCheck(
  'key-that-reads-data',
  'Active key of a user that can read all buckets, secrets, tables …',
  'data',
  {
    severity: 'medium',
    reason: 'Whoever holds it can read all that the account stores of a kind.',
    remedy: 'Name the buckets, secrets and tables that it needs in the resources of its policies.',
  },
);

/** One level less where only some things are within reach, or a condition stands before it. */
const LESS: { readonly [severity in Severity]: Severity } = {
  high: 'medium',
  medium: 'low',
  low: 'info',
  info: 'info',
};

function powerCheck(
  id: string,
  title: string,
  kind: PowerKind,
  { severity, reason, remedy }: Omit<Found, 'evidence'>,
): Check {
  return {
    id,
    title,
    about: 'key',
    look({ user, key }: KeyAt): Found | null {
      const powers = (user.powers ?? []).filter((power) => power.kind === kind);
      if (!key.active || powers.length === 0) return null;
      const isFull = powers.some(({ scope, conditional }) => scope === 'all' && !conditional);
      const more = powers.length - NAMED;
      return {
        severity: isFull ? severity : LESS[severity],
        reason: isFull ? reason : `${reason.slice(0, -1)}, of some things or under a condition.`,
        evidence: [
          ...powers.slice(0, NAMED).map(powerText),
          ...(more > 0 ? [`and ${more} more`] : []),
          ...(user.boundary === null ? [] : [`with the boundary ${user.boundary}`]),
          useText(key.lastUsed),
        ],
        remedy,
      };
    },
  };
}

function powerText({ does, actions, policies, scope, conditional }: Power): string {
  const limits = [scope === 'some' ? 'on some' : '', conditional ? 'under a condition' : ''].filter(
    (part) => part !== '',
  );
  return `${does.slice(0, -1)} (${[actions.join(' and '), ...limits].join(', ')}; by ${policies.join(', ')})`;
}
