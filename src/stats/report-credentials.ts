/** Who signed the calls, from where, with what, and what came of it. */
import type { Tool } from './agent-text.ts';
import { toolOf } from './agent-text.ts';
import type { Counts } from './counts.ts';
import type { PairTable } from './pair-table.ts';
import { byEvents, byText, pushTo } from './ranking.ts';
import type { NetworkName, NetworkTable } from './report-networks.ts';
import type { Sums } from './sum-table.ts';
import { CREDENTIAL_KINDS, userOf } from './user.ts';
import type { User } from './user.ts';

/** How many there are, and those with the most events. */
export interface Top<T> {
  readonly count: number;
  readonly top: readonly (T & { readonly events: number })[];
}

/** One long-lived key, all temporary keys of one role or user, or all calls of one caller without a key. */
export interface CredentialRow extends User, Sums {
  /** Who a key belongs to, by ARN; for others the name says it. */
  readonly principals: readonly string[];
  /** Distinct access keys; an estimate where `keysExact` is false. */
  readonly keys: number;
  readonly keysExact: boolean;
  /** Distinct pairs of event source and event name. */
  readonly apis: number;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Days (UTC) with events. */
  readonly days: number;
  readonly networks: Top<NetworkName>;
  readonly addresses: Top<{ readonly address: string }>;
  readonly tools: Top<Tool>;
  readonly topApis: Top<{ readonly source: string; readonly name: string }>;
}

/** Shown of each list. */
const TOP = 5;

/** A user's part of a table of pairs. */
interface Share {
  readonly of: number;
  readonly events: number;
}

/** Long-lived keys first, in each kind by events. */
export function credentialRows(counts: Counts, networks: NetworkTable): CredentialRow[] {
  const { names, pairs, sums } = counts;
  const shares = {
    principals: byUser(pairs.userPrincipal),
    places: byUser(pairs.userPlace),
    days: byUser(pairs.userDay),
    apis: byUser(pairs.userApi),
    networks: byUser(networks.users),
    addresses: byUser(pairs.userAddress),
    tools: byUser(pairs.userAgent),
  };
  const rows: CredentialRow[] = [];
  for (const [user, apis] of shares.apis) {
    const places = shares.places.get(user) ?? [];
    const who = userOf(names.user.list[user]!);
    const keys = counts.keys.get(user);
    rows.push({
      ...who,
      principals: textsOf(shares.principals.get(user), (n) => names.principal.list[n]!),
      keys: keys?.count ?? (who.kind === 'none' ? 0 : 1),
      keysExact: keys?.isExact ?? true,
      ...sums.user.at(user),
      apis: apis.length,
      accounts: textsOf(places, (n) => names.account.list[pairs.place.first(n)]!),
      regions: textsOf(places, (n) => names.region.list[pairs.place.second(n)]!),
      days: shares.days.get(user)?.length ?? 0,
      networks: topOf(shares.networks.get(user), (n) => networks.nameOf(n)),
      addresses: topOf(shares.addresses.get(user), (n) => ({ address: names.address.list[n]! })),
      tools: topOf(shares.tools.get(user), (n) => toolOf(names.agent.list[n]!)),
      topApis: topOf(apis, (n) => ({
        source: names.source.list[pairs.api.first(n)]!,
        name: names.call.list[pairs.api.second(n)]!,
      })),
    });
  }
  return rows.toSorted(
    (a, b) =>
      CREDENTIAL_KINDS.indexOf(a.kind) - CREDENTIAL_KINDS.indexOf(b.kind) ||
      b.events - a.events ||
      byText(a.name, b.name),
  );
}

function byUser(pairs: PairTable): Map<number, Share[]> {
  const map = new Map<number, Share[]>();
  for (let n = 0; n < pairs.length; n++)
    pushTo(map, pairs.first(n), { of: pairs.second(n), events: pairs.count(n) });
  return map;
}

/** Distinct texts that are not empty, sorted. */
function textsOf(shares: readonly Share[] | undefined, textOf: (number: number) => string): string[] {
  return [...new Set((shares ?? []).map(({ of }) => textOf(of)))]
    .filter((text) => text !== '')
    .toSorted(byText);
}

function topOf<T extends object>(
  shares: readonly Share[] | undefined,
  describe: (number: number) => T,
): Top<T> {
  const list = shares ?? [];
  // Only what can reach the top is described: a role may have called from thousands of addresses.
  const least = list.map(({ events }) => events).toSorted((a, b) => b - a)[TOP - 1] ?? 0;
  const top = list
    .filter(({ events }) => events >= least)
    .map(({ of, events }) => ({ ...describe(of), events }))
    .toSorted(byEvents)
    .slice(0, TOP);
  return { count: list.length, top };
}
