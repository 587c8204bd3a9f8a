/** Deletes an SSH key that an intruder made. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { only, readAll } from '../reading.ts';

export const deleteSshKey: Action = deletionAction({
  name: 'delete-ssh-key',
  does: 'Deletes an SSH key of a user that the intruder made.',
  undoes: null,
  parameters: ['userName', 'sshPublicKeyId'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const all = await orNull(readAll(aws, step, 'iam', 'ListSSHPublicKeys', input, 'SSHPublicKeys'));
    const found = all?.find((each) => each['SSHPublicKeyId'] === parameter(step, 'sshPublicKeyId'));
    return found === undefined ? null : only(found, 'Status', 'UploadDate');
  },
  remove: (step) => [
    iam('DeleteSSHPublicKey', {
      UserName: parameter(step, 'userName'),
      SSHPublicKeyId: parameter(step, 'sshPublicKeyId'),
    }),
  ],
  permissions: (step) => grants(userArn(step), 'iam:ListSSHPublicKeys', 'iam:DeleteSSHPublicKey'),
  expected: () => ({}),
});
