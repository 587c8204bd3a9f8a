/** The history of AWS Config, of which moto has only the present. */
import type { GapAnswer } from './gap-answer.ts';
import { json, members, refused } from './gap-answer.ts';

export interface HistoryItem {
  /** Seconds since 1970. */
  readonly configurationItemCaptureTime: number;
  readonly configurationItemStatus?: string;
  readonly configuration?: string;
  readonly supplementaryConfiguration?: Readonly<Record<string, string>>;
}

/** @param items by `type id`, in any order */
export function configHistory(
  items: ReadonlyMap<string, readonly HistoryItem[]>,
): Readonly<Record<string, (body: string) => GapAnswer>> {
  return {
    GetResourceConfigHistory: (body) => {
      const wish = members(body, ['resourceType', 'resourceId', 'laterTime', 'limit']) as {
        readonly resourceType: string;
        readonly resourceId: string;
        readonly laterTime: number;
        readonly limit: number;
      };
      const known = items.get(`${wish.resourceType} ${wish.resourceId}`);
      if (known === undefined) return refused(400, 'ResourceNotDiscoveredException');
      const found = known
        .filter(({ configurationItemCaptureTime: time }) => time <= wish.laterTime)
        // Without an order, the newest comes first.
        .toSorted((a, b) => b.configurationItemCaptureTime - a.configurationItemCaptureTime)
        .slice(0, wish.limit);
      return json({ configurationItems: found });
    },
  };
}
