/** Puts calls that say the same into events that stand for them. */
import type { CountedCalls } from './counted-log.ts';
import type { EvidenceEvent } from './evidence.ts';
import type { Label } from './label.ts';

/** So many alike are listed one by one. */
const MOST_LISTED = 8;
/** Of more, so many first ones are cited, and the last. */
const FIRST_CITED = 3;

/** Calls of one kind by who made them and why: one event for each call where they are few, one for all of them otherwise. */
export function eventsOf(
  calls: CountedCalls,
  { record, credential }: Pick<EvidenceEvent, 'record' | 'credential'>,
  labels: readonly Label[],
): EvidenceEvent[] {
  const { rules } = calls.whole;
  const groups = new Map<string, number[]>();
  let last: Label | undefined;
  let alike: number[] = [];
  labels.forEach((label, n) => {
    // Most follow one that is labelled the same.
    if (label !== last) {
      const key = `${label.actor} ${label.reason}`;
      alike = groups.get(key) ?? [];
      groups.set(key, alike);
      last = label;
    }
    alike.push(n);
  });
  return [...groups.values()].flatMap((group): EvidenceEvent[] => {
    const { actor, reason } = labels[group[0]!]!;
    const said = { record, credential, actor, reason, rules };
    if (group.length <= MOST_LISTED) return group.map((n) => ({ ...said, ref: calls.ref(n) }));
    const cited = [...group.slice(0, FIRST_CITED), group.at(-1)!].map((n) => calls.ref(n));
    return [{ ...said, ref: cited[0]!, alike: { timesMs: group.map((n) => calls.timeMs(n)), cited } }];
  });
}
