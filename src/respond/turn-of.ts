/** Which steps must follow each other: those on the same thing. */
import type { Step } from './plan.ts';

/** Parameters that name the thing, most telling first. */
const NAMES = ['userName', 'roleName', 'groupName', 'policyArn', 'instanceProfileName', 'targetId'] as const;

/** Equal for steps on the same thing. */
export function turnOf({ account, region, action, parameters }: Step): string {
  for (const name of NAMES) {
    const value = parameters[name];
    if (value !== undefined && value !== '') return `${account} ${name} ${value}`;
  }
  return `${account} ${region} ${action} ${JSON.stringify(parameters)}`;
}
