/** J6, J7, J11: whoever starts a workload with a role, or changes its code, has the sessions of that role. */
import { isSameRole, lastPart, sessionName } from './arn.ts';
import { SLACK_MS, firstUseOf } from './credential-draft.ts';
import type { Draft } from './credential-draft.ts';
import type { Graph } from './graph.ts';
import { groupBy } from '../group-by.ts';
import type { Minting } from './join-copies.ts';
import type { Confidence, JoinRule } from './lineage.ts';
import type { WorkloadChild } from './mint.ts';
import { compareTexts } from './traces.ts';

type WorkloadMinting = Minting & { readonly child: WorkloadChild };

interface Session {
  readonly draft: Draft;
  readonly issuedMs: number;
  readonly name: string;
  /** Names of what AWS issued it to, as far as it says. */
  readonly issuedTo: string;
}

interface How {
  readonly rule: JoinRule;
  readonly confidence: Confidence;
}

/** Services use a role that they were given at once; what comes later may be another's work. */
const ROLE_ALONE_MS = 3_600_000;

export function joinWorkloads(graph: Graph, mintings: readonly Minting[]): void {
  const sessions = workloadSessions(graph);
  const byName = groupBy(
    sessions.flatMap((session) => namesOf(session).map((name) => ({ name, session }))),
    ({ name }) => name,
  );
  const workloads = mintings.filter((each): each is WorkloadMinting => each.child.what === 'workload');
  const named = workloads.filter(({ child }) => child.names.length > 0);
  for (const [name, group] of groupBy(
    named.flatMap((minting) => minting.child.names.map((each) => ({ name: each, minting }))),
    (each) => each.name,
  )) {
    const found = (byName.get(name) ?? []).map(({ session }) => session);
    const mints = group.map(({ minting }) => minting);
    if (found.length > 0) joinNamed(graph, mints, found);
  }
  joinByRole(
    graph,
    workloads.filter(({ child }) => child.role !== '' && !child.isShared),
    sessions,
  );
}

/** Sessions of roles in order of issue; those that a person's call made are no workload's. */
function workloadSessions(graph: Graph): Session[] {
  return [...graph.drafts.values()]
    .flatMap((draft) => {
      const { principal, issuedMs, kind } = draft;
      const name = sessionName(principal);
      if (name === '' || issuedMs === null || (kind !== 'service-session' && draft.isMinted)) return [];
      return [
        { draft, issuedMs, name, issuedTo: draft.facts.find((each) => each.issuedTo !== '')?.issuedTo ?? '' },
      ];
    })
    .toSorted((a, b) => a.issuedMs - b.issuedMs || compareTexts(a.draft.id, b.draft.id));
}

function namesOf({ name, issuedTo }: Session): readonly string[] {
  const last = lastPart(issuedTo);
  return last === '' || last === name ? [name] : [name, last];
}

/** Mints and sessions of one instance, function or task, both in order of time. */
function joinNamed(graph: Graph, mintings: readonly WorkloadMinting[], sessions: readonly Session[]): void {
  const groups = groupBy(mintings, (minting) => `${minting.child.isShared} ${parentOf(graph, minting)}`);
  for (const group of groups.values()) {
    for (const session of sessions) {
      // Of the same caller's calls the last before counts: it is what the session runs with.
      const minting = group.findLast((each) => isBefore(each, session) && fits(each, session));
      if (minting !== undefined) join(graph, minting, session, howNamed(minting, session));
    }
  }
}

function howNamed({ child }: WorkloadMinting, { name }: Session): How {
  if (child.isShared) return { rule: 'J12', confidence: 'low' };
  if (child.service === 'ec2') return { rule: 'J6', confidence: 'certain' };
  if (child.service === 'other' || !child.names.includes(name)) return { rule: 'J11', confidence: 'high' };
  return { rule: 'J7', confidence: 'high' };
}

/** A role that was given to a service, or to every instance of a profile, without a name to know sessions by. */
function joinByRole(graph: Graph, mintings: readonly WorkloadMinting[], sessions: readonly Session[]): void {
  const byRole = groupBy(sessions, ({ draft }) => lastPart(draft.owner));
  const groups = groupBy(
    mintings,
    (minting) => `${parentOf(graph, minting)} ${lastPart(minting.child.role)}`,
  );
  for (const group of groups.values()) {
    for (const session of byRole.get(lastPart(group[0]!.child.role)) ?? []) {
      const minting = group.findLast((each) => isBefore(each, session) && fits(each, session));
      if (minting === undefined || graph.isParent(parentOf(graph, minting), session.draft.id)) continue;
      if (minting.child.service === 'ec2') {
        if (session.name.startsWith('i-')) join(graph, minting, session, { rule: 'J6', confidence: 'high' });
        continue;
      }
      const isSoon = session.issuedMs - minting.seen.ref.timeMs <= ROLE_ALONE_MS;
      if (isSoon && !graph.hasParent(session.draft)) {
        join(graph, minting, session, { rule: 'J12', confidence: 'low' });
      }
    }
  }
}

function join(graph: Graph, minting: WorkloadMinting, { draft }: Session, how: How): void {
  const first = firstUseOf(draft);
  if (how.confidence !== 'low' && draft.kind === 'role-session') draft.kind = 'service-session';
  graph.addEdge({
    parent: parentOf(graph, minting),
    child: draft.id,
    mechanism: minting.mechanism,
    ...how,
    timeMs: minting.seen.ref.timeMs,
    events: first === null ? minting.events : [...minting.events, first.ref],
  });
}

function parentOf(graph: Graph, { caller, seen }: WorkloadMinting): string {
  return graph.callerId(caller, seen.ref.timeMs);
}

/** Code run inside of a workload reaches the session that it has, any other call only later ones. */
function isBefore({ child, seen }: WorkloadMinting, { draft, issuedMs }: Session): boolean {
  const { timeMs } = seen.ref;
  if (!child.isShared) return timeMs <= issuedMs + SLACK_MS;
  return draft.facts.some((facts) => facts.lastMs >= timeMs) && issuedMs <= timeMs + ROLE_ALONE_MS;
}

/** Names are of one account; an unknown role fits every role. */
function fits({ account, child }: WorkloadMinting, { draft }: Session): boolean {
  if (account !== '' && draft.account !== '' && account !== draft.account) return false;
  if (child.role === '' || child.service === 'ecs') return true;
  return child.role.includes(':')
    ? isSameRole(child.role, draft.owner)
    : child.role === lastPart(draft.owner);
}
