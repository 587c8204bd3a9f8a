/** Classes of impact in words, and which part of the assessment each belongs to. */
import type { Certainty, ImpactClass } from '../investigate/incident.ts';

export interface ImpactWords {
  readonly title: string;
  /** Behind a number: `3 resources read`. */
  readonly done: string;
  readonly part: 'data' | 'operational' | 'financial';
}

export const IMPACT_WORDS: { readonly [C in ImpactClass]: ImpactWords } = {
  read: { title: 'Read', done: 'read', part: 'data' },
  shared: { title: 'Shared', done: 'shared with others', part: 'data' },
  deleted: { title: 'Deleted', done: 'deleted', part: 'operational' },
  changed: { title: 'Changed', done: 'changed', part: 'operational' },
  created: { title: 'Created', done: 'created', part: 'operational' },
  attempted: { title: 'Attempted', done: 'attempted', part: 'operational' },
  cost: { title: 'Cost', done: 'running up cost', part: 'financial' },
};

/** The surest first; `not observable` is said as what it is, and is not the same as `no`. */
export const CERTAINTY_ORDER: readonly Certainty[] = ['confirmed', 'likely', 'possible', 'not observable'];
