/** Switches off a certificate that signs requests. */
import type { Action } from '../action.ts';
import { parameter, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { iam } from '../kinds/principal-id.ts';
import { switchAction } from '../kinds/switch.ts';
import { readAll } from '../reading.ts';

export const deactivateSigningCertificate: Action = switchAction({
  name: 'deactivate-signing-certificate',
  does: 'Sets a signing certificate of a user to Inactive.',
  undoes: 'The certificate gets the status it had.',
  parameters: ['userName', 'certificateId'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { UserName: parameter(step, 'userName') };
    const all = await orNull(readAll(aws, step, 'iam', 'ListSigningCertificates', input, 'Certificates'));
    const found = all?.find((each) => each['CertificateId'] === parameter(step, 'certificateId'));
    return found?.['Status'] ?? null;
  },
  wanted: () => 'Inactive',
  set: (step, status) => [
    iam('UpdateSigningCertificate', {
      UserName: parameter(step, 'userName'),
      CertificateId: parameter(step, 'certificateId'),
      Status: status,
    }),
  ],
  permissions: (step) => grants(userArn(step), 'iam:ListSigningCertificates', 'iam:UpdateSigningCertificate'),
  expected: 'Active',
});
