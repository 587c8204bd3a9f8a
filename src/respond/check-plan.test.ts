import { describe, expect, it } from 'vitest';
import { smallIncident } from '../../test/support/incident.ts';
import { checkPlan } from './check-plan.ts';
import { planOf } from './plan-of.ts';
import type { Plan, Step } from './plan.ts';

const plan = planOf(smallIncident(), { toMs: null });

/** The plan with its first step of an action changed. */
function edited(action: string, change: Partial<Step>): Plan {
  const at = plan.steps.findIndex((step) => step.action === action);
  return { ...plan, steps: plan.steps.map((step, n) => (n === at ? { ...step, ...change } : step)) };
}

function refusals(of: Plan, check: Parameters<typeof checkPlan>[1] = {}): string[] {
  return checkPlan(of, check)
    .filter(({ severity }) => severity === 'refused')
    .map(({ message }) => message);
}

const POLICY = { policyName: 'IR-x' };

describe('an edited plan', () => {
  it.each([
    ['an action that is not there', { action: 'delete-everything' }, 'there is no action'],
    ['an action from the prototype', { action: 'constructor' }, 'there is no action'],
    ['a missing parameter', { parameters: { userName: 'lena' } }, 'policyName is missing'],
    ['an unknown parameter', { parameters: { userName: 'lena', ...POLICY, x: '1' } }, 'has no parameter x'],
    ['another principal', { parameters: { userName: 'admin', ...POLICY } }, 'not part of the incident'],
    ['a pattern', { parameters: { userName: '*', ...POLICY } }, 'parameter userName cannot be *'],
    ['another account', { account: '999988887777' }, 'is not one of the plan'],
    ['no account', { account: 'x' }, 'x is no account ID'],
    ['no region', { region: 'here' }, 'here is no region'],
    ['a name with a line break', { parameters: { userName: 'a\nb', ...POLICY } }, 'control characters'],
  ])('with %s is refused', (_, change, message) => {
    expect(refusals(edited('deny-user', change)).join('\n')).toContain(message);
  });

  it('may act on others with a reason, and says so', () => {
    const parameters = { userName: 'admin', ...POLICY };
    const forced = edited('deny-user', { parameters, force: 'same person' });
    expect(refusals(forced)).toEqual([]);
    expect(checkPlan(forced).some(({ message }) => message.includes('same person'))).toBe(true);
    expect(refusals(edited('deny-user', { parameters, force: '  ' }))).not.toEqual([]);
  });

  it('cannot widen the incident: what the case says counts', () => {
    const widened = {
      ...edited('deny-user', { parameters: { userName: 'admin', ...POLICY } }),
      scope: [...plan.scope, 'arn:aws:iam::111122223333:user/admin'],
    };
    expect(refusals(widened)).toEqual([]);
    expect(refusals(widened, { known: { scope: plan.scope } })).not.toEqual([]);
  });

  it.each([
    ['arn:aws:iam::111122223333:user/lena', 'user'],
    ['arn:aws:sts::111122223333:assumed-role/data/me', 'session of a role'],
  ])('never acts on who applies it: %s (%s)', (arn) => {
    expect(refusals(plan, { caller: { arn } }).join()).toContain('is who applies the plan');
  });

  it('never touches the key that applies it', () => {
    const caller = { arn: 'arn:aws:iam::111122223333:root', accessKeyId: 'AKIALENAEXAMPLE00000' };
    expect(refusals(plan, { caller }).join()).toContain('is the key that applies the plan');
  });

  it('touches nobody protected and no role of a service, whatever the reason', () => {
    const force = 'I want to';
    const known = { protected: ['arn:aws:iam::*:user/lena'] };
    expect(refusals(edited('deny-user', { force }), { known }).join()).toContain('lena is protected');
    const linked = { roleName: 'AWSServiceRoleForX', policyName: 'x', issuedBefore: '2026-01-01T00:00:00Z' };
    expect(refusals(edited('revoke-role-sessions', { parameters: linked, force })).join()).toContain(
      'is a role of an AWS service',
    );
  });

  it('deletes no policy of AWS', () => {
    const parameters = { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    const deleting = edited('delete-user', { action: 'delete-policy', parameters, force: 'x' });
    expect(refusals(deleting).join()).toContain('belongs to AWS');
  });

  it('has no circle and no ID twice', () => {
    const [first, second] = plan.steps;
    const circle = {
      ...plan,
      steps: plan.steps.map((step) => (step === first ? { ...step, after: [second!.id] } : step)),
    };
    const closed = {
      ...circle,
      steps: circle.steps.map((step) => (step.id === second!.id ? { ...step, after: [first!.id] } : step)),
    };
    expect(refusals(closed).join()).toContain('comes after itself');
    expect(refusals({ ...plan, steps: [...plan.steps, first!] }).join()).toContain('two steps have this ID');
  });
});
