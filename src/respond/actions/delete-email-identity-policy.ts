/** Takes a policy that lets others send as an address or domain away. */
import type { JsonObject } from '../../json.ts';
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { objectIn, readOne } from '../reading.ts';

export const deleteEmailIdentityPolicy: Action = deletionAction({
  name: 'delete-email-identity-policy',
  does: 'Takes a policy by which others may send mail as an address or domain of SES away.',
  undoes: 'The policy is put back as it was.',
  parameters: ['emailIdentity', 'policyName'],
  read: async (step, aws) => {
    const input = { EmailIdentity: parameter(step, 'emailIdentity') };
    const found = await orNull(readOne(aws, step, 'sesv2', 'GetEmailIdentityPolicies', input));
    const policy = objectIn(found?.['Policies'])[parameter(step, 'policyName')];
    return policy === undefined ? null : { policy };
  },
  remove: (step) => [{ service: 'sesv2', operation: 'DeleteEmailIdentityPolicy', input: named(step) }],
  remake: (step, { policy = '' }) => [
    { service: 'sesv2', operation: 'CreateEmailIdentityPolicy', input: { ...named(step), Policy: policy } },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'ses', `identity/${parameter(step, 'emailIdentity')}`),
      'ses:GetEmailIdentityPolicies',
      'ses:DeleteEmailIdentityPolicy ses:CreateEmailIdentityPolicy',
    ),
  expected: () => ({}),
});

function named(step: Step): JsonObject {
  return { EmailIdentity: parameter(step, 'emailIdentity'), PolicyName: parameter(step, 'policyName') };
}
