/** Deletes a group that an intruder made. */
import type { JsonObject } from '../../json.ts';
import type { Action, Caller } from '../action.ts';
import { groupArn, parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import type { Step } from '../plan.ts';
import { readInlinePolicies } from '../read-user.ts';
import { objectIn, objectsIn, readAll, readOne, textIn, textsIn } from '../reading.ts';

export const deleteGroup: Action = deletionAction({
  name: 'delete-group',
  does: 'Deletes a group that the intruder made: members, policies, then the group.',
  undoes: 'The group is made again with its members and policies, and another ID.',
  parameters: ['groupName'],
  optional: ['path', 'partition'],
  read: readGroup,
  remove: (step, group) => {
    const name = { GroupName: parameter(step, 'groupName') };
    return [
      ...textsIn(group['users']).map((UserName) => iam('RemoveUserFromGroup', { ...name, UserName })),
      ...textsIn(group['attachedPolicies']).map((PolicyArn) =>
        iam('DetachGroupPolicy', { ...name, PolicyArn }),
      ),
      ...objectsIn(group['inlinePolicies']).map((policy) =>
        iam('DeleteGroupPolicy', { ...name, PolicyName: textIn(policy, 'name') }),
      ),
      iam('DeleteGroup', name),
    ];
  },
  remake: (step, group) => {
    const name = { GroupName: parameter(step, 'groupName') };
    return [
      iam('CreateGroup', { ...name, Path: textIn(group, 'path') }),
      ...objectsIn(group['inlinePolicies']).map((policy) =>
        iam('PutGroupPolicy', {
          ...name,
          PolicyName: textIn(policy, 'name'),
          PolicyDocument: textIn(policy, 'document'),
        }),
      ),
      ...textsIn(group['attachedPolicies']).map((PolicyArn) =>
        iam('AttachGroupPolicy', { ...name, PolicyArn }),
      ),
      ...textsIn(group['users']).map((UserName) => iam('AddUserToGroup', { ...name, UserName })),
    ];
  },
  lost: () => ['The group gets another ID.'],
  permissions: (step) =>
    grants(
      groupArn(step),
      'iam:GetGroup iam:ListGroupPolicies iam:GetGroupPolicy iam:ListAttachedGroupPolicies',
      'iam:RemoveUserFromGroup iam:DetachGroupPolicy iam:DeleteGroupPolicy iam:DeleteGroup iam:CreateGroup ' +
        'iam:PutGroupPolicy iam:AttachGroupPolicy iam:AddUserToGroup',
    ),
});

async function readGroup(step: Step, aws: Caller): Promise<JsonObject | null> {
  const name = { GroupName: parameter(step, 'groupName') };
  const answer = await orNull(readOne(aws, step, 'iam', 'GetGroup', name));
  if (answer === null) return null;
  const group = objectIn(answer['Group']);
  const users = await readAll(aws, step, 'iam', 'GetGroup', name, 'Users');
  const policies = await readAll(aws, step, 'iam', 'ListAttachedGroupPolicies', name, 'AttachedPolicies');
  return {
    id: textIn(group, 'GroupId'),
    path: textIn(group, 'Path') || '/',
    users: users.map((each) => textIn(each, 'UserName')).toSorted(),
    attachedPolicies: policies.map((each) => textIn(each, 'PolicyArn')).toSorted(),
    inlinePolicies: await readInlinePolicies(step, aws, 'Group'),
  };
}
