/** What a step would break: the legitimate use that the logs show. */
import type { Incident } from '../investigate/incident.ts';
import { timeText } from '../text.ts';

/** How the owner used a principal, from one network. Texts are as in the log. */
export interface OwnerUse {
  /** ARN of the user or role. */
  readonly owner: string;
  /** Address, or what else says from where. */
  readonly from: string;
  readonly services: readonly string[];
  readonly calls: number;
  /** Milliseconds since 1970 (UTC). */
  readonly lastMs: number;
}

/** How far back legitimate use counts. */
const WINDOW_MS = 90 * 24 * 3600 * 1000;
/** Places named for one principal, and services for one place. */
const MOST_PLACES = 4;
const MOST_SERVICES = 5;

/** The owners' own use of the credentials of an incident, in the 90 days before its end. */
export function ownerUseOf(incident: Incident): OwnerUse[] {
  const owners = new Map(incident.credentials.map(({ credential }) => [credential.id, credential.owner]));
  const found = new Map<string, { use: OwnerUse; services: Set<string> }>();
  for (const entry of incident.timeline) {
    const owner = owners.get(entry.credential) ?? '';
    if (entry.actor !== 'owner' || owner === '' || entry.lastMs < incident.lastMs - WINDOW_MS) continue;
    const key = `${owner}\n${entry.address}`;
    const known = found.get(key);
    const services = known?.services ?? new Set<string>();
    services.add(entry.service);
    const use: OwnerUse = {
      owner,
      from: entry.address,
      services: [...services].toSorted(),
      calls: (known?.use.calls ?? 0) + entry.calls,
      lastMs: Math.max(known?.use.lastMs ?? 0, entry.lastMs),
    };
    found.set(key, { use, services });
  }
  return [...found.values()].map(({ use }) => use);
}

/** Sentences on the use of each principal, the most used place first. */
export function breaksOf(uses: readonly OwnerUse[]): ReadonlyMap<string, readonly string[]> {
  const byOwner = new Map<string, OwnerUse[]>();
  for (const use of uses) byOwner.set(use.owner, [...(byOwner.get(use.owner) ?? []), use]);
  return new Map(
    [...byOwner].map(([owner, all]) => {
      const sorted = all.toSorted((a, b) => b.calls - a.calls || (a.from < b.from ? -1 : 1));
      const shown = sorted.slice(0, MOST_PLACES).map(sentence);
      const more = sorted.length - shown.length;
      return [owner, more > 0 ? [...shown, `And its use from ${more} more places.`] : shown];
    }),
  );
}

function sentence({ from, services, calls, lastMs }: OwnerUse): string {
  const named = services.slice(0, MOST_SERVICES).join(', ');
  const more = services.length > MOST_SERVICES ? ` and ${services.length - MOST_SERVICES} more` : '';
  const times = calls === 1 ? '1 call' : `${calls} calls`;
  return `Use by its owner from ${from || 'an unknown address'}: ${named}${more}; ${times}, last ${timeText(lastMs)} UTC.`;
}
