/** What hostile contexts of different subjects have in common, and nobody innocent has. */
import type { Activity, Context } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import { AWS_NETWORK } from '../activity/origin.ts';

/** A finding's context, with the time the intruder began in it. */
export interface Hot {
  readonly context: Context;
  readonly fromMs: number;
}

export interface SharedTrait {
  readonly a: number;
  readonly b: number;
  readonly sentence: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How far apart in time uses may be that one actor is held to have made. */
const SAME_ADDRESS_MS = 7 * DAY_MS;
const SAME_AGENT_MS = HOUR_MS;
const SAME_KEY_MS = 2 * DAY_MS;

/** An address that so many times more subjects never use than use it is rare, even if an innocent one does. */
const RARE = 50;

/** Pairs of hot contexts, by position, that belong together, and why. */
export function sharedTraits(hot: readonly Hot[], activity: Activity): SharedTrait[] {
  const users = usersOfTraits(hot, activity);
  const traits: SharedTrait[] = [];
  for (let a = 0; a < hot.length; a++) {
    for (let b = a + 1; b < hot.length; b++) {
      const sentence = whyTogether(hot[a]!, hot[b]!, users);
      if (sentence !== undefined) traits.push({ a, b, sentence });
    }
  }
  return traits;
}

/** Who has an address, or a network with an agent: subjects, and those of them that are not hot there. */
interface Users {
  readonly subjects: number;
  readonly by: ReadonlyMap<string, { readonly all: Set<string>; readonly innocent: Set<string> }>;
}

function usersOfTraits(hot: readonly Hot[], activity: Activity): Users {
  const by = new Map<string, { all: Set<string>; innocent: Set<string> }>();
  for (const { context } of hot)
    for (const trait of traitsOf(context)) by.set(trait, { all: new Set(), innocent: new Set() });
  const isHot = new Set(hot.map(({ context }) => keyOf(context)));
  const subjects = new Set<string>();
  for (const context of activity.contexts.values()) {
    subjects.add(context.subject);
    const innocent = !isHot.has(keyOf(context));
    for (const trait of traitsOf(context)) {
      const known = by.get(trait);
      known?.all.add(context.subject);
      if (innocent) known?.innocent.add(context.subject);
    }
  }
  return { subjects: subjects.size, by };
}

function traitsOf(context: Context): string[] {
  if (context.network === AWS_NETWORK) return [];
  const names = (dimension: 'address' | 'agent'): string[] => [
    ...(context.values.get(dimension)?.keys() ?? []),
  ];
  return [
    ...names('address').map((address) => `address ${address}`),
    ...names('agent').map((agent) => `agent ${context.network} ${agent}`),
  ];
}

function whyTogether(a: Hot, b: Hot, users: Users): string | undefined {
  const gap = gapOf(a, b);
  const sid = common(a, b, 'sid')[0];
  if (sid !== undefined) return `The terminal session ${sid} is the same on ${names(a, b)}.`;
  if (a.context.subject === b.context.subject) {
    if (isRole(a.context.subject) || gap > SAME_KEY_MS) return undefined;
    return `${a.context.subject} is used in an unusual way from ${a.context.network} with ${a.context.tool} and from ${b.context.network} with ${b.context.tool} within two days.`;
  }
  if (a.context.network === AWS_NETWORK || b.context.network === AWS_NETWORK) return undefined;
  const address = common(a, b, 'address').find((each) => isRare(`address ${each}`, users));
  if (
    address !== undefined &&
    gap <= SAME_ADDRESS_MS &&
    (!isSharedExit(a) || common(a, b, 'system').length > 0)
  )
    return `${names(a, b)} are used from the address ${address}, which no innocent credential uses.`;
  if (a.context.network !== b.context.network || gap > SAME_AGENT_MS) return undefined;
  const agent = common(a, b, 'agent').find((each) => isRare(`agent ${a.context.network} ${each}`, users));
  if (agent === undefined) return undefined;
  return `${names(a, b)} are used from ${a.context.network} with the same tool and version within an hour, as no innocent credential is.`;
}

/** Exits that strangers share: there an address alone does not make one actor. */
function isSharedExit({ context }: Hot): boolean {
  return [...(context.values.get('kind')?.keys() ?? [])].some((kind) => kind === 'vpn' || kind === 'tor');
}

function isRare(trait: string, users: Users): boolean {
  const known = users.by.get(trait);
  if (known === undefined) return false;
  return known.innocent.size === 0 || users.subjects / known.all.size >= RARE;
}

function common(a: Hot, b: Hot, dimension: 'sid' | 'address' | 'agent' | 'system'): string[] {
  const others = b.context.values.get(dimension);
  return [...(a.context.values.get(dimension)?.keys() ?? [])].filter((each) => others?.has(each)).toSorted();
}

/** Time between the uses of two contexts; 0 where they overlap. */
function gapOf(a: Hot, b: Hot): number {
  const [first, second] = a.fromMs <= b.fromMs ? [a, b] : [b, a];
  return Math.max(second.fromMs - first.context.seen.lastMs, 0);
}

function isRole(subject: string): boolean {
  return /:role\/|:assumed-role\//.test(subject);
}

function names(a: Hot, b: Hot): string {
  return [a.context.subject, b.context.subject].toSorted().join(' and ');
}

function keyOf({ subject, network, tool }: Context): string {
  return contextKey(subject, network, tool);
}
