/** Switches off an SSH key for CodeCommit. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { iam } from '../kinds/principal-id.ts';
import { switchAction } from '../kinds/switch.ts';
import { readAll } from '../reading.ts';

export const deactivateSshKey: Action = switchAction({
  name: 'deactivate-ssh-key',
  does: 'Sets an SSH key of a user to Inactive.',
  undoes: 'The key gets the status it had.',
  parameters: ['userName', 'sshPublicKeyId'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const keys = await orNull(readAll(aws, step, 'iam', 'ListSSHPublicKeys', input, 'SSHPublicKeys'));
    const key = keys?.find((each) => each['SSHPublicKeyId'] === parameter(step, 'sshPublicKeyId'));
    return key?.['Status'] ?? null;
  },
  wanted: () => 'Inactive',
  set: (step, status) => [
    iam('UpdateSSHPublicKey', {
      UserName: parameter(step, 'userName'),
      SSHPublicKeyId: parameter(step, 'sshPublicKeyId'),
      Status: status,
    }),
  ],
  permissions: (step) => grants(userArn(step), 'iam:ListSSHPublicKeys', 'iam:UpdateSSHPublicKey'),
  expected: 'Active',
});
