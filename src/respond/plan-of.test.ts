import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credential, incident, left, smallIncident, userArn } from '../../test/support/incident.ts';
import type { Incident } from '../investigate/incident.ts';
import { checkPlan } from './check-plan.ts';
import { planForKey } from './contain-key.ts';
import { planOf } from './plan-of.ts';
import type { Plan } from './plan.ts';

const UNTIL = { toMs: Date.UTC(2026, 10, 19) };

function actions(plan: Plan): string[] {
  return plan.steps.map(({ action, parameters: { userName = '', roleName = '' } }) =>
    `${action} ${userName}${roleName}`.trim(),
  );
}

describe('the plan for an incident', () => {
  const plan = planOf(smallIncident(), UNTIL);

  it('closes who minted others first, and sessions of roles after their parents', () => {
    const order = actions(plan);
    const places = ['deny-user ci-build', 'deny-user lena', 'revoke-role-sessions data'].map((each) =>
      order.indexOf(each),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('keeps what principals are like before it changes them', () => {
    for (const step of plan.steps.filter(({ action }) => action === 'deny-user')) {
      const kept = plan.steps.find(
        ({ action, parameters }) =>
          action === 'preserve-user' && parameters['userName'] === step.parameters['userName'],
      );
      expect(step.after).toContain(kept?.id);
    }
  });

  it('denies in three ways, and deactivates keys before it deletes them', () => {
    const order = actions(plan);
    for (const each of ['deny-user', 'attach-deny-policy', 'set-deny-boundary'])
      expect(order).toContain(`${each} ci-build`);
    expect(order.indexOf('deactivate-access-key lena')).toBeLessThan(order.indexOf('delete-access-key lena'));
  });

  it('deletes a created user as a whole, not what is on it', () => {
    expect(actions(plan)).toContain('delete-user support');
    expect(actions(plan)).not.toContain('detach-user-policy support');
  });

  it('leaves to people what it has no action for, with the calls that undo it', () => {
    const glue = plan.steps.find(({ parameters }) => parameters['task']?.includes('glue:DeleteJob'));
    expect(glue?.action).toBe('manual');
    expect(glue?.parameters['command']).toBe('aws glue delete-job');
  });

  it('says what the owner would lose', () => {
    const deny = plan.steps.find(({ action }) => action === 'deny-user');
    expect(deny?.breaks).toEqual([
      'Use by its owner from 203.0.113.9: ecr; 1 call, last 2026-11-18 22:47:00 UTC.',
    ]);
  });

  it('cites events in every step', () => {
    expect(plan.steps.filter(({ events }) => events.length === 0)).toEqual([]);
  });

  it('rotates secrets only behind the gate', () => {
    const gate = plan.steps.find(({ title }) => title.startsWith('Begin recovery'));
    const rotate = plan.steps.find(({ title }) => title === 'Change shop/db (secretsmanager)');
    expect(rotate?.after).toEqual([gate?.id]);
  });

  it('is one that may be applied', () => {
    expect(checkPlan(plan)).toEqual([]);
  });

  it('has the same steps under the same IDs when one phase is asked for', () => {
    const part = planOf(smallIncident(), UNTIL, { phase: 'eradicate' });
    expect(part.steps).toEqual(plan.steps.filter(({ phase }) => phase === 'eradicate'));
    expect(part.steps.length).toBeGreaterThan(0);
  });

  it('does not depend on the order of credentials, edges and what was left', () => {
    const { credentials, edges, ...rest } = smallIncident();
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...credentials], { minLength: credentials.length }),
        fc.shuffledSubarray([...edges], { minLength: edges.length }),
        (some, others) => {
          const again = planOf({ ...rest, credentials: some, edges: others } as Incident, UNTIL);
          expect({ ...again, source: '' }).toEqual({ ...plan, source: '' });
        },
      ),
    );
  });

  it('touches nobody who is protected', () => {
    const guarded = planOf(smallIncident(), UNTIL, { protected: ['arn:aws:iam::*:user/ci-*'] });
    const own = guarded.steps.filter(({ parameters }) => parameters['userName'] === 'ci-build');
    expect(own).toEqual([]);
    expect(guarded.steps.some(({ title }) => title.includes('ci-build, which is protected'))).toBe(true);
    expect(checkPlan(guarded).filter(({ severity }) => severity === 'refused')).toEqual([]);
  });

  it('uses service control policies only outside of the management account', () => {
    const scp = { managementAccount: '999988887777', responder: 'arn:aws:iam::111122223333:role/ir' };
    const with1 = planOf(smallIncident(), UNTIL, { scp });
    expect(actions(with1).filter((each) => each.endsWith('scp'))).toEqual([
      'create-deny-scp',
      'attach-scp',
      'create-guard-scp',
      'attach-scp',
    ]);
    const within = planOf(smallIncident(), UNTIL, { scp: { ...scp, managementAccount: '111122223333' } });
    expect(actions(within).filter((each) => each.endsWith('scp'))).toEqual([]);
    expect(within.steps.some(({ title }) => title === 'Watch the management account 111122223333')).toBe(
      true,
    );
  });

  it('leaves root users, roles of services and of permission sets to people', () => {
    const root = 'arn:aws:iam::111122223333:root';
    const linked = 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX';
    const set = 'arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef';
    const by = planOf(
      incident({
        credentials: [
          credential('AKIAROOTEXAMPLE00000', root, 'root-access-key'),
          credential('ASIALINKEDEXAMPLE000', linked, 'role-session'),
          credential('ASIASETEXAMPLE000000', set, 'sso'),
        ],
      }),
      UNTIL,
      { phase: 'contain' },
    );
    expect(new Set(by.steps.map(({ action }) => action))).toEqual(new Set(['manual']));
    expect(by.steps[0]?.title).toContain('root user');
  });

  it('does not start a trail that was deleted', () => {
    const gone = planOf(
      incident({
        persistence: [left('L1', ['cloudtrail:CreateTrail', 'cloudtrail:StartLogging'], { name: 'main' })],
      }),
      UNTIL,
    );
    expect(actions(gone)).not.toContain('start-logging');
  });

  it('is there within five seconds for a thousand credentials', () => {
    const many = Array.from({ length: 1000 }, (_, n) => `AKIA${String(n).padStart(16, '0')}`);
    const big = incident({
      credentials: many.map((id, n) => credential(id, userArn(`user-${n}`))),
      edges: many.slice(1).map((child, n) => ({
        parent: many[n]!,
        child,
        mechanism: 'CreateAccessKey',
        rule: 'J1',
        confidence: 'certain',
        timeMs: 0,
        events: [],
      })),
      persistence: many.map((accessKeyId, n) =>
        left('I1', ['iam:DeleteAccessKey'], { userName: `user-${n}`, accessKeyId }),
      ),
    });
    const before = performance.now();
    const made = planOf(big, UNTIL);
    expect(performance.now() - before).toBeLessThan(5000);
    expect(made.steps.filter(({ action }) => action === 'deactivate-access-key')).toHaveLength(1000);
  });
});

describe('the plan for one key', () => {
  it('contains the key and its user, and may be applied', () => {
    const plan = planForKey({
      accessKeyId: 'AKIABUILDEXAMPLE0000',
      principal: userArn('ci-build'),
      account: '111122223333',
    });
    expect(actions(plan)).toEqual([
      'preserve-user ci-build',
      'deny-user ci-build',
      'attach-deny-policy ci-build',
      'set-deny-boundary ci-build',
      'deactivate-access-key ci-build',
      'manual',
    ]);
    expect(checkPlan(plan)).toEqual([]);
  });
});
