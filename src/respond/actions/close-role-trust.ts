/** Lets nobody from outside assume a role any more, or puts its former trust back. */
import type { Action } from '../action.ts';
import { parameter, partitionOf, roleArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { iam } from '../kinds/principal-id.ts';
import { resourcePolicyAction } from '../kinds/resource-policy.ts';
import { objectIn, policyText, readOne, textIn } from '../reading.ts';

export const closeRoleTrust: Action = resourcePolicyAction({
  name: 'close-role-trust',
  thing: 'role (who may assume it)',
  parameters: ['roleName'],
  read: async (step, aws) => {
    const input = { RoleName: parameter(step, 'roleName') };
    const found = await orNull(readOne(aws, step, 'iam', 'GetRole', input));
    return found === null ? null : policyText(textIn(objectIn(found['Role']), 'AssumeRolePolicyDocument'));
  },
  put: (step, policy) =>
    iam('UpdateAssumeRolePolicy', { RoleName: parameter(step, 'roleName'), PolicyDocument: policy }),
  // A role must trust somebody: this names the root user of its own account, and denies it.
  last: (step) => ({
    Sid: 'KeytrailNobody',
    Effect: 'Deny',
    Principal: { AWS: `arn:${partitionOf(step)}:iam::${step.account}:root` },
    Action: 'sts:AssumeRole',
  }),
  recorded: {
    type: 'AWS::IAM::Role',
    // AWS Config knows roles by their unique ID.
    id: async (step, aws) => {
      const input = { RoleName: parameter(step, 'roleName') };
      const found = await orNull(readOne(aws, step, 'iam', 'GetRole', input));
      return textIn(objectIn(found?.['Role']), 'RoleId');
    },
    at: ['configuration', 'assumeRolePolicyDocument'],
  },
  permissions: (step) => grants(roleArn(step), 'iam:GetRole', 'iam:UpdateAssumeRolePolicy'),
});
