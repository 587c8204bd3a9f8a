/** What a person says about an intrusion: it counts whatever the score is. */
import type { Activity, Context } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { networkOf, parseAddress, parsePrefix } from '../network/address.ts';
import type { Address, Prefix } from '../network/address.ts';
import type { Finding, Term } from './finding.ts';
import { stableId } from './stable-id.ts';

export interface Hints {
  /** Access key IDs. */
  readonly credentials: readonly string[];
  /** ARNs, or the names at their ends. */
  readonly principals: readonly string[];
  /** Addresses and CIDR blocks. */
  readonly addresses: readonly string[];
  /** The others hold since then, in milliseconds since 1970 (UTC); `null` since ever. */
  readonly sinceMs: number | null;
}

/** A person's word: as good as certain. */
const GIVEN_NATS = 20;

export function hasHints({ credentials, principals, addresses }: Hints): boolean {
  return credentials.length + principals.length + addresses.length > 0;
}

/**
 * The findings with those that a person asks for at `page`. An address names the contexts that used it. A credential or
 * a principal names those of its contexts that are findings already, since the owner goes on working in the others; or
 * all of them where none is.
 *
 * @returns the highest score first
 */
export function withHints(findings: readonly Finding[], activity: Activity, hints: Hints): Finding[] {
  const known = new Map(findings.map((finding) => [keyOf(finding), finding]));
  for (const [context, sentence] of contextsOf(activity, known, hints)) {
    const key = keyOf(context);
    const evidence = citedFrom(context, hints.sinceMs);
    const term: Term = { name: 'given', about: 'link', nats: GIVEN_NATS, sentence, evidence: [evidence] };
    known.set(key, given(known.get(key), context, term, hints.sinceMs));
  }
  return [...known.values()].toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** The first event, or the last where the first is older than what was asked for. */
function citedFrom({ seen }: Context, sinceMs: number | null): EventRef {
  const isOlder = sinceMs !== null && seen.firstMs < sinceMs;
  const [eventId, timeMs] = isOlder ? [seen.lastId, seen.lastMs] : [seen.firstId, seen.firstMs];
  return { eventId, timeMs, file: '', record: 0 };
}

function given(
  finding: Finding | undefined,
  { subject, network, tool, seen }: Context,
  term: Term,
  sinceMs: number | null,
): Finding {
  const firstMs = Math.max(seen.firstMs, sinceMs ?? -Infinity);
  return {
    id: finding?.id ?? stableId('F', contextKey(subject, network, tool)),
    subject,
    network,
    tool,
    band: 'page',
    score: (finding?.score ?? 0) + term.nats,
    terms: [...(finding?.terms ?? []), term],
    firstMs,
    lastMs: seen.lastMs,
    watchMs: finding?.watchMs ?? firstMs,
    pageMs: finding?.pageMs ?? firstMs,
    benignIf: finding?.benignIf ?? [],
  };
}

function contextsOf(
  activity: Activity,
  findings: ReadonlyMap<string, Finding>,
  { credentials, principals, addresses, sinceMs }: Hints,
): (readonly [Context, string])[] {
  const contexts = [...activity.contexts.values()].filter(
    ({ seen }) => sinceMs === null || seen.lastMs >= sinceMs,
  );
  const since = sinceMs === null ? '' : `, since ${new Date(sinceMs).toISOString().slice(0, 16)}Z`;
  const blocks = addresses.map((text) => [text, parsePrefix(text)] as const);
  const found = new Map<Context, string>();
  for (const context of contexts) {
    const used = [...(context.values.get('address')?.keys() ?? [])];
    const block = blocks.find(([text, prefix]) => used.some((address) => isWithin(address, text, prefix)));
    if (block !== undefined) found.set(context, `Given by you: the address ${block[0]}${since}.`);
  }
  for (const name of [...credentials, ...principals]) {
    const named = contexts.filter((context) => isOf(context, name));
    const odd = named.filter((context) => findings.has(keyOf(context)));
    for (const context of odd.length > 0 ? odd : named)
      if (!found.has(context)) found.set(context, `Given by you: ${name}${since}.`);
  }
  return [...found];
}

function isOf({ subject, values }: Context, name: string): boolean {
  const names = [
    subject,
    ...(values.get('credential')?.keys() ?? []),
    ...(values.get('principal')?.keys() ?? []),
  ];
  return names.some((each) => each === name || (each.startsWith('arn:') && each.endsWith(`/${name}`)));
}

function isWithin(address: string, text: string, prefix: Prefix | undefined): boolean {
  if (address === text) return true;
  const parsed = prefix === undefined ? undefined : parseAddress(address);
  return (
    prefix !== undefined &&
    parsed !== undefined &&
    isSame(networkOf({ ...prefix, address: parsed }), networkOf(prefix))
  );
}

function isSame(a: Address, b: Address): boolean {
  return a.every((word, n) => word === b[n]);
}

function keyOf({ subject, network, tool }: Pick<Context, 'subject' | 'network' | 'tool'>): string {
  return contextKey(subject, network, tool);
}
