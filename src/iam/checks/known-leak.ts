/** What AWS itself knows of a leak. */
import { day, daysSince, useText } from './check.ts';
import type { Check, UserAt } from './check.ts';

/** The newest quarantine policy; older ones deny less. */
const NEWEST_QUARANTINE = 3;
/** Used as lately as AWS can tell. */
const NOW_DAYS = 1;

export const keyExposedSaysAws: Check = {
  id: 'key-exposed-says-aws',
  title: 'Key that AWS Health calls exposed; high while it is active',
  about: 'key',
  look({ snapshot, user, key }) {
    // What is affected is a key, or the name or ARN of its user.
    const names = new Set([key.id, user.name, user.arn]);
    const events = (snapshot.healthEvents ?? []).filter(({ affected }) =>
      affected?.some((each) => names.has(each)),
    );
    if (events.length === 0) return null;
    const isOpen = events.some(({ status }) => status !== 'closed');
    return {
      severity: key.active ? 'high' : isOpen ? 'medium' : 'low',
      reason: key.active
        ? 'AWS found it in public, and it still works.'
        : 'AWS found it in public; it is switched off.',
      evidence: [
        ...events.map(
          ({ type, status, started }) =>
            `${type}, ${status}${started === null ? '' : `, since ${day(started)}`}`,
        ),
        useText(key.lastUsed),
      ],
      remedy: key.active
        ? `Contain it: keytrail contain ${key.id}, then investigate its use since.`
        : 'Investigate its use, delete it, and answer the case of AWS.',
    };
  },
};

export const quarantinedKey: Check = {
  id: 'quarantined-key',
  title: 'Active key of a user that AWS put under quarantine',
  about: 'key',
  look({ snapshot, user, key }) {
    if (!key.active || !isQuarantined({ snapshot, user })) return null;
    const isUsed = key.lastUsed.state === 'used' && daysSince(key.lastUsed.time, snapshot) < NOW_DAYS;
    return {
      severity: 'high',
      reason: `AWS has put its user under quarantine, as it does when a key leaks, and the key still works${isUsed ? ' and was used within a day' : ''}.`,
      evidence: [...quarantineText({ snapshot, user }), useText(key.lastUsed)],
      remedy: `Contain it with other credentials, as the quarantine denies the user to switch its own key off: keytrail contain ${key.id}.`,
    };
  },
};

export const quarantineLeft: Check = {
  id: 'quarantine-left',
  title: 'User under quarantine without an active key',
  about: 'user',
  look(at) {
    const { keys } = at.user;
    if (!isQuarantined(at) || keys === null || keys.some(({ active }) => active)) return null;
    return {
      severity: 'low',
      reason: 'AWS has put it under quarantine, and none of its keys works any more.',
      evidence: [...quarantineText(at), `${keys.length} keys, all switched off`],
      remedy: 'Investigate how the key was used, then delete it and detach the quarantine.',
    };
  },
};

function isQuarantined({ user }: UserAt): boolean {
  return (user.quarantine ?? []).length > 0;
}

function quarantineText({ user }: UserAt): string[] {
  return (user.quarantine ?? []).map(({ policy, version, group }) => {
    const through = group === null ? '' : ` through group ${group}`;
    const old = version !== null && version < NEWEST_QUARANTINE ? ', which denies less than the newest' : '';
    return `${policy} attached${through}${old}`;
  });
}
