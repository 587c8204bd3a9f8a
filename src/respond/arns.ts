/** ARNs of what steps are about, for the least policy. */
import type { Step } from './plan.ts';

/** The partition of a step: that of its region, or of what it names. */
export function partitionOf({ region, parameters }: Step): string {
  if (region.startsWith('cn-') || parameters['partition'] === 'aws-cn') return 'aws-cn';
  if (region.startsWith('us-gov-') || parameters['partition'] === 'aws-us-gov') return 'aws-us-gov';
  return 'aws';
}

/** `arn:aws:iam::111122223333:user/team/name` for `user` and a name; the step's `path` stands before the name. */
export function iamArn(step: Step, kind: string, name: string): string {
  const path = step.parameters['path'] ?? '/';
  return `arn:${partitionOf(step)}:iam::${step.account}:${kind}${path}${name}`;
}

export function userArn(step: Step): string {
  return iamArn(step, 'user', parameter(step, 'userName'));
}

export function roleArn(step: Step): string {
  return iamArn(step, 'role', parameter(step, 'roleName'));
}

export function groupArn(step: Step): string {
  return iamArn(step, 'group', parameter(step, 'groupName'));
}

/** ARN of a thing of a regional service: `lambda`, `function:name`. */
export function regionalArn(step: Step, service: string, resource: string): string {
  return `arn:${partitionOf(step)}:${service}:${step.region}:${step.account}:${resource}`;
}

export function bucketArn(step: Step): string {
  return `arn:${partitionOf(step)}:s3:::${parameter(step, 'bucket')}`;
}

/** A managed policy that AWS made. */
export function awsManaged(step: Step, name: string): string {
  return `arn:${partitionOf(step)}:iam::aws:policy/${name}`;
}

/** A parameter that the action says it must have; `checkPlan` sees to it that it is there. */
export function parameter({ id, parameters }: Step, name: string): string {
  const text = parameters[name];
  if (text === undefined || text === '') throw new TypeError(`step ${id} lacks ${name}`);
  return text;
}
