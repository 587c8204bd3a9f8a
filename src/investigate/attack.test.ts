import { describe, expect, it } from 'vitest';
import { areSamplesHere, made, sampleEvidence } from '../../test/support/evidence.ts';
import { SERVICE_TABLES, actionsOf } from './action.ts';
import { TACTICS, currentId, partsOf, tacticsNotSeen, techniquesOf } from './attack.ts';
import { TECHNIQUES, factsOf } from './attack-matrix.ts';

const mappings = SERVICE_TABLES.flatMap(({ looks, calls }) => [
  looks,
  ...Object.values(calls).flatMap(([, , shows]) => shows ?? []),
]);

describe('the mapping to ATT&CK', () => {
  it('uses each technique only for tactics it belongs to', () => {
    const odd = mappings.filter((mapping) => {
      const { tactic, id } = partsOf(mapping);
      return !factsOf(id).tactics.includes(tactic);
    });
    expect(mappings.length).toBeGreaterThan(400);
    expect(odd).toEqual([]);
  });

  it('knows the IDs of version 18', () => {
    expect(['T1562.008', 't1562.001', 'T1562.007', 'T1098.001'].map((id) => currentId(id))).toEqual([
      'T1685.002',
      'T1685',
      'T1686.001',
      'T1098.001',
    ]);
  });

  it('names every technique that it uses, and has no other', () => {
    const used = new Set<string>(mappings.map((mapping) => partsOf(mapping).id));
    const unused = Object.keys(TECHNIQUES).filter((id) => !used.has(id));
    expect(unused).toEqual([]);
  });
});

describe('the techniques of events', () => {
  it('count attempts and successes of the intruder alone', () => {
    const events = [
      made({ call: 'iam:CreateUser', request: { userName: 'eve' }, minute: 1 }),
      made({ call: 'iam:CreateUser', error: 'AccessDenied', minute: 2 }),
      made({ call: 'iam:CreateUser', request: { userName: 'bob' }, minute: 3, actor: 'owner' }),
    ];
    const [entry, created] = techniquesOf(actionsOf(events));
    expect(entry).toMatchObject({ tactic: 'Initial Access', id: 'T1078.004', attempted: 1 });
    expect(created).toMatchObject({ id: 'T1136.003', attempted: 2, succeeded: 1 });
    expect(created!.events).toHaveLength(2);
  });

  it('leave tactics of which the report says what would have shown them', () => {
    const missing = tacticsNotSeen(techniquesOf(actionsOf([made({ call: 'sts:GetCallerIdentity' })])));
    expect(missing).toHaveLength(TACTICS.length - 2);
    expect(missing.map(({ wouldShow }) => wouldShow.length > 20)).not.toContain(false);
  });

  it.skipIf(!areSamplesHere)('of the recorded detonations are those that Stratus gives them', () => {
    const ids = new Set(
      techniquesOf(actionsOf(sampleEvidence('stratus-detonation', false))).map(({ id }) => id),
    );
    for (const id of [
      'T1098.001',
      'T1098.003',
      'T1136.003',
      'T1537',
      'T1555.006',
      'T1685.002',
      'T1496.004',
    ]) {
      expect(ids).toContain(id);
    }
  });

  it.skipIf(!areSamplesHere)('of a sweep with a published key are discovery, and being there', () => {
    const techniques = techniquesOf(actionsOf(sampleEvidence('flaws-cloud-fragment')));
    expect([...new Set(techniques.map(({ tactic }) => tactic))]).toEqual([
      'Initial Access',
      'Credential Access',
      'Discovery',
    ]);
  });
});
