/** How many temporary credentials could be joined to what minted them, and why the others could not. */
import { isTemporary } from './credential-draft.ts';
import type { Draft } from './credential-draft.ts';
import { isServiceLinked } from './graph.ts';
import { groupBy } from '../group-by.ts';
import type { LineageCoverage, LineageEdge } from './lineage.ts';
import { compareTexts } from './traces.ts';

/** The first that holds is told. */
const REASONS: readonly (readonly [(draft: Draft) => boolean, string])[] = [
  [
    (draft) => draft.facts.some(isServiceLinked),
    'sessions that AWS services made of their own service-linked roles: no credential of the account made them',
  ],
  [
    (draft) => draft.facts.every((facts) => facts.isRelayed),
    'calls that services relayed for a principal of whom the logs show no call of its own, or several credentials in use at the time',
  ],
  [
    ({ kind }) => kind === 'service-session',
    'sessions of workloads (EC2, Lambda, ECS and others) whose start is not in these logs',
  ],
  [({ kind }) => kind === 'console-session', 'console sessions whose sign-in is not in these logs'],
  [({ kind }) => kind === 'sso', 'sessions from Identity Center: its events name no access key'],
  [
    ({ kind }) => kind === 'federation',
    'sessions of federated users whose GetFederationToken call is not in these logs',
  ],
  [
    ({ kind, issuedMs }) => kind === 'unknown' && issuedMs === null,
    'temporary keys whose events do not say when the session was made',
  ],
  [
    ({ kind }) => kind === 'unknown',
    'temporary keys of IAM users whose GetSessionToken call or sign-in is not in these logs',
  ],
  [() => true, 'role sessions whose AssumeRole call is not in these logs'],
];

/** A credential counts as joined when an event is known that minted it; guesses (low confidence) do not count. */
export function coverageOf(drafts: Iterable<Draft>, edges: readonly LineageEdge[]): LineageCoverage {
  const children = new Set(edges.filter((edge) => edge.confidence !== 'low').map((edge) => edge.child));
  const temporary = [...drafts].filter(isTemporary);
  const open = temporary.filter((draft) => !draft.isMinted && !children.has(draft.id));
  const unjoined = [...groupBy(open, reasonOf)]
    .map(([reason, group]) => ({ reason, count: group.length }))
    .toSorted((a, b) => b.count - a.count || compareTexts(a.reason, b.reason));
  return { temporary: temporary.length, joined: temporary.length - open.length, unjoined };
}

function reasonOf(draft: Draft): string {
  return REASONS.find(([holds]) => holds(draft))![1];
}
