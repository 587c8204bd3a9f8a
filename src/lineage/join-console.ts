/** J4: console sessions and the sign-in, token or session they came from. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { firstUseOf, keylessName } from './credential-draft.ts';
import type { Draft } from './credential-draft.ts';
import { loginTimes, nearest } from './fold.ts';
import { addPrincipal } from './graph.ts';
import type { Graph } from './graph.ts';
import { groupBy } from '../group-by.ts';
import type { Minting } from './join-copies.ts';
import { passwordId } from './join-owned.ts';
import type { LoginChild } from './mint.ts';

/** A sign-in token can be used for a quarter of an hour. */
const TOKEN_MS = 15 * 60_000;

type Login = Minting & { readonly child: LoginChild };

interface Parent {
  readonly id: string;
  readonly confidence: 'very high' | 'high';
  readonly events: readonly EventRef[];
}

export function joinConsoles(graph: Graph, mintings: readonly Minting[]): void {
  const consoles = [...graph.drafts.values()].filter(({ id }) => id.startsWith('console:'));
  const byArn = groupBy(consoles, ({ principal }) => principal);
  const tokens = groupBy(
    mintings.filter(({ mechanism }) => mechanism === 'GetSigninToken'),
    ({ caller }) => caller.arn,
  );
  for (const login of mintings.filter((each): each is Login => each.child.what === 'login')) {
    joinLogin(graph, login, byArn.get(login.child.holder.arn) ?? [], tokens.get(login.caller.arn) ?? []);
  }
  joinUnusedTokens(graph, tokens, loginTimes(mintings));
  for (const draft of consoles) joinSameSession(graph, draft);
}

function joinLogin(graph: Graph, login: Login, consoles: readonly Draft[], tokens: readonly Minting[]): void {
  const { child, mechanism, seen, events } = login;
  const { timeMs } = seen.ref;
  if (child.holder.arn === '') return;
  const issued = nearest(
    consoles.flatMap(({ issuedMs }) => issuedMs ?? []),
    timeMs,
  );
  const draft = graph.credential(`console:${keylessName(child.holder.arn, issued ?? timeMs)}`);
  addPrincipal(draft, child.holder);
  draft.issuedMs ??= timeMs;
  draft.isMinted = true;
  const first = firstUseOf(draft);
  for (const parent of parentsOf(graph, login, tokens)) {
    graph.addEdge({
      parent: parent.id,
      child: draft.id,
      mechanism,
      rule: 'J4',
      confidence: parent.confidence,
      timeMs,
      events: [...events, ...parent.events, ...(first === null ? [] : [first.ref])],
    });
  }
}

/** With a password; or with a token that a session got; or by switching from another console session. */
function parentsOf(
  graph: Graph,
  { caller, child, seen }: Login,
  tokens: readonly Minting[],
): readonly Parent[] {
  const { timeMs } = seen.ref;
  if (child.from !== '') return onlyActive(graph, child.from, timeMs);
  if (caller.type === 'IAMUser' || caller.type === 'Root') {
    const password = graph.credential(passwordId(caller.arn));
    addPrincipal(password, caller);
    return [{ id: password.id, confidence: 'very high', events: [] }];
  }
  const token = tokens.findLast(
    ({ seen: { ref } }) => ref.timeMs <= timeMs && ref.timeMs >= timeMs - TOKEN_MS,
  );
  if (token !== undefined) {
    const id = graph.callerId(token.caller, token.seen.ref.timeMs);
    return id === '' ? [] : [{ id, confidence: 'very high', events: token.events }];
  }
  return onlyActive(graph, caller.arn, timeMs);
}

function onlyActive(graph: Graph, arn: string, timeMs: number): readonly Parent[] {
  const [only, ...others] = graph.active(arn, timeMs).filter(({ issuedMs }) => issuedMs !== timeMs);
  return only === undefined || others.length > 0 ? [] : [{ id: only.id, confidence: 'high', events: [] }];
}

/** A token whose key was not used by itself led to the next sign-in of the same principal. */
function joinUnusedTokens(
  graph: Graph,
  tokens: ReadonlyMap<string, readonly Minting[]>,
  logins: ReadonlyMap<string, readonly number[]>,
): void {
  for (const [arn, group] of tokens) {
    for (const { child, seen } of group) {
      if (child.what !== 'key' || child.key === '' || graph.folded.has(child.key)) continue;
      const { timeMs } = seen.ref;
      const login = logins.get(arn)?.find((time) => time >= timeMs && time <= timeMs + TOKEN_MS);
      const unused = graph.drafts.get(child.key);
      if (login === undefined || unused === undefined || unused.facts.length > 0) continue;
      const draft = graph.drafts.get(`console:${keylessName(arn, login)}`);
      if (draft !== undefined) graph.foldUnused(unused, draft);
    }
  }
}

/** A console session of a role or federated user has the second of the session it was opened with. */
function joinSameSession(graph: Graph, draft: Draft): void {
  const first = firstUseOf(draft);
  if (graph.hasParent(draft) || draft.issuedMs === null || first === null) return;
  const { issuedMs } = draft;
  const same = graph
    .active(draft.principal, issuedMs)
    .filter((each) => each !== draft && each.issuedMs === issuedMs && each.kind !== 'console-session');
  if (same.length !== 1) return;
  graph.addEdge({
    parent: same[0]!.id,
    child: draft.id,
    mechanism: 'ConsoleLogin',
    rule: 'J4',
    confidence: 'high',
    timeMs: first.ref.timeMs,
    events: [first.ref],
  });
}
