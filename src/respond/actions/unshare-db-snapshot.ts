/** Ends the sharing of a database snapshot with an account or with everybody. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, objectsIn, readOne, textsIn } from '../reading.ts';

export const unshareDbSnapshot: Action = switchAction({
  name: 'unshare-db-snapshot',
  does: 'Ends the sharing of a database snapshot with an account (`value`), or with everybody (all). Copies stay.',
  undoes: 'It is shared again.',
  parameters: ['dbSnapshotIdentifier', 'value'],
  read: async (step, aws) => {
    const input = { DBSnapshotIdentifier: parameter(step, 'dbSnapshotIdentifier') };
    const found = await orNull(readOne(aws, step, 'rds', 'DescribeDBSnapshotAttributes', input));
    if (found === null) return null;
    const result = objectIn(found['DBSnapshotAttributesResult']);
    const restore = objectsIn(result['DBSnapshotAttributes']).find(
      (each) => each['AttributeName'] === 'restore',
    );
    return textsIn(restore?.['AttributeValues']).includes(parameter(step, 'value'));
  },
  wanted: () => false,
  set: (step, isShared) => [
    {
      service: 'rds',
      operation: 'ModifyDBSnapshotAttribute',
      input: {
        DBSnapshotIdentifier: parameter(step, 'dbSnapshotIdentifier'),
        AttributeName: 'restore',
        [isShared === true ? 'ValuesToAdd' : 'ValuesToRemove']: [parameter(step, 'value')],
      },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'rds', `snapshot:${parameter(step, 'dbSnapshotIdentifier')}`),
      'rds:DescribeDBSnapshotAttributes',
      'rds:ModifyDBSnapshotAttribute',
    ),
  expected: true,
});
