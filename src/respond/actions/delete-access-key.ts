/** Deletes an access key, when it is off and no longer needed as evidence. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { only, readAll } from '../reading.ts';

export const deleteAccessKey: Action = deletionAction({
  name: 'delete-access-key',
  does: 'Deletes an access key. Its last use and its owner are forgotten by IAM then: deactivate first, delete late.',
  undoes: null,
  parameters: ['userName', 'accessKeyId'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const keys = await orNull(readAll(aws, step, 'iam', 'ListAccessKeys', input, 'AccessKeyMetadata'));
    const key = keys?.find((each) => each['AccessKeyId'] === parameter(step, 'accessKeyId'));
    return key === undefined ? null : only(key, 'Status', 'CreateDate');
  },
  remove: (step) => [
    iam('DeleteAccessKey', {
      UserName: parameter(step, 'userName'),
      AccessKeyId: parameter(step, 'accessKeyId'),
    }),
  ],
  permissions: (step) => grants(userArn(step), 'iam:ListAccessKeys', 'iam:DeleteAccessKey'),
  expected: () => ({}),
});
