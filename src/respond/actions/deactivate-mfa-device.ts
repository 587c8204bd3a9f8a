/** Takes an MFA device away from a user. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { only, readAll } from '../reading.ts';

export const deactivateMfaDevice: Action = deletionAction({
  name: 'deactivate-mfa-device',
  does: 'Takes an MFA device of the intruder away from a user.',
  undoes: null,
  parameters: ['userName', 'serialNumber'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const all = await orNull(readAll(aws, step, 'iam', 'ListMFADevices', input, 'MFADevices'));
    const found = all?.find((each) => each['SerialNumber'] === parameter(step, 'serialNumber'));
    return found === undefined ? null : only(found, 'SerialNumber', 'EnableDate');
  },
  remove: (step) => [
    iam('DeactivateMFADevice', {
      UserName: parameter(step, 'userName'),
      SerialNumber: parameter(step, 'serialNumber'),
    }),
  ],
  lost: () => ['A device can be enrolled again only by who holds it.'],
  permissions: (step) => grants(userArn(step), 'iam:ListMFADevices', 'iam:DeactivateMFADevice'),
  expected: () => ({}),
});
