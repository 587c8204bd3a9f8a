/** What a run has at hand. */
import type { Action, Caller } from './action.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { OutcomeState } from './journal-line.ts';
import type { Step } from './plan.ts';

/** How long to wait for what. All in milliseconds. */
export interface Patience {
  /** How old a state that AWS shows may be: calls made since are not repeated because it does not show them. */
  readonly staleMs: number;
  /** The same for calls that make something new each time. */
  readonly staleMakeMs: number;
  /** How long a step may take to hold once its calls are made. */
  readonly holdsMs: number;
  /** Between two looks, at first; grows up to ten times. */
  readonly lookMs: number;
}

export const PATIENCE: Patience = { staleMs: 4000, staleMakeMs: 15_000, holdsMs: 60_000, lookMs: 300 };

export interface Work {
  readonly caller: Caller;
  readonly action: (name: string) => Action | undefined;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly patience: Patience;
  /** ARN of the caller, by account. */
  readonly actors: ReadonlyMap<string, string>;
  /** Throws KeytrailError when another runner has taken over. */
  readonly checkLock: () => void;
}

export interface Outcome {
  readonly step: Step;
  readonly state: OutcomeState;
  /** One sentence; `''` where the state says it all. Texts from AWS are in it: escape it. */
  readonly reason: string;
  /** IAM action that is missing. */
  readonly permission?: string;
}

/** States in which what the step wants is so. */
export function holds(state: OutcomeState): boolean {
  return state === 'done' || state === 'already' || state === 'gone';
}
