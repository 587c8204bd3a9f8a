/** How old keys are, and whether anybody uses them. */
import { day, daysSince, daysText, useText } from './check.ts';
import type { Check, KeyAt } from './check.ts';

/** A key that was made just now is not "never used", but not used yet. */
const GRACE_DAYS = 7;
const UNUSED_DAYS = 45;
const OLD_DAYS = 90;
const VERY_OLD_DAYS = 365;
/** Switching a key off is to be followed by deleting it. */
const KEPT_DAYS = 30;
/** Times of the report are whole seconds, and some of AWS's are not. */
const SAME_MS = 60_000;

/** When AWS began to record the use of keys. */
const RECORDED_SINCE = '2015-04-22';

export const activeKeyNeverUsed: Check = {
  id: 'active-key-never-used',
  title: 'Active key, a week old or more, that was never used',
  about: 'key',
  look({ snapshot, user, key }) {
    const days = daysSince(key.created, snapshot);
    if (!key.active || key.lastUsed.state !== 'never' || days < GRACE_DAYS) return null;
    const isOlder = key.created < RECORDED_SINCE;
    return {
      severity: 'medium',
      reason: `It works, and was never used in the ${daysText(days)} since it was made: nobody would miss it, and nobody would see it stolen.`,
      evidence: [
        createdText({ snapshot, user, key }),
        isOlder ? `no use since ${RECORDED_SINCE}, when AWS began to record it` : 'never used',
        ...(user.password?.enabled === false
          ? ['a user without console password, which other tools leave out']
          : []),
      ],
      remedy: 'Switch it off, and delete it after a month.',
    };
  },
};

export const activeKeyUnused: Check = {
  id: 'active-key-unused',
  title: 'Active key that was not used for 45 days',
  about: 'key',
  look({ snapshot, user, key }) {
    if (!key.active || key.lastUsed.state !== 'used') return null;
    const days = daysSince(key.lastUsed.time, snapshot);
    if (days < UNUSED_DAYS) return null;
    return {
      severity: 'medium',
      reason: `It works, and was not used for ${daysText(days)}.`,
      evidence: [createdText({ snapshot, user, key }), useText(key.lastUsed)],
      remedy:
        'Ask whether something uses it once a quarter or a year; if not, switch it off, and delete it after a month.',
    };
  },
};

export const oldKey: Check = {
  id: 'old-key',
  title: 'Active key older than 90 days; medium from a year on',
  about: 'key',
  look(at) {
    const { snapshot, key } = at;
    const days = daysSince(key.created, snapshot);
    if (!key.active || days <= OLD_DAYS) return null;
    return {
      severity: days > VERY_OLD_DAYS ? 'medium' : 'low',
      reason: `It is ${daysText(days)} old: everywhere that it was copied to in that time still opens the account.`,
      evidence: [createdText(at), useText(key.lastUsed)],
      remedy: 'Replace it by a role, or make a new one, move its uses, and switch this one off.',
    };
  },
};

export const keyOlderThanItsRotation: Check = {
  id: 'key-older-than-its-rotation',
  title: 'Active key that was switched off and on, which the credential report calls rotation',
  about: 'key',
  look(at) {
    const { snapshot, key } = at;
    if (!key.active || key.lastChanged === null) return null;
    if (Date.parse(key.lastChanged) - Date.parse(key.created) < SAME_MS) return null;
    const [real, shown] = [daysSince(key.created, snapshot), daysSince(key.lastChanged, snapshot)];
    return {
      severity: 'low',
      reason: `It was switched off and on: the credential report calls it rotated ${daysText(shown)} ago, but it is the same key as ${daysText(real)} ago.`,
      evidence: [createdText(at), `last_rotated ${day(key.lastChanged)}`],
      remedy: 'Count its age from its creation. Ask why it was switched on again.',
    };
  },
};

export const inactiveKeyKept: Check = {
  id: 'inactive-key-kept',
  title: 'Key that is switched off and was kept for 30 days',
  about: 'key',
  look(at) {
    const { snapshot, key } = at;
    if (key.active) return null;
    const since = key.lastChanged ?? key.created;
    const days = daysSince(since, snapshot);
    if (days < KEPT_DAYS) return null;
    return {
      severity: 'info',
      reason: 'It is switched off and was kept: one call switches it on again.',
      evidence: [createdText(at), useText(key.lastUsed)],
      remedy: 'Delete it, once no incident needs it as evidence.',
    };
  },
};

function createdText({ snapshot, key }: KeyAt): string {
  return `created ${day(key.created)}, ${daysText(daysSince(key.created, snapshot))} ago`;
}
