/** One row for each key of an account, and for each user and root where something is to be said of them alone. */
import { SEVERITIES } from './checks.ts';
import type { IamFinding, Severity } from './finding.ts';
import type { IamKey, IamSnapshot, IamUser } from './snapshot.ts';

export interface IamRow {
  readonly snapshot: IamSnapshot;
  /** `null` for root. */
  readonly user: IamUser | null;
  /** `null` for a user as a whole, and for root. */
  readonly key: IamKey | null;
  /** That of the worst finding; `null` without any. */
  readonly severity: Severity | null;
  /** About this key, user or root; worst first. */
  readonly findings: readonly IamFinding[];
}

/** Worst first; what has no findings last, oldest key first. */
export function rowsOf(snapshots: readonly IamSnapshot[], findings: readonly IamFinding[]): IamRow[] {
  return snapshots.flatMap((snapshot) => rowsOfAccount(snapshot, findings)).toSorted(byWeight);
}

function rowsOfAccount(snapshot: IamSnapshot, all: readonly IamFinding[]): IamRow[] {
  const own = all.filter(({ account }) => account === snapshot.account);
  const byThing = new Map<string, IamFinding[]>();
  for (const finding of own) {
    const thing = thingOf(finding.user, finding.keyId);
    byThing.set(thing, [...(byThing.get(thing) ?? []), finding]);
  }
  const row = (user: IamUser | null, key: IamKey | null): IamRow => {
    const findings = byThing.get(thingOf(user?.name ?? null, key?.id ?? null)) ?? [];
    const severity = SEVERITIES.find((each) => findings.some((finding) => finding.severity === each)) ?? null;
    return { snapshot, user, key, severity, findings };
  };
  return [
    row(null, null),
    ...snapshot.users.flatMap((user) => {
      const keys = (user.keys ?? []).map((key) => row(user, key));
      const whole = row(user, null);
      return whole.findings.length > 0 || keys.length === 0 ? [whole, ...keys] : keys;
    }),
  ];
}

function thingOf(user: string | null, keyId: string | null): string {
  return JSON.stringify([user, keyId]);
}

function byWeight(a: IamRow, b: IamRow): number {
  return (
    weightOf(a) - weightOf(b) ||
    compare(a.key?.created ?? '9', b.key?.created ?? '9') ||
    compare(a.snapshot.account, b.snapshot.account) ||
    compare(a.user?.name ?? '', b.user?.name ?? '') ||
    compare(a.key?.id ?? '', b.key?.id ?? '')
  );
}

function weightOf({ severity }: IamRow): number {
  return severity === null ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
