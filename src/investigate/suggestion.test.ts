import { describe, expect, it } from 'vitest';
import { MADE_NETWORKS } from '../../test/support/made-networks.ts';
import { activityOf } from '../../test/support/naive-activity.ts';
import { pack } from '../activity/pack.ts';
import type { JsonObject } from '../json.ts';
import type { SuggestFound } from './suggest-task.ts';
import { suggestionOf } from './suggestion.ts';

const ACCOUNT = '111122223333';

function call(user: string, day: number, address: string, api = 's3:ListBuckets'): JsonObject {
  const [service, name] = api.split(':') as [string, string];
  return {
    eventID: `id-${user}-${day}-${address}-${api}`,
    eventTime: new Date(Date.UTC(2026, 0, day, 10)).toISOString(),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    recipientAccountId: ACCOUNT,
    sourceIPAddress: address,
    userAgent: 'aws-cli/2.36.17',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${ACCOUNT}:user/${user}`,
      userName: user,
      accessKeyId: `AKIA${user.toUpperCase().padEnd(9, 'X')}EXAMPLE`,
    },
  };
}

const DAYS = [1, 2, 3];

function suggested(records: readonly JsonObject[], vendors: SuggestFound['vendors'] = []) {
  const activity = activityOf(records, MADE_NETWORKS);
  return suggestionOf(activity, [
    { activity: pack(activity), accounts: [ACCOUNT, '444455556666'], vendors },
    { activity: pack(activity), accounts: [ACCOUNT], vendors },
  ]);
}

function officesAt(users: readonly string[], days: readonly number[], address: string) {
  return suggested(users.flatMap((user) => days.map((day) => call(user, day, address)))).offices;
}

function buildsFrom(addresses: number, first: string) {
  const calls = DAYS.flatMap((day) =>
    Array.from({ length: addresses }, (_, n) => call('ci', day, `${first}.51.100.${n + 1}`)),
  );
  return suggested(calls).builds;
}

function scannersOf(apis: readonly string[]) {
  return suggested(DAYS.flatMap((day) => apis.map((api) => call('audit', day, '203.0.113.5', api)))).scanners;
}

describe('a draft of what is known', () => {
  it('takes an address for an office when several work there on several days', () => {
    expect(officesAt(['dana', 'erik'], DAYS, '192.0.2.10')).toEqual([
      {
        block: '192.0.2.10',
        days: 3,
        subjects: ['AKIADANAXXXXXEXAMPLE', 'AKIAERIKXXXXXEXAMPLE'],
        countries: ['DE'],
      },
    ]);
    expect(officesAt(['dana'], DAYS, '192.0.2.10')).toEqual([]);
    expect(officesAt(['dana', 'erik'], [1, 2], '192.0.2.10')).toEqual([]);
    expect(officesAt(['dana', 'erik'], DAYS, '198.51.100.7')).toEqual([]);
  });

  it('takes a rented network for build systems when ever new addresses of it are used day after day', () => {
    expect(buildsFrom(5, '198')).toEqual([
      { block: 'AS64198', days: 3, subjects: ['AKIACIXXXXXXXEXAMPLE'], countries: ['NL'] },
    ]);
    expect(buildsFrom(4, '198')).toEqual([]);
    expect(buildsFrom(5, '203')).toEqual([]);
  });

  it('takes for a scanner who reads much of many services and changes next to nothing', () => {
    const reads = Array.from({ length: 72 }, (_, n) => `svc${n % 12}:Describe${n}`);
    expect(scannersOf(reads)).toEqual([
      { principal: `arn:aws:iam::${ACCOUNT}:user/audit`, apis: 72, services: 12, days: 3 },
    ]);
    expect(scannersOf(reads.slice(0, 59))).toEqual([]);
    expect(scannersOf([...reads, ...Array.from({ length: 5 }, (_, n) => `svc0:Create${n}`)])).toEqual([]);
  });

  it('names accounts of others that take roles here, and not the own ones', () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/vendor`;
    const { accounts, vendors } = suggested(
      [],
      [
        ['777788889999', [role]],
        ['444455556666', [role]],
      ],
    );
    expect(accounts).toEqual([ACCOUNT, '444455556666']);
    expect(vendors).toEqual([{ account: '777788889999', roles: [role] }]);
  });
});
