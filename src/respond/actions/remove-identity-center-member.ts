/** Takes a user of Identity Center out of a group. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { only, readOne } from '../reading.ts';

export const removeIdentityCenterMember: Action = deletionAction({
  name: 'remove-identity-center-member',
  does: 'Takes a user of Identity Center out of a group. Open role sessions run on.',
  undoes: 'The user is added to the group again.',
  parameters: ['identityStoreId', 'groupId', 'memberId'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'identitystore', 'GetGroupMembershipId', membership(step)));
    return found === null ? null : only(found, 'MembershipId');
  },
  remove: (step, { MembershipId: id = '' }) => [
    {
      service: 'identitystore',
      operation: 'DeleteGroupMembership',
      input: { IdentityStoreId: parameter(step, 'identityStoreId'), MembershipId: id },
    },
  ],
  remake: (step) => [
    { service: 'identitystore', operation: 'CreateGroupMembership', input: membership(step) },
  ],
  lost: () => ['A membership made again has another ID.'],
  permissions: () =>
    grants(
      '*',
      'identitystore:GetGroupMembershipId',
      'identitystore:DeleteGroupMembership identitystore:CreateGroupMembership',
    ),
  expected: () => ({}),
});

function membership(step: Step) {
  return {
    IdentityStoreId: parameter(step, 'identityStoreId'),
    GroupId: parameter(step, 'groupId'),
    MemberId: { UserId: parameter(step, 'memberId') },
  };
}
