/** What a check is: it looks at one thing of a snapshot, and says what is wrong with it. */
import type { Severity } from '../finding.ts';
import type { IamKey, IamSnapshot, IamUser, KeyUse } from '../snapshot.ts';

/** What one check says of one thing. */
export interface Found {
  readonly severity: Severity;
  /** As a sentence. */
  readonly reason: string;
  readonly evidence: readonly string[];
  /** As a sentence. */
  readonly remedy: string;
}

export interface KeyAt {
  readonly snapshot: IamSnapshot;
  readonly user: IamUser;
  readonly key: IamKey;
}

export interface UserAt {
  readonly snapshot: IamSnapshot;
  readonly user: IamUser;
}

/**
 * One check. It is pure, takes the time of the snapshot for now, and says nothing of what was not read: that is named
 * in `unread`.
 */
export type Check = Named &
  (
    | { readonly about: 'key'; readonly look: (at: KeyAt) => Found | null }
    | { readonly about: 'user'; readonly look: (at: UserAt) => Found | null }
    | { readonly about: 'root'; readonly look: (snapshot: IamSnapshot) => Found | null }
  );

interface Named {
  /** `active-key-never-used` */
  readonly id: string;
  /** What it finds, in short. */
  readonly title: string;
}

const DAY_MS = 86_400_000;

/** Whole days from a time to that of the snapshot. */
export function daysSince(time: string, { time: now }: Pick<IamSnapshot, 'time'>): number {
  return Math.floor((Date.parse(now) - Date.parse(time)) / DAY_MS);
}

/** `2026-03-01` */
export function day(time: string): string {
  return time.slice(0, 10);
}

export function useText(use: KeyUse): string {
  if (use.state === 'unknown') return 'last use not known';
  if (use.state === 'never') return 'never used';
  const where = [use.service, use.region].filter((part) => part !== 'N/A' && part !== '').join(' in ');
  return `last used ${use.time.slice(0, 16).replace('T', ' ')} UTC${where === '' ? '' : `, ${where}`}`;
}

/** `1 day`, `12 days` */
export function daysText(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
