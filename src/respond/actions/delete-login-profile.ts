/** Takes the console password of a user away. Sessions that are open stay open. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { objectIn, only, readOne } from '../reading.ts';

export const deleteLoginProfile: Action = deletionAction({
  name: 'delete-login-profile',
  does: 'Deletes the console password of a user. Console sessions that are open end by the deny, not by this.',
  undoes: null,
  parameters: ['userName'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const found = await orNull(readOne(aws, step, 'iam', 'GetLoginProfile', input));
    return found === null ? null : only(objectIn(found['LoginProfile']), 'CreateDate');
  },
  remove: (step) => [iam('DeleteLoginProfile', { UserName: parameter(step, 'userName') })],
  lost: () => ['AWS does not give passwords out: the user gets a new one from an administrator.'],
  permissions: (step) => grants(userArn(step), 'iam:GetLoginProfile', 'iam:DeleteLoginProfile'),
  expected: () => ({}),
});
