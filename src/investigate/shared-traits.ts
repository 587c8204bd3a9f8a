/** What hostile contexts of different subjects have in common, and nobody innocent has. */
import type { Activity, Context } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import { AWS_NETWORK } from '../activity/origin.ts';
import type { Band } from './finding.ts';
import { RELEASE_DAYS } from './weights.ts';

/** A finding's context, with the time the intruder began in it. */
export interface Hot {
  readonly context: Context;
  readonly fromMs: number;
  /** When its score had reached its band. */
  readonly shownMs: number;
  readonly band: Band;
  /** It did not page, and is where the subject began or where it stayed: more likely the owner's. */
  readonly isSettled: boolean;
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
/** Keys are tried, sold, and used days later: two pages on one key are one incident for longer. */
const SAME_KEY_PAGES_MS = 7 * DAY_MS;

/** An address that so many times more subjects never use than use it is rare, even if an innocent one does. */
const RARE = 50;

/** Pairs of hot contexts, by position, that belong together, and why. */
export function sharedTraits(hot: readonly Hot[], activity: Activity): SharedTrait[] {
  const users = usersOfTraits(hot, activity);
  const marked = hot.map(markedOf);
  const near = new Neighbours(marked);
  return marked.flatMap((first, a) =>
    near.behind(a).flatMap((b) => {
      const sentence = whyTogether(first, marked[b]!, users);
      return sentence === undefined ? [] : [{ a, b, sentence }];
    }),
  );
}

/** What is asked of a hot context for each other one, taken out of its packing once. */
interface Marked extends Hot {
  readonly lastMs: number;
  readonly marks: { readonly [M in Mark]: ReadonlySet<string> };
}

const MARKS = ['sid', 'address', 'agent', 'system', 'kind'] as const;
type Mark = (typeof MARKS)[number];

function markedOf(hot: Hot): Marked {
  const { values, seen } = hot.context;
  const namesOf = (mark: Mark): ReadonlySet<string> =>
    new Set([...(values.get(mark)?.keys() ?? [])].toSorted());
  return {
    ...hot,
    lastMs: seen.lastMs,
    marks: {
      sid: namesOf('sid'),
      address: namesOf('address'),
      agent: namesOf('agent'),
      system: namesOf('system'),
      kind: namesOf('kind'),
    },
  };
}

/** Finds contexts that have something in common without comparing each with each. */
class Neighbours {
  readonly #keys: readonly (readonly string[])[];
  readonly #by = new Map<string, number[]>();

  constructor(hot: readonly Marked[]) {
    this.#keys = hot.map(({ context, marks }) => [
      `subject ${context.subject}`,
      ...[...marks.sid].map((sid) => `sid ${sid}`),
      ...[...marks.address].map((address) => `address ${address}`),
      ...[...marks.agent].map((agent) => `agent ${context.network} ${agent}`),
    ]);
    for (const [n, keys] of this.#keys.entries()) {
      for (const key of keys) {
        const list = this.#by.get(key);
        if (list === undefined) this.#by.set(key, [n]);
        else list.push(n);
      }
    }
  }

  /** Those at later positions that have something in common with the one at `position`, ascending. */
  behind(position: number): number[] {
    const found = new Set<number>();
    for (const key of this.#keys[position]!)
      for (const other of this.#by.get(key)!) if (other > position) found.add(other);
    return [...found].toSorted((a, b) => a - b);
  }
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
  for (const [key, context] of activity.contexts) {
    subjects.add(context.subject);
    const innocent = !isHot.has(key);
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
  const valuesOf = (dimension: 'address' | 'agent'): string[] => [
    ...(context.values.get(dimension)?.keys() ?? []),
  ];
  return [
    ...valuesOf('address').map((address) => `address ${address}`),
    ...valuesOf('agent').map((agent) => `agent ${context.network} ${agent}`),
  ];
}

function whyTogether(a: Marked, b: Marked, users: Users): string | undefined {
  const gap = gapOf(a, b);
  const sid = common(a, b, 'sid')[0];
  if (sid !== undefined) return `The terminal session ${sid} is the same on ${names(a, b)}.`;
  if (a.context.subject === b.context.subject) {
    const most = a.band === 'page' && b.band === 'page' ? SAME_KEY_PAGES_MS : SAME_KEY_MS;
    if (isRole(a.context.subject) || unusualGapOf(a, b) > most) return undefined;
    if (a.isSettled || b.isSettled) return undefined;
    return `${a.context.subject} is used in an unusual way from ${a.context.network} with ${a.context.tool} and from ${b.context.network} with ${b.context.tool} within ${most / DAY_MS} days.`;
  }
  if (a.context.network === AWS_NETWORK || b.context.network === AWS_NETWORK) return undefined;
  const address = common(a, b, 'address').find((each) => isRare(`address ${each}`, users));
  if (
    address !== undefined &&
    gap <= SAME_ADDRESS_MS &&
    (!isSharedExit(a) || common(a, b, 'system').length > 0)
  )
    return `${names(a, b)} are used from the address ${address}, which no innocent credential uses.`;
  // A common tool in a big network is weak: enough only for what is certain enough by itself.
  if (a.band !== 'page' || b.band !== 'page') return undefined;
  if (a.context.network !== b.context.network || gap > SAME_AGENT_MS) return undefined;
  const agent = common(a, b, 'agent').find((each) => isRare(`agent ${a.context.network} ${each}`, users));
  if (agent === undefined) return undefined;
  return `${names(a, b)} are used from ${a.context.network} with the same tool and version within an hour, as no innocent credential is.`;
}

/** Exits that strangers share: there an address alone does not make one actor. */
function isSharedExit({ marks }: Marked): boolean {
  return marks.kind.has('vpn') || marks.kind.has('tor');
}

function isRare(trait: string, users: Users): boolean {
  const known = users.by.get(trait);
  if (known === undefined) return false;
  return known.innocent.size === 0 || users.subjects / known.all.size >= RARE;
}

function common(a: Marked, b: Marked, mark: Mark): string[] {
  return [...a.marks[mark]].filter((each) => b.marks[mark].has(each));
}

/** Time between the uses of two contexts; 0 where they overlap. */
function gapOf(a: Marked, b: Marked): number {
  const [first, second] = a.fromMs <= b.fromMs ? [a, b] : [b, a];
  return Math.max(second.fromMs - first.lastMs, 0);
}

/** The same of unusual use: who stays for weeks is unusual at first, and the owner who moved, more likely. */
function unusualGapOf(a: Marked, b: Marked): number {
  return gapOf(shownOf(a), shownOf(b));
}

function shownOf(hot: Marked): Marked {
  const isKept = hot.lastMs - hot.fromMs > RELEASE_DAYS * DAY_MS;
  return isKept ? { ...hot, lastMs: hot.shownMs } : hot;
}

function isRole(subject: string): boolean {
  return /:role\/|:assumed-role\//.test(subject);
}

function names(a: Marked, b: Marked): string {
  return [a.context.subject, b.context.subject].toSorted().join(' and ');
}

function keyOf({ subject, network, tool }: Context): string {
  return contextKey(subject, network, tool);
}
