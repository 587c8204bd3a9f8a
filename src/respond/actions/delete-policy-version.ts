/** Deletes a version of a managed policy that is not the default. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import type { Step } from '../plan.ts';
import { objectIn, policyText, readOne, textIn } from '../reading.ts';

export const deletePolicyVersion: Action = deletionAction({
  name: 'delete-policy-version',
  does: 'Deletes the version of a managed policy that the intruder made, when another counts.',
  undoes: 'A version with the same content is made; its number is another.',
  parameters: ['policyArn', 'versionId'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'iam', 'GetPolicyVersion', input(step)));
    return found === null
      ? null
      : { document: policyText(textIn(objectIn(found['PolicyVersion']), 'Document')) };
  },
  remove: (step) => [iam('DeletePolicyVersion', input(step))],
  remake: (step, { document = '' }) => [
    iam('CreatePolicyVersion', {
      PolicyArn: parameter(step, 'policyArn'),
      PolicyDocument: document,
      SetAsDefault: false,
    }),
  ],
  lost: () => ['The version gets another number.'],
  permissions: (step) =>
    grants(
      parameter(step, 'policyArn'),
      'iam:GetPolicyVersion',
      'iam:DeletePolicyVersion iam:CreatePolicyVersion',
    ),
  expected: () => ({ document: '{}' }),
});

function input(step: Step) {
  return { PolicyArn: parameter(step, 'policyArn'), VersionId: parameter(step, 'versionId') };
}
