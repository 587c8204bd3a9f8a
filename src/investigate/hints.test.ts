import { describe, expect, it } from 'vitest';
import { NO_NETWORKS } from '../../test/support/made-networks.ts';
import { activityOf } from '../../test/support/naive-activity.ts';
import type { Finding } from './finding.ts';
import { hasHints, withHints } from './hints.ts';
import type { Hints } from './hints.ts';

const ACCOUNT = '111122223333';
const KEY = 'AKIADANAXXXXXEXAMPLE';
const NONE: Hints = { credentials: [], principals: [], addresses: [], sinceMs: null };

function call(address: string, day: string, user = 'dana', key = KEY) {
  return {
    eventID: `id-${user}-${address}-${day}`,
    eventTime: `2026-01-${day}T10:00:00Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'eu-central-1',
    recipientAccountId: ACCOUNT,
    sourceIPAddress: address,
    userAgent: 'aws-cli/2.36.17',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${ACCOUNT}:user/team/${user}`,
      accountId: ACCOUNT,
      userName: user,
      accessKeyId: key,
    },
  };
}

/** Dana works at one address and has been at another; Erik has a key of his own. */
const ACTIVITY = activityOf(
  [
    call('192.0.2.10', '05'),
    call('192.0.2.10', '20'),
    call('198.51.100.7', '12'),
    call('2001:db8::7', '13', 'erik', 'AKIAERIKXXXXXEXAMPLE'),
  ],
  NO_NETWORKS,
);

function networksOf(findings: readonly Finding[]): string[] {
  return findings.map(({ network }) => network).toSorted();
}

function byAddress(...addresses: string[]): string[] {
  return networksOf(withHints([], ACTIVITY, { ...NONE, addresses }));
}

describe('what a person says', () => {
  it('is a hint when it names somebody or some place', () => {
    expect(hasHints({ ...NONE, sinceMs: 1 })).toBe(false);
    expect(hasHints({ ...NONE, addresses: ['192.0.2.10'] })).toBe(true);
  });

  it('names contexts by address and by block, in both versions of IP', () => {
    expect(byAddress('198.51.100.7')).toEqual(['198.51.100.0/24']);
    expect(byAddress('198.51.0.0/16', '192.0.2.99')).toEqual(['198.51.100.0/24']);
    expect(byAddress('2001:DB8::/32')).toEqual(['2001:db8::/48']);
    expect(byAddress('203.0.113.1')).toEqual([]);
  });

  it('names all contexts of a credential or principal that nothing was found of', () => {
    const all = ['192.0.2.0/24', '198.51.100.0/24'];
    expect(networksOf(withHints([], ACTIVITY, { ...NONE, credentials: [KEY] }))).toEqual(all);
    for (const name of ['dana', `arn:aws:iam::${ACCOUNT}:user/team/dana`])
      expect(networksOf(withHints([], ACTIVITY, { ...NONE, principals: [name] })), name).toEqual(all);
    expect(withHints([], ACTIVITY, { ...NONE, principals: ['dan', 'user'] })).toEqual([]);
  });

  it('keeps to the contexts that were found odd already, since the owner works in the others', () => {
    const [odd] = withHints([], ACTIVITY, { ...NONE, addresses: ['198.51.100.7'] });
    const found = withHints([{ ...odd!, band: 'watch', score: -2, terms: [] }], ACTIVITY, {
      ...NONE,
      credentials: [KEY],
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ id: odd!.id, band: 'page', score: 18 });
    expect(found[0]!.terms.map(({ sentence }) => sentence)).toEqual([`Given by you: ${KEY}.`]);
  });

  it('holds since the time that was given, and cites an event since then', () => {
    const sinceMs = Date.UTC(2026, 0, 15);
    const found = withHints([], ACTIVITY, { ...NONE, credentials: [KEY], sinceMs });
    expect(networksOf(found)).toEqual(['192.0.2.0/24']);
    expect(found[0]).toMatchObject({ firstMs: sinceMs, pageMs: sinceMs });
    expect(found[0]!.terms[0]!.sentence).toBe(`Given by you: ${KEY}, since 2026-01-15T00:00Z.`);
    expect(found[0]!.terms[0]!.evidence.map(({ eventId }) => eventId)).toEqual(['id-dana-192.0.2.10-20']);
  });

  it('leaves other findings as they are', () => {
    const [erik] = withHints([], ACTIVITY, { ...NONE, principals: ['erik'] });
    const all = withHints([{ ...erik!, score: 1, terms: [] }], ACTIVITY, { ...NONE, principals: ['dana'] });
    expect(all.map(({ subject }) => subject)).toEqual([KEY, KEY, 'AKIAERIKXXXXXEXAMPLE']);
    expect(all[2]).toEqual({ ...erik!, score: 1, terms: [] });
  });
});
