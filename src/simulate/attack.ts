/** What an attack is: whose keys it needs, and what is done with them. */
import type { Holder } from './holder.ts';
import type { Raid } from './raid.ts';

export interface Attack {
  readonly name: string;
  readonly title: string;
  /** One for each holder whose key leaks: whether a holder fits, given the day on which it begins. */
  readonly victims: readonly ((holder: Holder, day: number) => boolean)[];
  /** Given where the key is to be young: how many days after it was made the attack begins, at most. */
  readonly within?: number;
  /** Days it may take. */
  readonly days: number;
  /** At least so many of its events are in the log. */
  readonly least: number;
  /** Makes the calls. `victims` has as many holders as are asked for. */
  run(raid: Raid, victims: readonly Holder[]): void;
}

/** In use from the beginning, or for more than a week, and still. */
export function inUse({ archetype, firstDay }: Holder, day: number): boolean {
  return archetype !== 'dormant' && archetype !== 'break-glass' && (firstDay === 0 || firstDay + 8 < day);
}

export function isMachine(holder: Holder, day: number): boolean {
  return (
    inUse(holder, day) &&
    ['server', 'ci', 'backup', 'mailer', 'saas', 'aws-workload', 'model-user'].includes(holder.archetype)
  );
}

export function isPerson(holder: Holder, day: number): boolean {
  return inUse(holder, day) && ['developer', 'console-user', 'new-hire'].includes(holder.archetype);
}

/** The victim at this place; `run` is called with as many as the attack asks for. */
export function victim(victims: readonly Holder[], n: number): Holder {
  const holder = victims[n];
  if (holder === undefined) throw new RangeError(`There is no victim ${n}.`);
  return holder;
}
