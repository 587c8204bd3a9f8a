/** Users, roles and groups of IAM, by the words that its calls have for them. */
import type { Json } from '../../json.ts';
import type { Call, Caller } from '../action.ts';
import { parameter } from '../arns.ts';
import { groupArn, roleArn, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import type { Step } from '../plan.ts';
import { objectIn, readOne } from '../reading.ts';

export type Holder = 'User' | 'Role' | 'Group';

/** Parameter with the name, and what gives the ARN. */
export const HOLDERS: Readonly<
  Record<Holder, { readonly parameter: string; readonly arn: (step: Step) => string }>
> = {
  User: { parameter: 'userName', arn: userArn },
  Role: { parameter: 'roleName', arn: roleArn },
  Group: { parameter: 'groupName', arn: groupArn },
};

/** `{ UserName: … }` of a step. */
export function holderInput(step: Step, holder: Holder): { readonly [name: string]: string } {
  return { [`${holder}Name`]: parameter(step, HOLDERS[holder].parameter) };
}

/**
 * The ID of a user, role or group: another one made later under the same name has another. `null` when there is none.
 */
export async function readHolderId(step: Step, aws: Caller, holder: Holder): Promise<Json> {
  const input = holderInput(step, holder);
  const answer = await orNull(readOne(aws, step, 'iam', `Get${holder}`, input));
  return answer === null ? null : (objectIn(answer[holder])[`${holder}Id`] ?? null);
}

/** A call to IAM. */
export function iam(operation: string, input: Call['input']): Call {
  return { service: 'iam', operation, input };
}
