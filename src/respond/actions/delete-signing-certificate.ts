/** Deletes a signing certificate that an intruder made. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { only, readAll } from '../reading.ts';

export const deleteSigningCertificate: Action = deletionAction({
  name: 'delete-signing-certificate',
  does: 'Deletes a signing certificate of a user that the intruder made.',
  undoes: null,
  parameters: ['userName', 'certificateId'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const all = await orNull(readAll(aws, step, 'iam', 'ListSigningCertificates', input, 'Certificates'));
    const found = all?.find((each) => each['CertificateId'] === parameter(step, 'certificateId'));
    return found === undefined ? null : only(found, 'Status', 'UploadDate');
  },
  remove: (step) => [
    iam('DeleteSigningCertificate', {
      UserName: parameter(step, 'userName'),
      CertificateId: parameter(step, 'certificateId'),
    }),
  ],
  permissions: (step) => grants(userArn(step), 'iam:ListSigningCertificates', 'iam:DeleteSigningCertificate'),
  expected: () => ({}),
});
