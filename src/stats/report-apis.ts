/** Event names and error codes, with their numbers. */
import type { Counts } from './counts.ts';
import { byEvents, pushTo } from './ranking.ts';
import type { Sums } from './sum-table.ts';

/** One event name of one event source. */
export interface ApiRow extends Sums {
  readonly source: string;
  readonly name: string;
  /** Users (see `CredentialRow`) that called it. */
  readonly credentials: number;
}

export interface ErrorRow extends Sums {
  readonly code: string;
  /** Distinct APIs that answered with it, and the one that did most often. */
  readonly apis: number;
  readonly top: { readonly source: string; readonly name: string; readonly events: number };
}

export function apiRows(counts: Counts): ApiRow[] {
  const { pairs, sums } = counts;
  const users = new Map<number, number>();
  for (let n = 0; n < pairs.userApi.length; n++) {
    const api = pairs.userApi.second(n);
    users.set(api, (users.get(api) ?? 0) + 1);
  }
  return Array.from({ length: pairs.api.length }, (_, api) => ({
    ...apiOf(counts, api),
    credentials: users.get(api) ?? 0,
    ...sums.api.at(api),
  })).toSorted(byEvents);
}

export function errorRows(counts: Counts): ErrorRow[] {
  const { names, pairs, sums } = counts;
  const apis = new Map<number, { source: string; name: string; events: number }[]>();
  for (let n = 0; n < pairs.codeApi.length; n++) {
    pushTo(apis, pairs.codeApi.first(n), {
      ...apiOf(counts, pairs.codeApi.second(n)),
      events: pairs.codeApi.count(n),
    });
  }
  return [...apis]
    .map(([code, of]) => ({
      code: names.code.list[code]!,
      apis: of.length,
      top: of.toSorted(byEvents)[0]!,
      ...sums.code.at(code),
    }))
    .toSorted(byEvents);
}

function apiOf({ names, pairs }: Counts, api: number): { source: string; name: string } {
  return { source: names.source.list[pairs.api.first(api)]!, name: names.call.list[pairs.api.second(api)]! };
}
