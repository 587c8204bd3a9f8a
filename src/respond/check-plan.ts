/** Whether a plan, which people edit, is safe to apply. */
import { arnMatcher } from '../investigate/arn-pattern.ts';
import { isSameRole, sessionRole } from '../lineage/arn.ts';
import { actionOf } from './actions.ts';
import { parameterMistake } from './parameter-form.ts';
import type { Plan, Step } from './plan.ts';
import { PHASES } from './plan.ts';
import { isServiceLinked, principalOf } from './principal.ts';
import { principalsOf, subjectsOf } from './subject.ts';

export interface PlanProblem {
  /** ID of the step; `''` for the plan as a whole. */
  readonly step: string;
  /** A plan with something refused is not applied at all. */
  readonly severity: 'refused' | 'warning';
  readonly message: string;
}

export interface PlanCheck {
  /** Who would apply it: ARN as GetCallerIdentity says it, and the key it signs with, where known. */
  readonly caller?: { readonly arn: string; readonly accessKeyId?: string };
  /** What the case says, which counts more than what the file says. */
  readonly known?: { readonly scope?: readonly string[]; readonly protected?: readonly string[] };
}

/** What is wrong with a plan; nothing refused means that it may be applied. */
export function checkPlan(plan: Plan, { caller, known = {} }: PlanCheck = {}): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const scope = new Set(known.scope ?? plan.scope);
  const isProtected = arnMatcher([...plan.protected, ...(known.protected ?? [])]);
  const ids = new Set<string>();
  for (const step of plan.steps) {
    const refuse = (message: string): void => {
      problems.push({ step: step.id, severity: 'refused', message });
    };
    if (ids.has(step.id)) refuse('two steps have this ID');
    ids.add(step.id);
    for (const message of formMistakes(step)) refuse(message);
    if (!plan.accounts.includes(step.account)) refuse(`account ${step.account} is not one of the plan`);
    for (const message of dangers(step, isProtected, caller)) refuse(message);
    const outside = subjectsOf(step).filter((each) => !scope.has(each));
    if (outside.length > 0 && (step.force ?? '').trim() === '')
      refuse(`${outside.join(', ')} is not part of the incident; give the step a "force" with the reason`);
    else if (outside.length > 0)
      problems.push({
        step: step.id,
        severity: 'warning',
        message: `acts on ${outside.join(', ')} outside of the incident: ${step.force}`,
      });
  }
  return [...problems, ...orderProblems(plan)];
}

/** Mistakes in a step by itself. */
function formMistakes(step: Step): string[] {
  const action = actionOf(step.action);
  if (action === undefined) return [`there is no action ${step.action}`];
  const { parameters } = step;
  const known = new Set([...action.parameters, ...action.optional]);
  return [
    ...action.parameters
      .filter((name) => (parameters[name] ?? '') === '')
      .map((name) => `parameter ${name} is missing`),
    ...Object.keys(parameters)
      .filter((name) => !known.has(name))
      .map((name) => `${step.action} has no parameter ${name}`),
    ...Object.entries(parameters).flatMap(([name, value]) => parameterMistake(name, value) ?? []),
    ...(/^\d{12}$/.test(step.account) ? [] : [`${step.account} is no account ID`]),
    ...(/^$|^[a-z]{2}(?:-[a-z]+)+-\d$/.test(step.region) ? [] : [`${step.region} is no region`]),
    ...(PHASES.includes(step.phase) ? [] : [`there is no phase ${step.phase}`]),
    ...(step.action === 'deny-one-session' && !parameters['userId'] && !parameters['sourceIdentity']
      ? ['parameter userId or sourceIdentity is missing']
      : []),
    ...(/^unshare-(?:snapshot|image)$/.test(step.action) && !parameters['userId'] && !parameters['group']
      ? ['parameter userId or group is missing']
      : []),
  ];
}

/** What no reason makes right. */
function dangers(step: Step, isProtected: (arn: string) => boolean, caller: PlanCheck['caller']): string[] {
  const found: string[] = [];
  for (const arn of principalsOf(step)) {
    if (isProtected(arn)) found.push(`${arn} is protected`);
    if (caller !== undefined && isCaller(caller.arn, arn)) found.push(`${arn} is who applies the plan`);
    if (isServiceLinked(principalOf(arn))) found.push(`${arn} is a role of an AWS service`);
    if (/[*?]/.test(arn)) found.push(`${arn} is a pattern; name principals one by one`);
  }
  const { accessKeyId = '', policyArn = '', responder = '' } = step.parameters;
  if (accessKeyId !== '' && accessKeyId === caller?.accessKeyId)
    found.push(`${accessKeyId} is the key that applies the plan`);
  if (/^arn:[^:]*:iam::aws:/.test(policyArn) && !step.action.startsWith('detach-'))
    found.push(`${policyArn} belongs to AWS`);
  if (step.action === 'create-guard-scp' && caller !== undefined && !isCaller(caller.arn, responder))
    found.push(`the guard would let only ${responder} act, which is not who applies the plan`);
  return found;
}

/** Whether an ARN of a user or role is that of the caller, who may act in a session of it. */
function isCaller(caller: string, arn: string): boolean {
  if (caller === arn) return true;
  const role = sessionRole(caller);
  if (role === '') return false;
  const account = caller.split(':')[4] ?? '';
  return isSameRole(`arn:aws:iam::${account}:role/${role}`, arn) && arn.includes(':role/');
}

/** Dependencies on what is not there, and circles. */
function orderProblems({ steps }: Plan): PlanProblem[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const problems: PlanProblem[] = [];
  for (const { id, after } of steps) {
    for (const other of after)
      if (!byId.has(other))
        problems.push({
          step: id,
          severity: 'warning',
          message: `comes after ${other}, which is not in the plan`,
        });
  }
  const circle = circleIn(steps);
  if (circle !== undefined)
    problems.push({ step: circle, severity: 'refused', message: 'comes after itself, by its dependencies' });
  return problems;
}

/** ID of a step that waits for itself. */
function circleIn(steps: readonly Step[]): string | undefined {
  const waiting = new Map(steps.map(({ id, after }) => [id, after.length]));
  const next = new Map<string, string[]>();
  const ids = new Set(steps.map(({ id }) => id));
  for (const { id, after } of steps) {
    for (const other of after) {
      if (!ids.has(other)) waiting.set(id, waiting.get(id)! - 1);
      else next.set(other, [...(next.get(other) ?? []), id]);
    }
  }
  const ready = [...waiting].filter(([, n]) => n === 0).map(([id]) => id);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id);
    for (const other of next.get(id) ?? []) {
      const left = waiting.get(other)! - 1;
      waiting.set(other, left);
      if (left === 0) ready.push(other);
    }
  }
  return waiting.keys().next().value;
}
