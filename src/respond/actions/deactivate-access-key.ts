/** Switches a long-lived access key off; it can be switched on again. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { iam } from '../kinds/principal-id.ts';
import { switchAction } from '../kinds/switch.ts';
import { readAll } from '../reading.ts';

export const deactivateAccessKey: Action = switchAction({
  name: 'deactivate-access-key',
  does: 'Sets an access key to Inactive. Presigned URLs and SMTP passwords of the key end with it.',
  undoes: 'The key gets the status it had.',
  parameters: ['userName', 'accessKeyId'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const keys = await orNull(readAll(aws, step, 'iam', 'ListAccessKeys', input, 'AccessKeyMetadata'));
    const key = keys?.find((each) => each['AccessKeyId'] === parameter(step, 'accessKeyId'));
    return key?.['Status'] ?? null;
  },
  wanted: () => 'Inactive',
  set: (step, status) => [
    iam('UpdateAccessKey', {
      UserName: parameter(step, 'userName'),
      AccessKeyId: parameter(step, 'accessKeyId'),
      Status: status,
    }),
  ],
  permissions: (step) => grants(userArn(step), 'iam:ListAccessKeys', 'iam:UpdateAccessKey'),
  expected: 'Active',
});
