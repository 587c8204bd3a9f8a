/** Addresses from which keys are tried in rounds, and nothing else is done with them. */
import type { LoadedContext } from './loaded-subject.ts';
import { HOUSE_CHECK } from './weights.ts';

export interface Rounds {
  readonly subjects: number;
  readonly days: number;
}

/** Calls that only ask whose a key is. */
export function isKeyCheck(call: string): boolean {
  return call === 'sts:GetCallerIdentity';
}

/** What is known of an address while contexts are gone through. */
interface Checks {
  readonly subjects: Set<string>;
  readonly days: Set<number>;
  isUsed: boolean;
}

export class KeyChecks {
  readonly #checks = new Map<string, Checks>();

  add({ subject, levels, seen }: LoadedContext): void {
    const addresses = [...(levels.get('address')?.keys() ?? [])];
    const isCheck = [...(levels.get('call')?.keys() ?? [])].every((call) => isKeyCheck(call));
    // A workload in the same network with the same tool has other addresses too: it does not speak of this one.
    if (!isCheck && addresses.length > 1) return;
    for (const address of addresses) {
      const known = this.#checks.get(address) ?? { subjects: new Set(), days: new Set(), isUsed: false };
      this.#checks.set(address, known);
      if (!isCheck) known.isUsed = true;
      known.subjects.add(subject);
      for (const day of seen.days) known.days.add(day);
    }
  }

  /** Addresses with enough rounds, on days far enough apart. */
  rounds(): ReadonlyMap<string, Rounds> {
    const rounds = new Map<string, Rounds>();
    for (const [address, { subjects, days, isUsed }] of this.#checks) {
      const span = Math.max(...days) - Math.min(...days);
      if (isUsed || subjects.size < HOUSE_CHECK.leastSubjects || days.size < HOUSE_CHECK.leastDays) continue;
      if (span >= HOUSE_CHECK.leastSpanDays) rounds.set(address, { subjects: subjects.size, days: days.size });
    }
    return rounds;
  }
}
