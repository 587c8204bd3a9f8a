import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assumeRole,
  consoleLogin,
  msAt,
  record,
  roleSession,
  use,
  user,
  userArn,
  userSession,
} from '../../test/support/lineage-trail.ts';
import { collect } from '../../test/support/trace-records.ts';
import { credentialIdOf, credentialOf, descendants } from './descend.ts';
import { joinLineage } from './join.ts';
import type { Lineage, LineageEdge } from './lineage.ts';

const KEY = 'AKIAALICE00000000001';
const alice = user('alice', KEY);
const [ONE, TWO, THREE] = ['ASIAONE000000000', 'ASIATWO000000000', 'ASIATHREE0000000'];

const chain = joinLineage(
  collect([
    assumeRole(10, alice, 'ops', 'a', ONE),
    assumeRole(20, roleSession('ops', 'a', ONE, 10), 'deep', 'b', TWO),
    assumeRole(30, alice, 'ops', 'c', THREE),
  ]),
);

describe('descendants', () => {
  it('go over any number of steps', () => {
    expect([...descendants(chain, [KEY]).keys()].toSorted()).toEqual([ONE, THREE, TWO].toSorted());
    expect(descendants(chain, [KEY]).get(TWO)).toMatchObject({ parent: ONE, timeMs: msAt(20) });
  });

  it('leave out what was made before the credential was in those hands, and what came of that', () => {
    expect([...descendants(chain, [KEY], msAt(11)).keys()]).toEqual([THREE]);
    expect([...descendants(chain, [KEY], msAt(10)).keys()].toSorted()).toEqual([ONE, THREE, TWO].toSorted());
    expect([...descendants(chain, [ONE], msAt(21)).keys()]).toEqual([]);
  });

  it('leave guesses out', () => {
    const guess = { ...chain, edges: chain.edges.map((edge) => ({ ...edge, confidence: 'low' as const })) };
    expect(descendants(guess, [KEY]).size).toBe(0);
  });

  /** Edges between few credentials, at few times: with circles, and several ways to the same. */
  const edges = fc.array(
    fc.record({
      parent: fc.constantFrom('a', 'b', 'c', 'd'),
      child: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      timeMs: fc.nat(9),
    }),
    { maxLength: 14 },
  );

  it('are what following every edge again and again reaches', () => {
    fc.assert(
      fc.property(edges, fc.nat(9), (made, since) => {
        const lineage: Lineage = {
          ...chain,
          edges: made.map((edge): LineageEdge => ({
            ...edge,
            mechanism: 'x',
            rule: 'J1',
            confidence: 'certain',
            events: [],
          })),
        };
        const held = new Map([['a', since]]);
        for (let round = 0; round < made.length; round++) {
          for (const { parent, child, timeMs } of made) {
            if (timeMs < (held.get(parent) ?? Infinity)) continue;
            held.set(child, Math.min(held.get(child) ?? Infinity, timeMs));
          }
        }
        const found = descendants(lineage, ['a'], since);
        expect(new Map([...found].map(([id, edge]) => [id, edge.timeMs]))).toEqual(
          new Map([...held].filter(([id]) => id !== 'a')),
        );
      }),
    );
  });
});

describe('the credential of an event', () => {
  const page = use(61, userSession('alice', ONE, 60), { sessionCredentialFromConsole: 'true' });
  const relayed = use(6, { ...userSession('alice', TWO, 5), invokedBy: 'kms.amazonaws.com' });
  const lineage = joinLineage(collect([use(5, alice), relayed, consoleLogin(60, 'alice'), page]));
  const session = `console:${userArn('alice')}@2024-05-01T10:01:00Z`;

  it('is its key, or what the key folds into', () => {
    expect(credentialIdOf(lineage, use(7, alice))).toBe(KEY);
    expect(credentialIdOf(lineage, page)).toBe(session);
    expect(credentialIdOf(lineage, relayed)).toBe(KEY);
    expect(credentialOf(lineage, 'AKIANEVERSEEN0000', '')).toBe('AKIANEVERSEEN0000');
  });

  it('is found by principal and creationDate without a key', () => {
    expect(credentialOf(lineage, '', userArn('alice'), msAt(60))).toBe(session);
    expect(credentialIdOf(lineage, consoleLogin(60, 'alice'))).toBe(`password:${userArn('alice')}`);
    expect(credentialOf(lineage, 'AKIA****************', userArn('bob'))).toBe(`unknown:${userArn('bob')}`);
    expect(credentialIdOf(lineage, record({ at: 1, by: { type: 'AWSService' }, api: 'kms:Decrypt' }))).toBe(
      '',
    );
  });
});
