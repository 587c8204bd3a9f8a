/** Snapshots of accounts made by hand: a user in good order, and whatever is different. */
import type { IamKey, IamSnapshot, IamUser } from '../../src/iam/snapshot.ts';

/** When made snapshots are taken. */
const NOW = '2026-11-25T12:00:00.000Z';

/** Midday so many days before `NOW`. */
export function daysAgo(days: number): string {
  return new Date(Date.parse(NOW) - days * 86_400_000).toISOString();
}

/** A key in good order: 20 days old, used today. */
export function madeKey(more: Partial<IamKey> = {}): IamKey {
  const created = more.created ?? daysAgo(20);
  return {
    id: 'AKIARZPUZDIKEXAMPLE2',
    active: true,
    created,
    lastChanged: created,
    lastUsed: { state: 'used', time: daysAgo(0), service: 's3', region: 'eu-west-1' },
    ...more,
  };
}

/** A user of a program in good order: one key, no password, no power. */
function madeUser(more: Partial<IamUser> = {}): IamUser {
  return {
    name: 'build',
    arn: 'arn:aws:iam::123456789012:user/build',
    id: 'AIDARZPUZDIKEXAMPLE2',
    created: daysAgo(400),
    password: { enabled: false, lastUsed: null },
    hasMfa: false,
    keys: [madeKey()],
    serviceCredentials: [],
    groups: [],
    policies: [],
    boundary: null,
    powers: [],
    quarantine: [],
    ...more,
  };
}

/** An account in good order, with one user. */
export function madeSnapshot(user: Partial<IamUser> = {}, more: Partial<IamSnapshot> = {}): IamSnapshot {
  return {
    account: '123456789012',
    name: null,
    time: NOW,
    reader: 'arn:aws:iam::123456789012:role/Audit',
    root: {
      arn: 'arn:aws:iam::123456789012:root',
      keys: 0,
      hasMfa: true,
      passwordLastUsed: null,
      keysLastUsed: { state: 'never' },
    },
    users: [madeUser(user)],
    healthEvents: [],
    reportTime: NOW,
    unread: [],
    ...more,
  };
}
