/** Plans made by hand, and what it takes to run them, for tests of the response. */
import path from 'node:path';
import type { Caller } from '../../src/respond/action.ts';
import { actionOf } from '../../src/respond/actions.ts';
import type { Clock } from '../../src/respond/clock.ts';
import { Journal } from '../../src/respond/journal.ts';
import type { Plan, Step } from '../../src/respond/plan.ts';
import type { Patience, Work } from '../../src/respond/work.ts';
import { ACCOUNT } from './moto.ts';

export const realClock: Clock = {
  now: Date.now,
  sleep: async (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Quick, since moto shows at once what was done. */
const HASTE: Patience = { staleMs: 400, staleMakeMs: 800, holdsMs: 5000, lookMs: 20 };

export function step(
  id: string,
  action: string,
  parameters: Step['parameters'],
  more: Partial<Step> = {},
): Step {
  return {
    id,
    phase: 'contain',
    action,
    account: ACCOUNT,
    region: '',
    parameters,
    title: `${action} ${Object.values(parameters).join(' ')}`,
    why: 'It is the intruder’s.',
    events: [],
    stops: 'its use',
    leavesAlive: 'everything else',
    breaks: [],
    undo: 'as it was',
    after: [],
    ...more,
  };
}

export function plan(steps: readonly Step[], more: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    incident: 'INC-test0001',
    source: 'none',
    accounts: [ACCOUNT],
    protected: [],
    scope: [],
    steps,
    unknown: [],
    ...more,
  };
}

export function workIn(folder: string, caller: Caller, more: Partial<Work> = {}): Work {
  return {
    caller,
    action: actionOf,
    journal: Journal.open(path.join(folder, 'response.ndjson'), realClock),
    clock: realClock,
    patience: HASTE,
    actors: new Map([[ACCOUNT, 'arn:aws:iam::123456789012:user/responder']]),
    checkLock: () => undefined,
    ...more,
  };
}

/** For runs in which nobody is asked. */
export const UNASKED = {
  only: undefined,
  approve: undefined,
  onOutcome: () => undefined,
  isEnded: () => false,
} as const;
