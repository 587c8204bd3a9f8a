/** How rows of accounts are told in words. */
import { daysSince, daysText, useText } from '../iam/checks/check.ts';
import type { IamRow } from '../iam/rows.ts';
import type { KeyUse, PowerKind } from '../iam/snapshot.ts';

const POWER_WORDS: { readonly [kind in PowerKind]: string } = {
  admin: 'administrator',
  escalation: 'can escalate',
  'pass-role': 'can pass roles',
  data: 'reads data',
};

/** `account 111122223333 (billing)` */
export function accountText(account: string, name: string | null): string {
  return `account ${account}${name === null ? '' : ` (${name})`}`;
}

/** What a row is about: a key ID, `user lena`, `root`. */
export function rowName({ user, key }: IamRow): string {
  if (key !== null) return key.id;
  return user === null ? 'root' : `user ${user.name}`;
}

/** Whose it is: `key of lena, account 111122223333 (billing)`. */
export function rowOwner({ snapshot, user, key }: IamRow): string {
  const account = accountText(snapshot.account, snapshot.name);
  return user === null || key === null ? account : `key of ${user.name}, ${account}`;
}

/** What is known of it, in short. */
export function rowFacts({ snapshot, user, key }: IamRow): string[] {
  if (user === null) {
    const { keys, hasMfa } = snapshot.root;
    return [...keyCount(keys, 'access key'), hasMfa === null ? 'MFA not known' : hasMfa ? 'MFA' : 'no MFA'];
  }
  const powers = [...new Set((user.powers ?? []).map(({ kind }) => POWER_WORDS[kind]))];
  const rights = user.powers === null ? ['policies not known'] : powers;
  if (key === null)
    return [
      ...consoleFacts(user.password, user.hasMfa),
      ...keyCount(user.keys?.length ?? null, 'key'),
      ...rights,
    ];
  return [
    key.active ? 'active' : 'switched off',
    `${daysText(daysSince(key.created, snapshot))} old`,
    useText(key.lastUsed),
    ...rights,
  ];
}

function consoleFacts(password: { readonly enabled: boolean } | null, hasMfa: boolean | null): string[] {
  if (password === null) return ['console password not known'];
  if (!password.enabled) return ['no console password'];
  return [`console password${hasMfa === null ? '' : hasMfa ? ' with MFA' : ' without MFA'}`];
}

function keyCount(keys: number | null, one: string): string[] {
  if (keys === null) return ['keys not known'];
  return [keys === 0 ? `no ${one}s` : `${keys} ${keys === 1 ? one : `${one}s`}`];
}

/** A use for programs: time, service and region; empty where there is none. */
export function usePart(use: KeyUse | undefined, part: 'time' | 'service' | 'region'): string {
  return use?.state === 'used' ? use[part] : '';
}

/** `used`, `never`, `unknown` */
export function useState(use: KeyUse | undefined): string {
  return use?.state ?? '';
}
