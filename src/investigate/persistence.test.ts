import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_LINEAGE, areSamplesHere, made, sampleEvidence } from '../../test/support/evidence.ts';
import { parseCatalogue } from '../cloudtrail/catalogue.ts';
import type { JsonObject } from '../json.ts';
import type { EvidenceEvent } from './evidence.ts';
import { actionOf, actionsOf } from './action.ts';
import { MECHANISMS, byMechanism, persistenceOf } from './persistence.ts';
import { Removals, holds } from './persistence/removals.ts';
import type { Plant } from './persistence/table.ts';
import { targetsOf } from './persistence/target.ts';
import { textAt } from './values.ts';

const catalogue = parseCatalogue(
  readFileSync(new URL('../cloudtrail/catalogue.txt', import.meta.url), 'utf8'),
);
const plants = MECHANISMS.flatMap((mechanism) => mechanism.plants.map((plant) => ({ mechanism, plant })));

function isKnown(call: string): boolean {
  const [service, name] = call.split(':');
  return ['', '20150331', '20150331v2', '2020_05_31'].some((version) =>
    catalogue.has(`${service}.amazonaws.com`, `${name}${version}`),
  );
}

describe('the persistence catalogue', () => {
  it('has every row of the reference, once and in order', () => {
    const ids = [
      ...Array.from({ length: 23 }, (_, n) => `I${n + 1}`),
      ...Array.from({ length: 16 }, (_, n) => `X${n + 1}`),
      ...Array.from({ length: 7 }, (_, n) => `D${n + 1}`),
      ...Array.from({ length: 12 }, (_, n) => `L${n + 1}`),
    ];
    expect(MECHANISMS.map(({ id }) => id)).toEqual(ids);
  });

  it('names only calls that AWS has', () => {
    const calls = plants.flatMap(({ plant }) => [
      ...plant.calls,
      ...plant.undo,
      ...plant.gone.map((removal) => removal.split(' ')[0]!),
    ]);
    expect([...new Set(calls)].filter((call) => !isKnown(call))).toEqual([]);
  });

  it('speaks and compares only of parameters in the target', () => {
    const odd = plants.filter(({ plant: { says, gone, identity = [], target } }) =>
      [
        ...[...says.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
        ...gone.flatMap((removal) =>
          removal
            .split(' ')
            .slice(1)
            .map((parameter) => parameter.split('=')[0]!),
        ),
        ...identity,
      ].some((name) => !Object.hasOwn(target, name)),
    );
    expect(odd.map(({ plant }) => plant.says)).toEqual([]);
  });

  it('says of every mechanism without events why it has none', () => {
    const silent = MECHANISMS.filter((mechanism) => mechanism.plants.length === 0);
    expect(silent.map(({ id, unseen }) => [id, unseen === undefined])).toEqual([['X3', false]]);
  });

  it('is what docs/persistence.md shows', async () => {
    const script: unknown = await import(new URL('../../scripts/persistence.mjs', import.meta.url).href);
    const { persistencePage } = script as { persistencePage: (mechanisms: typeof MECHANISMS) => string };
    const page = readFileSync(new URL('../../docs/persistence.md', import.meta.url), 'utf8');
    expect(page === persistencePage(MECHANISMS), 'npm run persistence brings it up to date').toBe(true);
  });
});

const KEY = { userName: 'eve', accessKeyId: 'AKIAEVE000000EXAMPLE' };
const planted = made({
  call: 'iam:CreateAccessKey',
  request: { userName: 'eve' },
  response: { accessKey: { ...KEY, status: 'Active' } },
  minute: 1,
});

function stateOf(...events: readonly EvidenceEvent[]): string[] {
  return persistenceOf(actionsOf(events), NO_LINEAGE).map(({ state }) => state);
}

const user = (minute: number): EvidenceEvent =>
  made({ call: 'iam:CreateUser', request: { userName: 'eve' }, minute });

const trust = (principal: string, minute: number): EvidenceEvent =>
  made({
    call: 'iam:UpdateAssumeRolePolicy',
    request: {
      roleName: 'ops',
      policyDocument: JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }],
      }),
    },
    minute,
  });

describe('what was left behind', () => {
  it('has its target in the form that the undoing call takes', () => {
    const [item] = persistenceOf(actionsOf([planted]), NO_LINEAGE);
    expect(item).toMatchObject({
      mechanism: 'I1',
      state: 'present',
      target: KEY,
      undo: ['iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
      account: '111122223333',
    });
    expect(item!.events).toEqual([planted.ref]);
  });

  it.each([
    ['deleted', made({ call: 'iam:DeleteAccessKey', request: KEY, minute: 2 }), ['removed']],
    [
      'deleted by its owner',
      made({ call: 'iam:DeleteAccessKey', request: KEY, minute: 2, actor: 'owner' }),
      ['removed'],
    ],
    [
      'switched off',
      made({ call: 'iam:UpdateAccessKey', request: { ...KEY, status: 'Inactive' }, minute: 2 }),
      ['removed'],
    ],
    [
      'gone with its user',
      made({ call: 'iam:DeleteUser', request: { userName: 'eve' }, minute: 2 }),
      ['removed'],
    ],
    [
      'another one',
      made({ call: 'iam:DeleteAccessKey', request: { ...KEY, accessKeyId: 'AKIAX' }, minute: 2 }),
      ['present'],
    ],
    [
      'not deleted',
      made({ call: 'iam:DeleteAccessKey', request: KEY, minute: 2, error: 'AccessDenied' }),
      ['present'],
    ],
    ['deleted before', made({ call: 'iam:DeleteAccessKey', request: KEY, minute: 0 }), ['present']],
  ])('of a key that was %s', (_, removal, states) => {
    expect(stateOf(planted, removal)).toEqual(states);
  });

  it('is there again after it was removed and made again', () => {
    const removal = made({ call: 'iam:DeleteUser', request: { userName: 'eve' }, minute: 2, actor: 'owner' });
    expect(stateOf(user(1), removal)).toEqual(['removed']);
    expect(stateOf(user(1), removal, user(3))).toEqual(['present']);
  });

  it('is restored when a trust lets nobody in any more', () => {
    const backdoor = trust('arn:aws:iam::444455556666:root', 1);
    const [item] = persistenceOf(actionsOf([backdoor]), NO_LINEAGE);
    expect(item!.sentence).toContain('It lets in account 444455556666.');
    expect(stateOf(backdoor, trust('arn:aws:iam::111122223333:root', 2))).toEqual(['removed']);
    expect(stateOf(backdoor, trust('arn:aws:iam::777788889999:root', 2))).toEqual(['present']);
  });

  it('is an attempt when it was refused, on what the message names', () => {
    const refused = made({
      call: 'iam:CreateUser',
      error: 'AccessDenied',
      message:
        'User: x is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111122223333:user/eve',
    });
    const [item] = persistenceOf(actionsOf([refused]), NO_LINEAGE);
    expect(item).toMatchObject({ state: 'attempted', target: {} });
    expect(item!.sentence).toContain('arn:aws:iam::111122223333:user/eve');
  });

  it('is one item for each account a snapshot was shared with, and one for everybody', () => {
    const items = persistenceOf(
      actionsOf([
        made({
          call: 'ec2:ModifySnapshotAttribute',
          request: {
            snapshotId: 'snap-1',
            createVolumePermission: { add: { items: [{ userId: '444455556666' }, { group: 'all' }] } },
          },
        }),
      ]),
      NO_LINEAGE,
    );
    const common = { snapshotId: 'snap-1', attribute: 'createVolumePermission', operationType: 'remove' };
    expect(items.map(({ target }) => target)).toEqual([
      { ...common, userIds: '444455556666' },
      { ...common, groupNames: 'all' },
    ]);
  });

  it('is not what the owner made', () => {
    expect(stateOf(made({ call: 'iam:CreateUser', request: { userName: 'bob' }, actor: 'owner' }))).toEqual(
      [],
    );
  });

  it('shows no session token, wherever it stands', () => {
    const token = `IQoJb3JpZ2lu${'A'.repeat(60)}`;
    const items = persistenceOf(
      actionsOf([made({ call: 'iam:CreateUser', request: { userName: token } })]),
      NO_LINEAGE,
    );
    expect(JSON.stringify(items)).not.toContain(token);
  });

  it('does not depend on the order of events', () => {
    const names = fc.constantFrom('eve', 'mallory');
    const event = fc
      .tuple(
        fc.constantFrom(
          'CreateUser',
          'DeleteUser',
          'CreateLoginProfile',
          'DeleteLoginProfile',
          'CreateGroup',
        ),
        names,
        fc.nat(5),
        fc.constantFrom('intruder' as const, 'owner' as const, 'undecided' as const),
        fc.constantFrom(undefined, 'AccessDenied'),
      )
      .map(([name, userName, minute, actor, error]) =>
        made({
          call: `iam:${name}`,
          request: { userName, groupName: userName },
          minute,
          actor,
          ...(error === undefined ? {} : { error }),
        }),
      );
    const events = fc.uniqueArray(event, {
      maxLength: 12,
      selector: ({ ref, actor, record }) => `${ref.eventId} ${actor} ${textAt(record, 'errorCode')}`,
    });
    fc.assert(
      fc.property(
        events.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          const numbered = new Map(list.map((one, n) => [one, { ...one, ref: { ...one.ref, record: n } }]));
          const [first, second] = [list, shuffled].map((of) =>
            persistenceOf(actionsOf(of.map((one) => numbered.get(one)!)), NO_LINEAGE),
          );
          expect(second).toEqual(first);
        },
      ),
    );
  });
});

/** Names of a parameter in the intruder's successful calls of one name. */
function named(events: readonly EvidenceEvent[], call: string, path: string): string[] {
  return events
    .filter(
      ({ record, actor }) =>
        record['eventName'] === call && record['errorCode'] === undefined && actor === 'intruder',
    )
    .map(({ record }) => textAt(record, path));
}

describe.skipIf(!areSamplesHere)('in the invictus sample', () => {
  const events = areSamplesHere ? sampleEvidence('invictus-aws-dataset') : [];
  const items = persistenceOf(actionsOf(events), NO_LINEAGE);

  it.each([
    ['I2', 'CreateUser', 'userName', 4],
    ['I9', 'CreateRole', 'roleName', 13],
    ['I10', 'CreatePolicy', 'policyName', 2],
    ['I1', 'CreateAccessKey', 'userName', 2],
    ['I3', 'CreateLoginProfile', 'userName', 2],
    ['X1', 'CreateFunction20150331', 'functionName', 2],
    ['X4', 'AddPermission20150331v2', 'functionName', 1],
    ['X7', 'CreateInstanceProfile', 'instanceProfileName', 3],
  ] as const)('%s lists each %s', (mechanism, call, parameter, count) => {
    const wanted = named(events, call, `requestParameters.${parameter}`);
    expect(wanted).toHaveLength(count);
    const found = items.filter((item) => item.mechanism === mechanism).map(({ target }) => target[parameter]);
    for (const name of wanted) expect(found).toContain(name);
  });

  it('all users, roles, keys, functions and trust anchors were removed again', () => {
    const kept = items.filter(
      ({ mechanism, state }) =>
        ['I1', 'I2', 'I3', 'I9', 'I15', 'X1', 'X4'].includes(mechanism) && state !== 'removed',
    );
    expect(kept).toEqual([]);
  });

  it('the secrets and parameters whose deletion is not in the log are said to be there', () => {
    const gone = new Set([
      ...named(events, 'DeleteSecret', 'requestParameters.secretId'),
      ...named(events, 'DeleteParameter', 'requestParameters.name'),
    ]);
    const filled = [
      ...named(events, 'PutSecretValue', 'requestParameters.secretId'),
      ...named(events, 'PutParameter', 'requestParameters.name'),
    ];
    const wanted = [...new Set(filled)].filter((name) => !gone.has(name)).toSorted();
    const found = items
      .filter(({ mechanism, state }) => mechanism === 'D4' && state === 'present')
      .map(({ target }) => target['secretId'] ?? target['name']);
    expect(wanted).toHaveLength(5);
    expect(new Set(found)).toEqual(new Set(wanted));
  });

  it('the shares of snapshots and images were gone at the end, and leaving the organisation was refused', () => {
    const shares = items.filter(({ mechanism }) => mechanism === 'D2');
    expect(shares.map(({ state }) => state)).toEqual(['removed', 'removed', 'removed']);
    expect(items.filter(({ mechanism }) => mechanism === 'I20').map(({ state }) => state)).toEqual([
      'attempted',
    ]);
  });

  it('nothing is listed that the analyst or the owner did', () => {
    const own = new Set(events.filter(({ actor }) => actor === 'owner').map(({ ref }) => ref.eventId));
    expect(
      items.flatMap((item) => item.events.slice(0, 1)).filter(({ eventId }) => own.has(eventId)),
    ).toEqual([]);
  });
});

describe.skipIf(!areSamplesHere)('in the recorded detonations', () => {
  it('each technique of persistence, sharing and impairment yields its item', () => {
    const found = byMechanism(
      persistenceOf(actionsOf(sampleEvidence('stratus-detonation', false)), NO_LINEAGE),
    ).map(({ mechanism, state }) => `${mechanism} ${state}`);
    expect(
      Object.fromEntries(found.map((each) => [each, found.filter((other) => other === each).length])),
    ).toEqual({
      'I1 present': 2,
      'I2 present': 2,
      'I3 present': 2,
      'I8 present': 1,
      'I9 present': 2,
      'I15 present': 2,
      'I17 present': 1,
      'I20 attempted': 1,
      'X2 present': 2,
      'X4 present': 1,
      'X6 present': 1,
      'X6 attempted': 1,
      'X8 present': 7,
      'X9 present': 1,
      'X16 present': 2,
      'D2 present': 3,
      'L1 present': 3,
      'L2 present': 2,
    });
  });
});

const ADMIN = 'arn:aws:iam::111122223333:user/admin';

/** A record's parts with a value at the place that a specification names first. */
function put(parts: Record<string, object>, specification: string, text: string): void {
  const plain = specification.split('|').filter((each) => !/^(?:=|event:|by:|extra:)/.test(each));
  const [, place = '', path = ''] = /^(out:)?(.*)$/.exec(plain[0] ?? '')!;
  const names = path.split('.');
  let at = (parts[place] ??= {}) as Record<string, object>;
  for (const name of names.slice(0, -1)) at = (at[name] ??= {}) as Record<string, object>;
  Object.assign(at, { [names.at(-1)!]: text });
}

/** A text that the pattern of a condition takes, where it names one. */
function example(pattern: RegExp): string {
  return pattern.source.replaceAll(/^\^?(?:\(\?:)?|\)?\$?$/g, '').split('|')[0]!;
}

function callOf(
  call: string,
  minute: number,
  values: readonly (readonly [path: string, text: string])[],
): EvidenceEvent {
  const parts: Record<string, object> = {};
  for (const [path, text] of values) put(parts, path, text);
  return made({
    call,
    minute,
    request: (parts[''] ?? {}) as JsonObject,
    response: (parts['out:'] ?? {}) as JsonObject,
  });
}

/** For each removal of a plant: the planting call, and the same resource taken away by an administrator. */
function cleanings(
  plant: Plant,
): (readonly [removal: string, planting: EvidenceEvent, removing: EvidenceEvent])[] {
  const planting = callOf(plant.calls[0]!, 1, [
    ...Object.entries(plant.when ?? {}).map(([path, pattern]) => [path, example(pattern)] as const),
    ...Object.entries(plant.target).map(([name, path]) => [path, `${name}-1`] as const),
  ]);
  const [target = {}] = targetsOf(actionOf(planting), plant);
  return plant.gone.map((removal) => {
    const [id = '', ...parameters] = removal.split(' ');
    const removing = callOf(id, 9, [
      ...parameters.map((parameter) => {
        const [name = '', path = name] = parameter.split('=');
        return [path, target[name] ?? ''] as const;
      }),
      ...Object.entries(plant.goneWhen?.[id] ?? {}).map(
        ([path, pattern]) => [path, example(pattern)] as const,
      ),
    ]);
    const record = { ...removing.record, userIdentity: { type: 'IAMUser', arn: ADMIN } };
    return [removal, planting, { ...removing, record, actor: 'owner', credential: 'AKIAADMIN00000EXAMPLE' }];
  });
}

function removalsIn(events: readonly EvidenceEvent[]): Removals {
  return new Removals(events.map((event) => actionOf({ ...event, credential: 'AKIAADMIN00000EXAMPLE' })));
}

describe('what somebody else took away', () => {
  it.each(['I', 'X', 'D', 'L'])(
    'is removed, by whom and when it says, in every row of %s that can be made up',
    (family) => {
      const cases = plants
        .filter(({ mechanism, plant }) => mechanism.id.startsWith(family) && plant.where === undefined)
        .flatMap(({ mechanism, plant }) => cleanings(plant).map((each) => ({ mechanism, plant, each })))
        .filter(({ plant, each: [, planting] }) => holds(actionOf(planting), plant.when));
      const odd = cases.flatMap(({ mechanism, each: [removal, planting, removing] }) => {
        const before = persistenceOf(actionsOf([planting]), NO_LINEAGE).find(
          (item) => item.mechanism === mechanism.id,
        );
        const item = persistenceOf(actionsOf([planting]), NO_LINEAGE, removalsIn([removing])).find(
          (one) => one.mechanism === mechanism.id,
        );
        const isTold =
          before?.state === 'present' &&
          item?.state === 'removed' &&
          item.sentence.includes(
            `at 2024-05-01 10:09:00 UTC, by ${ADMIN} (event ${removing.ref.eventId}).`,
          ) &&
          item.events.at(-1) === removing.ref;
        return isTold
          ? []
          : [`${mechanism.id} ${removal}: ${before?.state} ${item?.state} ${item?.sentence}`];
      });
      expect(odd).toEqual([]);
      expect(cases.length).toBeGreaterThan(5);
    },
  );

  it('is there where somebody took away another one, or before it was made', () => {
    const cleaning = made({ call: 'iam:DeleteAccessKey', request: KEY, minute: 0 });
    const other = made({ call: 'iam:DeleteUser', request: { userName: 'mallory' }, minute: 5 });
    expect(
      persistenceOf(actionsOf([planted]), NO_LINEAGE, removalsIn([cleaning, other])).map(
        ({ state }) => state,
      ),
    ).toEqual(['present']);
  });
});
