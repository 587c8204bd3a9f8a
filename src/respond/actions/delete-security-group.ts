/** Deletes a security group. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { objectsIn, only, readOne } from '../reading.ts';

export const deleteSecurityGroup: Action = deletionAction({
  name: 'delete-security-group',
  does: 'Deletes a security group that the intruder made. It must not be in use any more.',
  undoes: null,
  parameters: ['groupId'],
  read: async (step, aws) => {
    const input = { GroupIds: [parameter(step, 'groupId')] };
    const found = await orNull(readOne(aws, step, 'ec2', 'DescribeSecurityGroups', input));
    const [group] = objectsIn(found?.['SecurityGroups']);
    return group === undefined
      ? null
      : only(group, 'GroupName', 'Description', 'VpcId', 'IpPermissions', 'IpPermissionsEgress');
  },
  remove: (step) => [
    { service: 'ec2', operation: 'DeleteSecurityGroup', input: { GroupId: parameter(step, 'groupId') } },
  ],
  permissions: (step) => [
    ...grants('*', 'ec2:DescribeSecurityGroups'),
    ...grants(
      regionalArn(step, 'ec2', `security-group/${parameter(step, 'groupId')}`),
      '',
      'ec2:DeleteSecurityGroup',
    ),
  ],
  expected: () => ({}),
});
