/** Ends the sharing of a snapshot of a database cluster with an account or with everybody. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, objectsIn, readOne, textsIn } from '../reading.ts';

export const unshareDbClusterSnapshot: Action = switchAction({
  name: 'unshare-db-cluster-snapshot',
  does: 'Ends the sharing of a snapshot of a database cluster with an account (`value`), or with everybody (all). Copies stay.',
  undoes: 'It is shared again.',
  parameters: ['dbClusterSnapshotIdentifier', 'value'],
  read: async (step, aws) => {
    const input = { DBClusterSnapshotIdentifier: parameter(step, 'dbClusterSnapshotIdentifier') };
    const found = await orNull(readOne(aws, step, 'rds', 'DescribeDBClusterSnapshotAttributes', input));
    if (found === null) return null;
    const result = objectIn(found['DBClusterSnapshotAttributesResult']);
    const restore = objectsIn(result['DBClusterSnapshotAttributes']).find(
      (each) => each['AttributeName'] === 'restore',
    );
    return textsIn(restore?.['AttributeValues']).includes(parameter(step, 'value'));
  },
  wanted: () => false,
  set: (step, isShared) => [
    {
      service: 'rds',
      operation: 'ModifyDBClusterSnapshotAttribute',
      input: {
        DBClusterSnapshotIdentifier: parameter(step, 'dbClusterSnapshotIdentifier'),
        AttributeName: 'restore',
        [isShared === true ? 'ValuesToAdd' : 'ValuesToRemove']: [parameter(step, 'value')],
      },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'rds', `cluster-snapshot:${parameter(step, 'dbClusterSnapshotIdentifier')}`),
      'rds:DescribeDBClusterSnapshotAttributes',
      'rds:ModifyDBClusterSnapshotAttribute',
    ),
  expected: true,
});
