/** Ends the sharing of a snapshot with an account or with everybody. */
import type { JsonObject } from '../../json.ts';
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { partitionOf } from '../arns.ts';
import type { Step } from '../plan.ts';
import { objectsIn, readOne } from '../reading.ts';

export const unshareSnapshot: Action = switchAction({
  name: 'unshare-snapshot',
  does: 'Ends the sharing of a snapshot with an account (`userId`) or with everybody (`group`: all). Copies stay.',
  undoes: 'It is shared again.',
  parameters: ['snapshotId'],
  optional: ['userId', 'group'],
  read: async (step, aws) => {
    const input = { SnapshotId: parameter(step, 'snapshotId'), Attribute: 'createVolumePermission' };
    const found = await orNull(readOne(aws, step, 'ec2', 'DescribeSnapshotAttribute', input));
    if (found === null) return null;
    const { UserId: user, Group: group } = whom(step);
    return objectsIn(found['CreateVolumePermissions']).some(
      (each) =>
        (user !== undefined && each['UserId'] === user) || (group !== undefined && each['Group'] === group),
    );
  },
  wanted: () => false,
  set: (step, isShared) => [
    {
      service: 'ec2',
      operation: 'ModifySnapshotAttribute',
      input: {
        SnapshotId: parameter(step, 'snapshotId'),
        Attribute: 'createVolumePermission',
        OperationType: isShared === true ? 'add' : 'remove',
        ...listed(step),
      },
    },
  ],
  permissions: (step) => [
    ...grants('*', 'ec2:DescribeSnapshotAttribute'),
    ...grants(
      `arn:${partitionOf(step)}:ec2:${step.region}::snapshot/${parameter(step, 'snapshotId')}`,
      '',
      'ec2:ModifySnapshotAttribute',
    ),
  ],
  expected: true,
});

function whom({ parameters }: Step): { readonly UserId?: string; readonly Group?: string } {
  const { userId = '', group = '' } = parameters;
  return userId === '' ? { Group: group } : { UserId: userId };
}

/** Whom it is shared with, as the call that changes it wants it. */
function listed({ parameters }: Step): JsonObject {
  const { userId = '', group = '' } = parameters;
  return userId === '' ? { GroupNames: [group] } : { UserIds: [userId] };
}
