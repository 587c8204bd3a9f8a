/** The root user, whom no policy of the account holds back. */
import { day, daysSince, useText } from './check.ts';
import type { Check } from './check.ts';

/** Within so many days a use of root is lately. */
const LATELY_DAYS = 90;

export const rootAccessKey: Check = {
  id: 'root-access-key',
  title: 'Root has an access key',
  about: 'root',
  look: ({ root }) =>
    root.keys === null || root.keys === 0
      ? null
      : {
          severity: 'high',
          reason: 'Root has an access key: whoever holds it can do everything, and no policy limits it.',
          evidence: [`${root.keys} active`, useText(root.keysLastUsed)],
          remedy: 'Sign in as root, replace its uses by roles, switch the key off, and delete it.',
        },
};

export const rootWithoutMfa: Check = {
  id: 'root-without-mfa',
  title: 'Root has no MFA',
  about: 'root',
  look: ({ root }) =>
    root.hasMfa === false
      ? {
          severity: 'high',
          reason: 'Root has no MFA: its password, or its mailbox, opens the account.',
          evidence: ['no device for root in the account summary'],
          remedy:
            'Register two devices for root, or take its credentials away centrally, as organizations can.',
        }
      : null,
};

export const rootUsed: Check = {
  id: 'root-used',
  title: 'Root was used within 90 days',
  about: 'root',
  look(snapshot) {
    const { passwordLastUsed, keysLastUsed } = snapshot.root;
    const uses = [passwordLastUsed, keysLastUsed.state === 'used' ? keysLastUsed.time : null];
    const last = uses
      .filter((time) => time !== null)
      .toSorted()
      .at(-1);
    if (last === undefined || daysSince(last, snapshot) > LATELY_DAYS) return null;
    return {
      severity: 'medium',
      reason: 'Root was used lately, which few tasks need.',
      evidence: [
        ...(passwordLastUsed === null ? [] : [`password last used ${day(passwordLastUsed)}`]),
        ...(keysLastUsed.state === 'used' ? [`key ${useText(keysLastUsed)}`] : []),
      ],
      remedy: 'Ask who it was and what for, and give that task a role.',
    };
  },
};
