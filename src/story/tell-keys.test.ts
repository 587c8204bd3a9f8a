import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeExposure, madeGit, madePlace, madeSnapshot } from '../../test/support/made-exposure.ts';
import { madeIncident, madeInvestigation } from '../../test/support/made-incident.ts';
import type { Activity, Context, Seen } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import type { Networks } from '../network/lookup.ts';
import type { Accounts } from './owner.ts';
import { tellKeys } from './tell-keys.ts';
import type { CaseView } from './tell-keys.ts';

const DAY = 86_400_000;
const incident = madeIncident(60);
const LEAKED = incident.credentials[0]!.credential.id;
const BACKDOOR = 'AKIABACKUP4T2EXAMPLE';
const ODD = incident.credentials[0]!.sinceMs;
const OTHER = 'AKIAZOTHERZOTHERZOTH';
const NOBODY: Accounts = { snapshots: [], owners: [] };

function seen(firstMs: number, lastMs: number): Seen {
  const days = Array.from(
    { length: Math.floor(lastMs / DAY) - Math.floor(firstMs / DAY) + 1 },
    (_, n) => Math.floor(firstMs / DAY) + n,
  );
  return { firstMs, firstId: 'a', lastMs, lastId: 'b', days };
}

function context(subject: string, network: string, tool: string, when: Seen, address = '192.0.2.1'): Context {
  return {
    subject,
    network,
    tool,
    seen: when,
    values: new Map([
      ['address', new Map([[address, when]])],
      ['country', new Map([['NL', when]])],
      ['principal', new Map([['arn:aws:iam::111122223333:user/ci/ci-build', when]])],
    ]),
  };
}

const contexts = [
  context(LEAKED, 'AS8075', 'terraform', seen(ODD - 40 * DAY, ODD + DAY)),
  context(LEAKED, 'AS14061', 'aws-cli', seen(ODD, ODD + 3_600_000), '203.0.113.77'),
  context(OTHER, '198.51.100.0/24', 'boto3', seen(ODD - 9 * DAY, ODD - 8 * DAY)),
];
const networks: Networks = {
  sources: [],
  lookup: (address) => ({
    kind: 'hosting',
    country: null,
    service: null,
    region: null,
    ...(address === '203.0.113.77' ? { asn: 14061, org: 'Rented, LLC' } : { asn: null, org: null }),
  }),
};

function view(list: readonly Context[] = contexts): CaseView {
  const activity: Activity = {
    contexts: new Map(list.map((each) => [contextKey(each.subject, each.network, each.tool), each] as const)),
  };
  return { investigation: madeInvestigation([incident]), activity, networks };
}

const exposed = new Map([
  [
    LEAKED,
    madeExposure([
      madePlace({
        git: madeGit({ timeMs: ODD - 17 * 60_000, authoredMs: ODD - 17 * 60_000, refs: [], dangling: true }),
      }),
      madePlace({ path: 'README.md', kind: 'key-id', line: 7, modifiedMs: ODD - DAY }),
    ]),
  ],
]);

describe('the story of a key', () => {
  it('tells in a sentence where it lay, whose it is, how it was used, and when oddly', () => {
    const snapshot = madeSnapshot([{ id: LEAKED, created: new Date(ODD - 411 * DAY).toISOString() }], {
      time: new Date(ODD + 2 * DAY).toISOString(),
      user: {
        powers: [
          {
            kind: 'admin',
            id: 'admin',
            does: '',
            actions: [],
            scope: 'all',
            policies: [],
            conditional: false,
          },
          { kind: 'data', id: 'data', does: '', actions: [], scope: 'all', policies: [], conditional: false },
        ],
        quarantine: [{ policy: 'AWSCompromisedKeyQuarantineV3', version: 3, group: null }],
      },
    });
    const { keys } = tellKeys(exposed, { snapshots: [snapshot], owners: [] }, view());
    const [story] = keys;
    expect(story!.sentence).toBe(
      `${LEAKED} lies with its secret in shop@cccccccccc:deploy/.env:2 since 2026-10-14, by Some One <someone@example.com>, where no ref leads to it any more and in 1 more place; ` +
        'it belongs to user deploy of account 111122223333, is 413 days old and is active; ' +
        'it was used on 42 days, last 2026-10-15 02:11 UTC, from AS8075 with terraform, AS14061 Rented, LLC with aws-cli; ' +
        `first odd use 2026-10-14 02:11 UTC from 203.0.113.77 (AS14061 DigitalOcean, LLC), 17 minutes after the commit (page, ${incident.id}).`,
    );
    expect(story!.terms.map(({ name, points }) => `${points} ${name}`)).toEqual([
      '50 together',
      '40 exposed',
      '40 odd-use',
      '25 active',
      '10 power',
      '10 seen-by-aws',
      '5 soon',
      '3 age',
    ]);
    expect(story!.score).toBe(183);
    // The keys that only the incident knows stand behind it.
    expect(keys.map(({ keyId, exposure }) => [keyId, exposure !== null])).toEqual([
      [LEAKED, true],
      [BACKDOOR, false],
    ]);
  });

  it('says what IAM says: deleted, deactivated, never used, or asked for alone', () => {
    const told = (accounts: Accounts): string =>
      tellKeys(new Map([[OTHER, madeExposure([madePlace()])]]), accounts, null).keys[0]!.sentence;
    // Of the account that the ID holds.
    const account = tellKeys(new Map([[OTHER, madeExposure([madePlace()])]]), NOBODY, null).keys[0]!.account!;
    expect(account).toMatch(/^\d{12}$/);
    expect(told({ snapshots: [madeSnapshot([], { account })], owners: [] })).toContain(
      `IAM of account ${account} has no such key any more`,
    );
    const partly = madeSnapshot([], { account, user: { keys: null } });
    expect(told({ snapshots: [partly], owners: [] })).toContain(`it is a key of account ${account}`);
    expect(
      told({
        snapshots: [madeSnapshot([{ id: OTHER, active: false, lastUsed: { state: 'never' } }], { account })],
        owners: [],
      }),
    ).toMatch(/is deactivated; it was never used, as IAM says\.$/);
    const used = { state: 'used', time: '2026-11-25T14:00:00Z', service: 's3', region: 'eu-west-1' } as const;
    expect(
      told({
        snapshots: [],
        owners: [{ keyId: OTHER, account, user: 'mail', lastUsed: used, unread: null }],
      }),
    ).toContain(
      `it belongs to user mail of account ${account}; it was last used 2026-11-25 14:00 UTC (s3, eu-west-1), as IAM says`,
    );
  });

  it('takes an example for one only where nobody knows the key', () => {
    const example = new Map([
      [LEAKED, madeExposure([madePlace()], { level: 'info', known: 'a placeholder' })],
    ]);
    expect(tellKeys(example, NOBODY, null).keys).toMatchObject([
      {
        score: 0,
        terms: [{ name: 'known', points: 0 }],
        sentence: expect.stringMatching(/it is a placeholder\.$/) as string,
      },
    ]);
    const [story] = tellKeys(example, NOBODY, view()).keys;
    expect(story!.score).toBeGreaterThan(100);
  });

  it('finds the use of a temporary key among that of its principal', () => {
    const whole = seen(ODD - DAY, ODD + DAY);
    const role = 'arn:aws:iam::111122223333:role/deploy-admin';
    const base = context(role, 'AS14061', 'aws-cli', whole);
    const values = new Map([
      ...base.values,
      ['credential', new Map([['ASIAZTEMPZTEMPZTEMPZ', seen(ODD, ODD)]])] as const,
    ]);
    const { keys } = tellKeys(
      new Map([['ASIAZTEMPZTEMPZTEMPZ', madeExposure([madePlace()])]]),
      NOBODY,
      view([{ ...base, values }]),
    );
    expect(keys.find(({ keyId }) => keyId.startsWith('ASIAZ'))!.use).toMatchObject({
      firstMs: ODD,
      lastMs: ODD,
      days: 1,
    });
  });

  it('is the same in whatever order things were found', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(contexts, { minLength: 3 }), fc.boolean(), (list, isReversed) => {
        const more = new Map([...exposed, [OTHER, madeExposure([madePlace({ path: 'x' })])] as const]);
        const given = isReversed ? new Map([...more].toReversed()) : more;
        expect(tellKeys(given, NOBODY, view(list))).toEqual(tellKeys(more, NOBODY, view()));
      }),
    );
  });
});
