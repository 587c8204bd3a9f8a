/** Habits of an intruder that outlast addresses, keys and names: what a hunter can look for elsewhere. */
import { knownAgent } from '../agent/known.ts';
import { groupBy } from '../group-by.ts';
import { onlyFirst } from './action.ts';
import type { Action } from './action.ts';
import { inOrder } from './call.ts';
import { firstFrom } from './first-from.ts';
import { textAt } from './values.ts';

export interface Behaviour {
  /** What was done, short enough for a table. */
  readonly value: string;
  readonly note: string;
  readonly confidence: 'high' | 'medium' | 'low';
  /** That show it, in order of time; never empty. */
  readonly actions: readonly Action[];
}

/**
 * @param intruder what the intruder did, in order of time
 */
export function behavioursOf(intruder: readonly Action[]): Behaviour[] {
  return KINDS.flatMap((kind) => kind(intruder)).filter(({ actions }) => actions.length > 0);
}

type Kind = (intruder: readonly Action[]) => Behaviour[];

const KINDS: readonly Kind[] = [
  openings,
  oneTerminal,
  plantedInOneGo,
  refusedPlanting,
  manyRegions,
  manyRefusals,
  dryRuns,
  consoleFromKey,
];

/** Calls with which somebody tries a credential, and how soon they follow each other. */
const OPENING_CALLS = 5;
const OPENING_MS = 10 * 60_000;

/** The first different calls with each credential: people and scripts try every key in the same way. */
function openings(intruder: readonly Action[]): Behaviour[] {
  const told = [...groupBy(intruder, ({ event }) => event.credential).values()].flatMap((actions) => {
    const [first] = actions;
    const soon = actions.filter(({ ref }) => ref.timeMs <= first!.ref.timeMs + OPENING_MS);
    const ids = [...new Set(soon.map(({ id }) => id))].slice(0, OPENING_CALLS);
    if (ids.length < 2) return [];
    return [
      { text: ids.join(', '), actions: ids.map((id) => onlyFirst(soon.find((each) => each.id === id)!)) },
    ];
  });
  return [...groupBy(told, ({ text }) => text)].map(([text, alike]) => ({
    value: `Begins with ${text}`,
    note:
      alike.length > 1
        ? `${alike.length} credentials were tried with the same calls in the same order.`
        : 'The first different calls with one credential, within ten minutes.',
    confidence: alike.length > 1 ? 'high' : 'low',
    actions: alike.flatMap(({ actions }) => actions),
  }));
}

/** Keys of several people in one terminal. */
function oneTerminal(intruder: readonly Action[]): Behaviour[] {
  const bySid = groupBy(intruder, ({ event }) => knownAgent(textAt(event.record, 'userAgent')).sid ?? '');
  bySid.delete('');
  return [...bySid.values()].flatMap((actions) => {
    const keys = new Set(actions.map(({ event }) => event.credential).filter((id) => id.startsWith('AKIA')));
    if (keys.size < 2) return [];
    return {
      value: 'Several long-lived keys in one terminal session',
      note: `${keys.size} keys were used from one session of AWS CLI version 2: whoever holds one holds the others.`,
      confidence: 'high' as const,
      actions,
    };
  });
}

/** How soon a new user is given power and a credential by somebody who means to come back as it. */
const PLANTING_MS = 60 * 60_000;
const EMPOWERS: ReadonlySet<string> = new Set([
  'iam:AttachUserPolicy',
  'iam:PutUserPolicy',
  'iam:AddUserToGroup',
]);
const GIVES: ReadonlySet<string> = new Set(['iam:CreateAccessKey', 'iam:CreateLoginProfile']);

function plantedInOneGo(intruder: readonly Action[]): Behaviour[] {
  const done = intruder.filter(({ outcome }) => outcome === 'succeeded');
  const empowers = new ByTarget(done.filter(({ id }) => EMPOWERS.has(id)));
  const gives = new ByTarget(done.filter(({ id }) => GIVES.has(id)));
  const actions = done
    .filter(({ id }) => id === 'iam:CreateUser')
    .flatMap((made) => {
      const empowering = empowers.firstWithin(made, PLANTING_MS);
      const giving = gives.firstWithin(made, PLANTING_MS);
      return empowering === undefined || giving === undefined ? [] : [made, empowering, giving];
    });
  return [
    {
      value: 'User made, empowered and given a credential',
      note: 'Within an hour, by the same intruder: a way back in.',
      confidence: 'high',
      actions,
    },
  ];
}

/** Finds what was done to the targets of another action. */
class ByTarget {
  readonly #actions: ReadonlyMap<string, readonly Action[]>;

  constructor(actions: readonly Action[]) {
    const all = actions.flatMap((action) => action.targets.map((target) => ({ target, action })));
    this.#actions = new Map(
      [...groupBy(all, ({ target }) => target)].map(([target, of]) => [
        target,
        inOrder(of.map(({ action }) => action).filter(({ ref }) => !Number.isNaN(ref.timeMs))),
      ]),
    );
  }

  /** The first at one of the targets, at the time of `made` or within some time behind it. */
  firstWithin({ targets, ref: { timeMs } }: Action, spanMs: number): Action | undefined {
    const first = targets.flatMap((target) => {
      const actions = this.#actions.get(target) ?? [];
      return actions[firstFrom(actions, timeMs, ({ ref }) => ref.timeMs)] ?? [];
    });
    return inOrder(first.filter(({ ref }) => ref.timeMs <= timeMs + spanMs))[0];
  }
}

/** Attempts to plant something that were refused: the intent of somebody who cannot. */
function refusedPlanting(intruder: readonly Action[]): Behaviour[] {
  const refused = intruder.filter(
    ({ outcome, shows }) => outcome === 'denied' && shows.some((each) => each.startsWith('Persistence/')),
  );
  return [...groupBy(refused, ({ id }) => id)].map(([id, actions]) => ({
    value: `${id} refused`,
    note: 'Somebody who may not do it tried to leave a way back in.',
    confidence: 'medium',
    actions,
  }));
}

const MANY_REGIONS = 10;

function manyRegions(intruder: readonly Action[]): Behaviour[] {
  const looks = groupBy(
    intruder.filter(({ does }) => does === 'look'),
    ({ id }) => id,
  );
  return [...looks].flatMap(([id, actions]) => {
    const regions = new Set(actions.map(({ region }) => region));
    if (regions.size < MANY_REGIONS) return [];
    return {
      value: `${id} in ${regions.size} regions`,
      note: 'One look into region after region.',
      confidence: 'medium' as const,
      actions,
    };
  });
}

const MANY_REFUSALS = 10;

function manyRefusals(intruder: readonly Action[]): Behaviour[] {
  const actions = intruder.filter(({ outcome }) => outcome === 'denied');
  if (new Set(actions.map(({ id }) => id)).size < MANY_REFUSALS) return [];
  return [
    {
      value: 'Many different calls refused',
      note: 'Calls of many kinds were refused: somebody tried what the credential can do.',
      confidence: 'medium',
      actions,
    },
  ];
}

function dryRuns(intruder: readonly Action[]): Behaviour[] {
  return [
    {
      value: 'Dry runs of EC2 calls',
      note: 'Asks for a permission without using it.',
      confidence: 'medium',
      actions: intruder.filter(({ outcome }) => outcome === 'dry-run'),
    },
  ];
}

function consoleFromKey(intruder: readonly Action[]): Behaviour[] {
  const actions = intruder.filter(
    ({ id }) => id === 'sts:GetFederationToken' || id === 'signin:GetSigninToken',
  );
  if (new Set(actions.map(({ id }) => id)).size < 2) return [];
  return [
    {
      value: 'GetFederationToken, then GetSigninToken',
      note: 'A console session out of an access key.',
      confidence: 'high',
      actions,
    },
  ];
}
