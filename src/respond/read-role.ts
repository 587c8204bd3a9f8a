/** Everything about a role that its deletion, its making again, or the evidence needs. */
import type { JsonObject } from '../json.ts';
import type { Caller } from './action.ts';
import { parameter } from './arns.ts';
import { orNull } from './aws-error.ts';
import type { Step } from './plan.ts';
import { readInlinePolicies } from './read-user.ts';
import { objectIn, objectsIn, only, policyText, readAll, readOne, textIn } from './reading.ts';

/** `null` when there is no such role. */
export async function readRole(step: Step, aws: Caller): Promise<JsonObject | null> {
  const name = { RoleName: parameter(step, 'roleName') };
  const answer = await orNull(readOne(aws, step, 'iam', 'GetRole', name));
  if (answer === null) return null;
  const role = objectIn(answer['Role']);
  const list = async (operation: string, member: string, key: string): Promise<string[]> =>
    (await readAll(aws, step, 'iam', operation, name, member)).map((each) => textIn(each, key)).toSorted();
  return {
    id: textIn(role, 'RoleId'),
    path: textIn(role, 'Path') || '/',
    trust: policyText(textIn(role, 'AssumeRolePolicyDocument')),
    description: textIn(role, 'Description'),
    maxSessionDuration: role['MaxSessionDuration'] ?? null,
    boundary: textIn(objectIn(role['PermissionsBoundary']), 'PermissionsBoundaryArn'),
    tags: objectsIn(role['Tags']).map((tag) => only(tag, 'Key', 'Value')),
    inlinePolicies: await readInlinePolicies(step, aws, 'Role'),
    attachedPolicies: await list('ListAttachedRolePolicies', 'AttachedPolicies', 'PolicyArn'),
    instanceProfiles: await list('ListInstanceProfilesForRole', 'InstanceProfiles', 'InstanceProfileName'),
  };
}
