/** What a step is about: principals as ARNs, keys and other things as the API names them. */
import { iamArn } from './arns.ts';
import type { Step } from './plan.ts';

/** Parameters that name a principal, and its kind in ARNs. */
const PRINCIPALS: readonly (readonly [string, string])[] = [
  ['userName', 'user'],
  ['roleName', 'role'],
  ['groupName', 'group'],
];

/** Parameters that say how, not on what. */
const MANNERS = new Set([
  'accounts',
  'check',
  'command',
  'eventBusName',
  'formerAt',
  'good',
  'issuedBefore',
  'partition',
  'path',
  'permissionsBoundary',
  'policy',
  'policyName',
  'principals',
  'principalType',
  'responder',
  'sourceIdentity',
  'targetId',
  'task',
]);

/** Everything that a step acts on. Tasks for people are about nothing: no call is made. */
export function subjectsOf(step: Step): string[] {
  if (step.action === 'manual') return [];
  const { parameters } = step;
  return [
    ...principalsOf(step),
    ...Object.entries(parameters)
      .filter(([name]) => !MANNERS.has(name) && !PRINCIPALS.some(([principal]) => principal === name))
      .map(([, value]) => value),
  ];
}

/** ARNs of the users, roles and groups that a step acts on. */
export function principalsOf(step: Step): string[] {
  const { parameters } = step;
  const named = PRINCIPALS.flatMap(([name, kind]) => {
    const value = parameters[name] ?? '';
    return value === '' ? [] : [iamArn(step, kind, value)];
  });
  const listed = (parameters['principals'] ?? '').split(',').filter((each) => each !== '');
  return [...named, ...listed];
}
