/** Deletes a credential of one service that an intruder made. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { only, readAll } from '../reading.ts';

export const deleteServiceSpecificCredential: Action = deletionAction({
  name: 'delete-service-specific-credential',
  does: 'Deletes a credential of one service of a user that the intruder made.',
  undoes: null,
  parameters: ['userName', 'serviceSpecificCredentialId'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const all = await orNull(
      readAll(aws, step, 'iam', 'ListServiceSpecificCredentials', input, 'ServiceSpecificCredentials'),
    );
    const found = all?.find(
      (each) => each['ServiceSpecificCredentialId'] === parameter(step, 'serviceSpecificCredentialId'),
    );
    return found === undefined ? null : only(found, 'Status', 'CreateDate');
  },
  remove: (step) => [
    iam('DeleteServiceSpecificCredential', {
      UserName: parameter(step, 'userName'),
      ServiceSpecificCredentialId: parameter(step, 'serviceSpecificCredentialId'),
    }),
  ],
  permissions: (step) =>
    grants(userArn(step), 'iam:ListServiceSpecificCredentials', 'iam:DeleteServiceSpecificCredential'),
  expected: () => ({}),
});
