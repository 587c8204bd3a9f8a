/** Which keys are no credentials of their own: those of a console session, and those services call with (J4, J5). */
import { SLACK_MS, keylessName } from './credential-draft.ts';
import type { Facts } from './credential-draft.ts';
import { Graph } from './graph.ts';
import { groupBy } from '../group-by.ts';
import type { Minting } from './join-copies.ts';
import { compareTexts } from './traces.ts';

export interface Folding {
  /** Access key ID, or name of a session without one → id of the credential it is part of. */
  readonly folded: ReadonlyMap<string, string>;
  /** Relayed keys that several credentials may stand behind. */
  readonly doubtful: ReadonlyMap<string, readonly string[]>;
}

/** One session of the console uses many keys; GetSessionToken gives one. Two may be two calls in one second. */
const CONSOLE_KEYS = 3;

export function foldKeys(facts: readonly Facts[], mintings: readonly Minting[]): Folding {
  const minted = mintedKeys(mintings);
  const folded = foldConsoles(facts, mintings, minted);
  foldKeyless(facts, folded);
  const doubtful = foldRelayed(facts, minted, folded);
  return { folded, doubtful };
}

/** Times at which principals signed in, by ARN. */
export function loginTimes(mintings: readonly Minting[]): Map<string, number[]> {
  const logins = groupBy(
    mintings.filter(({ child }) => child.what === 'login'),
    ({ child }) => (child.what === 'login' ? child.holder.arn : ''),
  );
  return new Map([...logins].map(([arn, group]) => [arn, group.map(({ seen }) => seen.ref.timeMs)]));
}

/** The time nearest to another, within the slack; `undefined` when none is. */
export function nearest(times: readonly number[] | undefined, timeMs: number): number | undefined {
  const near = (times ?? []).filter((time) => Math.abs(time - timeMs) <= SLACK_MS);
  return near.toSorted((a, b) => Math.abs(a - timeMs) - Math.abs(b - timeMs) || a - b)[0];
}

/** Keys that an event names as new, but for those that are a console's from the start. */
function mintedKeys(mintings: readonly Minting[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { child } of mintings) {
    if (child.what === 'key' && child.kind !== 'console-session') keys.add(child.key);
  }
  return keys;
}

function foldConsoles(
  facts: readonly Facts[],
  mintings: readonly Minting[],
  minted: ReadonlySet<string>,
): Map<string, string> {
  const logins = loginTimes(mintings);
  const fromToken = new Set(
    mintings.map(({ child }) => (child.what === 'key' && child.kind === 'console-session' ? child.key : '')),
  );
  const sessions = groupBy(
    facts.filter((each) => each.isTemporary && each.createdMs !== null && each.key !== ''),
    (each) => `${each.createdMs} ${each.arn}`,
  );
  const folded = new Map<string, string>();
  for (const group of sessions.values()) {
    const { arn, createdMs } = group[0]!;
    const isLogin = nearest(logins.get(arn), createdMs ?? 0) !== undefined;
    const free = group.filter(({ key }) => !minted.has(key));
    const isFromToken = ({ key }: Facts): boolean => fromToken.has(key);
    for (const { key } of consoleKeys(free, isLogin, isFromToken))
      folded.set(key, `console:${keylessName(arn, createdMs)}`);
  }
  return folded;
}

/** Of the keys of one principal that were made in one second, those that are a console session's. */
function consoleKeys(
  free: readonly Facts[],
  isLogin: boolean,
  isFromToken: (facts: Facts) => boolean,
): readonly Facts[] {
  const marked = free.filter((each) => each.isConsole || isFromToken(each));
  const direct = free.filter((each) => !each.isRelayed);
  const isUser = free.some(({ type }) => type === 'IAMUser' || type === 'Root');
  if (isUser) return marked.length > 0 || isLogin || direct.length >= CONSOLE_KEYS ? free : [];
  // A role's session may be used by programs as well as in the console.
  if (isLogin || (marked.length > 0 && direct.every((each) => marked.includes(each)))) return free;
  return marked;
}

/** Masked and missing keys: the session is the one of that principal and second. */
function foldKeyless(facts: readonly Facts[], folded: Map<string, string>): void {
  const keyless = facts.filter(({ key }) => key === '');
  if (keyless.length === 0) return;
  const keyed = groupBy(
    facts.filter((each) => each.key !== '' && each.createdMs !== null && !each.isRelayed),
    (each) => keylessName(each.arn, each.createdMs),
  );
  for (const { id, isConsole } of keyless) {
    const ids = new Set((keyed.get(id) ?? []).map((each) => folded.get(each.id) ?? each.id));
    const [only] = ids;
    if (only !== undefined && ids.size === 1) folded.set(id, only);
    else folded.set(id, `${isConsole ? 'console' : 'unknown'}:${id}`);
  }
}

/** No event makes the keys that services call with in someone's name: they belong to who called at that time. */
function foldRelayed(
  facts: readonly Facts[],
  minted: ReadonlySet<string>,
  folded: Map<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const doubtful = new Map<string, readonly string[]>();
  const open = facts.filter(
    ({ isRelayed, key }) => isRelayed && key !== '' && !minted.has(key) && !folded.has(key),
  );
  if (open.length === 0) return doubtful;
  const principals = new Set(open.map(({ arn }) => arn));
  const callers = new Graph(
    facts.filter((each) => !each.isRelayed && principals.has(each.arn)),
    folded,
  );
  const relayed = new Map<string, string>();
  for (const each of open) {
    const ids = callersOf(callers, each);
    if (ids.length === 1) relayed.set(each.key, ids[0]!);
    if (ids.length > 1) doubtful.set(each.key, ids);
  }
  for (const [key, id] of relayed) folded.set(key, id);
  return doubtful;
}

/** Ids of the credentials that a relayed key may be of: of the same session, or else in use when it was made. */
function callersOf(callers: Graph, facts: Facts): readonly string[] {
  const timeMs = facts.createdMs ?? facts.first.ref.timeMs;
  const active = callers.active(facts.arn, timeMs);
  const same = active.filter((draft) => facts.createdMs !== null && draft.issuedMs === facts.createdMs);
  return (same.length > 0 ? same : active).map(({ id }) => id).toSorted(compareTexts);
}
