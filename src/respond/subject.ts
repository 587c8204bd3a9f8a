/** What a step is done to: steps on one thing follow each other, and the responder must not be among them. */
import type { Step } from './plan.ts';

/** Parameters that name the thing, most telling first. */
const NAMES = ['userName', 'roleName', 'groupName', 'policyArn', 'instanceProfileName', 'targetId'] as const;

/** Equal for steps on the same thing. */
export function subjectOf({ account, region, action, parameters }: Step): string {
  for (const name of NAMES) {
    const value = parameters[name];
    if (value !== undefined && value !== '') return `${account} ${name} ${value}`;
  }
  return `${account} ${region} ${action} ${JSON.stringify(parameters)}`;
}
