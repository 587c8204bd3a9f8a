/** Users: how many credentials they have, and whether anybody uses them. */
import { day, daysSince, daysText, useText } from './check.ts';
import type { Check, UserAt } from './check.ts';
import type { IamUser } from '../snapshot.ts';

const UNUSED_DAYS = 90;
/** Kinds of power that make the console password of a user as good as the account. */
const STRONG = new Set(['admin', 'escalation', 'pass-role']);

export const twoActiveKeys: Check = {
  id: 'two-active-keys',
  title: 'User with two active keys',
  about: 'user',
  look({ user }) {
    const active = (user.keys ?? []).filter((key) => key.active);
    if (active.length < 2) return null;
    return {
      severity: 'low',
      reason: 'It has two active keys: one more to leak than it needs, and no room to rotate.',
      evidence: active.map((key) => `${key.id} created ${day(key.created)}, ${useText(key.lastUsed)}`),
      remedy: 'Finish the rotation: switch the key off that was used less, and delete it after a month.',
    };
  },
};

export const consoleWithoutMfa: Check = {
  id: 'console-without-mfa',
  title: 'User with a console password and no MFA; high where it is powerful',
  about: 'user',
  look({ user }) {
    if (user.password?.enabled !== true || user.hasMfa !== false) return null;
    const isStrong = (user.powers ?? []).some(({ kind, scope }) => STRONG.has(kind) && scope === 'all');
    return {
      severity: isStrong ? 'high' : 'medium',
      reason: `Its password alone opens the console${isStrong ? ', and its policies the account' : ''}: it has no MFA.`,
      evidence: ['a console password', 'no MFA device', passwordText(user)],
      remedy: 'Have it register a device, or replace it by a user of Identity Center.',
    };
  },
};

export const passwordAndKey: Check = {
  id: 'password-and-key',
  title: 'User with a console password and an active key',
  about: 'user',
  look({ user }) {
    const active = (user.keys ?? []).filter((key) => key.active);
    if (user.password?.enabled !== true || active.length === 0) return null;
    return {
      severity: 'low',
      reason: 'It is used by a person and has a key: people can do with sessions, which end.',
      evidence: [passwordText(user), ...active.map((key) => `${key.id}: ${useText(key.lastUsed)}`)],
      remedy: 'Give the person Identity Center and `aws sso login`, and a program a role of its own.',
    };
  },
};

export const unusedPassword: Check = {
  id: 'unused-password',
  title: 'Console password that was not used for 90 days',
  about: 'user',
  look({ snapshot, user }) {
    if (user.password?.enabled !== true) return null;
    const { lastUsed } = user.password;
    const days = daysSince(lastUsed ?? user.created, snapshot);
    if (days < UNUSED_DAYS) return null;
    return {
      severity: 'low',
      reason:
        lastUsed === null
          ? `Its console password was never used in the ${daysText(days)} since the user was made.`
          : `Its console password was not used for ${daysText(days)}.`,
      evidence: [`user created ${day(user.created)}`, passwordText(user)],
      remedy: 'Delete the password (the login profile) of the user.',
    };
  },
};

export const unusedUser: Check = {
  id: 'unused-user',
  title: 'User of which nothing was used for 90 days',
  about: 'user',
  look({ snapshot, user }) {
    if (user.keys === null || user.password === null || user.serviceCredentials === null) return null;
    if (user.keys.some(({ lastUsed }) => lastUsed.state === 'unknown')) return null;
    // AWS does not tell when service credentials are used.
    if (user.serviceCredentials.some(({ active }) => active)) return null;
    const uses = [
      user.password.lastUsed,
      ...user.keys.map(({ lastUsed }) => (lastUsed.state === 'used' ? lastUsed.time : null)),
    ];
    const last = uses
      .filter((time) => time !== null)
      .toSorted()
      .at(-1);
    const days = daysSince(last ?? user.created, snapshot);
    if (days < UNUSED_DAYS) return null;
    const opens = user.password.enabled || user.keys.some(({ active }) => active);
    return {
      severity: opens ? 'low' : 'info',
      reason:
        last === undefined
          ? `Nothing of it was ever used in the ${daysText(days)} since it was made.`
          : `Nothing of it was used for ${daysText(days)}.`,
      evidence: [
        `created ${day(user.created)}`,
        passwordText(user),
        ...user.keys.map((key) => `${key.id}: ${key.active ? '' : 'switched off, '}${useText(key.lastUsed)}`),
      ],
      remedy: 'Delete the user, its keys and its policies.',
    };
  },
};

export const serviceCredential: Check = {
  id: 'service-credential',
  title: 'User with a password for a service; medium for a Bedrock key without end',
  about: 'user',
  look({ snapshot, user }: UserAt) {
    const active = (user.serviceCredentials ?? []).filter(
      (each) => each.active && !isOver(each.expires, snapshot.time),
    );
    if (active.length === 0) return null;
    const isEndless = active.some(
      ({ service, expires }) => service.startsWith('bedrock') && expires === null,
    );
    return {
      severity: isEndless ? 'medium' : 'low',
      reason: isEndless
        ? 'It has a Bedrock key that does not end, and that lists of access keys do not show.'
        : 'It has a password for a service, which lists of access keys do not show.',
      evidence: active.map(
        ({ id, service, created, expires }) =>
          `${id} for ${service}, created ${day(created)}, ${expires === null ? 'without end' : `until ${day(expires)}`}`,
      ),
      remedy: 'Delete it where a role does, or make it anew with an end.',
    };
  },
};

function isOver(expires: string | null, now: string): boolean {
  return expires !== null && Date.parse(expires) <= Date.parse(now);
}

function passwordText({ password }: IamUser): string {
  if (password?.enabled !== true) return 'no console password';
  return password.lastUsed === null ? 'password never used' : `password last used ${day(password.lastUsed)}`;
}
