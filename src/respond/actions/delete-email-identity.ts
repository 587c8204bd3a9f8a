/** Deletes an address or domain that mail is sent as. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { only, readOne } from '../reading.ts';

export const deleteEmailIdentity: Action = deletionAction({
  name: 'delete-email-identity',
  does: 'Deletes an address or domain of SES that the intruder set up.',
  undoes: null,
  parameters: ['emailIdentity'],
  read: async (step, aws) => {
    const input = { EmailIdentity: parameter(step, 'emailIdentity') };
    const found = await orNull(readOne(aws, step, 'sesv2', 'GetEmailIdentity', input));
    return found === null ? null : only(found, 'IdentityType', 'VerifiedForSendingStatus');
  },
  remove: (step) => [
    {
      service: 'sesv2',
      operation: 'DeleteEmailIdentity',
      input: { EmailIdentity: parameter(step, 'emailIdentity') },
    },
  ],
  lost: () => ['An identity must be proved anew by who owns the address or domain.'],
  permissions: (step) =>
    grants(
      regionalArn(step, 'ses', `identity/${parameter(step, 'emailIdentity')}`),
      'ses:GetEmailIdentity',
      'ses:DeleteEmailIdentity',
    ),
  expected: () => ({}),
});
