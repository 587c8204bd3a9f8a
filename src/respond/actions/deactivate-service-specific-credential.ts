/** Switches off a credential of one service: CodeCommit, Keyspaces, Bedrock. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { iam } from '../kinds/principal-id.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectsIn, readOne } from '../reading.ts';

export const deactivateServiceSpecificCredential: Action = switchAction({
  name: 'deactivate-service-specific-credential',
  does: 'Sets a credential of one service (CodeCommit, Keyspaces, Bedrock API key) to Inactive.',
  undoes: 'The credential gets the status it had.',
  parameters: ['userName', 'serviceSpecificCredentialId'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const found = await orNull(readOne(aws, step, 'iam', 'ListServiceSpecificCredentials', input));
    const id = parameter(step, 'serviceSpecificCredentialId');
    const all = objectsIn(found?.['ServiceSpecificCredentials']);
    return all.find((each) => each['ServiceSpecificCredentialId'] === id)?.['Status'] ?? null;
  },
  wanted: () => 'Inactive',
  set: (step, status) => [
    iam('UpdateServiceSpecificCredential', {
      UserName: parameter(step, 'userName'),
      ServiceSpecificCredentialId: parameter(step, 'serviceSpecificCredentialId'),
      Status: status,
    }),
  ],
  permissions: (step) =>
    grants(userArn(step), 'iam:ListServiceSpecificCredentials', 'iam:UpdateServiceSpecificCredential'),
  expected: 'Active',
});
