/** A credential while the joining finds out about it. */
import type { CredentialKind } from './lineage.ts';
import { groupBy } from '../group-by.ts';
import { compareSightings, compareTexts, unionOf } from './traces.ts';
import type { Identity, Sighting, Use } from './use.ts';
import { HOUR_MS, NO_HOURS } from './use.ts';

/** What all uses of one key say of it together. */
export interface Facts extends Identity {
  /** The key; for uses without one `<ARN>@<creationDate>`. */
  readonly id: string;
  /** Whether every use was relayed by a service. */
  readonly isRelayed: boolean;
  readonly isTemporary: boolean;
  readonly first: Sighting;
  readonly lastMs: number;
  readonly hours: readonly number[];
}

/** Events and sessions are told apart by the second; clocks of services differ by a few. */
export const SLACK_MS = 5000;

/** `2023-07-10T11:42:31Z`, as CloudTrail writes `creationDate`. */
function stampOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** The name of a session of which no key is known; of a long-lived credential when `createdMs` is null. */
export function keylessName(arn: string, createdMs: number | null): string {
  return createdMs === null ? arn : `${arn}@${stampOf(createdMs)}`;
}

/** Uses of the same key put together. Records of one session agree; should they not, the first use is believed. */
export function factsOf(uses: readonly Use[]): Facts[] {
  const groups = groupBy(uses, (use) => use.key || keylessName(use.arn, use.createdMs));
  return [...groups]
    .map(([id, group]) => factsOfGroup(id, group))
    .toSorted((a, b) => compareTexts(a.id, b.id));
}

function factsOfGroup(id: string, group: readonly Use[]): Facts {
  const uses = group.length === 1 ? group : group.toSorted((a, b) => compareSightings(a.first, b.first));
  const first = uses[0]!;
  const pick = (field: TextField): string => uses.find((use) => use[field] !== '')?.[field] ?? '';
  const isLongLived = first.key.startsWith('AKIA') && uses.some((use) => use.createdMs === null);
  const created = uses.find((use) => use.createdMs !== null)?.createdMs ?? null;
  return {
    id,
    key: first.key,
    arn: pick('arn'),
    type: pick('type'),
    principalId: pick('principalId'),
    userName: pick('userName'),
    account: pick('account'),
    createdMs: isLongLived ? null : created,
    issuerType: pick('issuerType'),
    issuerArn: pick('issuerArn'),
    sourceIdentity: pick('sourceIdentity'),
    onBehalfOf: pick('onBehalfOf'),
    issuedTo: pick('issuedTo'),
    delivery: pick('delivery'),
    invokedBy: pick('invokedBy'),
    isConsole: uses.some((use) => use.isConsole),
    isRelayed: uses.every((use) => use.invokedBy !== ''),
    isTemporary: !isLongLived && (created !== null || first.key.startsWith('ASIA')),
    first: first.first,
    lastMs: uses.reduce((last, use) => Math.max(last, use.lastMs), first.lastMs),
    hours: uses.reduce((hours, use) => unionOf(hours, use.hours), NO_HOURS),
  };
}

type TextField = {
  [F in keyof Identity]: Identity[F] extends string ? F : never;
}[keyof Identity];

/** A node of the graph: one credential, with the facts of all keys that fold into it. */
export interface Draft {
  readonly id: string;
  kind: CredentialKind;
  principal: string;
  principalId: string;
  owner: string;
  account: string;
  readonly keys: Set<string>;
  issuedMs: number | null;
  expiresMs: number | null;
  readonly facts: Facts[];
  /** Whether an event that made it is known, with or without a credential behind. */
  isMinted: boolean;
}

/** When it was first used; of credentials that were minted only `null`. */
export function firstUseOf(draft: Draft): Sighting | null {
  let first: Sighting | null = null;
  for (const facts of draft.facts) {
    if (first === null || compareSightings(facts.first, first) < 0) first = facts.first;
  }
  return first;
}

export function lastUseOf(draft: Draft): number | null {
  return draft.facts.reduce<number | null>((last, { lastMs }) => Math.max(last ?? lastMs, lastMs), null);
}

/** Whether it was used and ends by itself: keys that services call with do not make a long-lived one temporary. */
export function isTemporary({ facts }: Draft): boolean {
  return facts.length > 0 && facts.every((each) => each.isTemporary);
}

/** Whether it was in use around that time: long-lived credentials in that hour, sessions from issue to last use. */
export function isActive(draft: Draft, timeMs: number): boolean {
  const [from, to] = [timeMs - SLACK_MS, timeMs + SLACK_MS];
  return draft.facts.some(({ createdMs, lastMs, hours }) =>
    createdMs === null
      ? hasHour(hours, Math.floor(from / HOUR_MS), Math.floor(to / HOUR_MS))
      : createdMs <= to && from <= lastMs,
  );
}

/** Whether one of the hours, which ascend, is in a span. */
function hasHour(hours: readonly number[], from: number, to: number): boolean {
  let [low, high] = [0, hours.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hours[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low < hours.length && hours[low]! <= to;
}
