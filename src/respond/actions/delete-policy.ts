/** Deletes a managed policy that an intruder made, when nothing is attached to it any more. */
import type { JsonObject } from '../../json.ts';
import type { Action, Caller } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import type { Step } from '../plan.ts';
import { objectIn, objectsIn, only, policyText, readAll, readOne, textIn, textsIn } from '../reading.ts';

export const deletePolicy: Action = deletionAction({
  name: 'delete-policy',
  does: 'Deletes a managed policy that the intruder made, with its versions. It must not be attached any more.',
  undoes: 'The policy is made again with the version that counted.',
  parameters: ['policyArn'],
  read: readPolicy,
  remove: (step, policy) => {
    const name = { PolicyArn: parameter(step, 'policyArn') };
    return [
      ...textsIn(policy['otherVersions']).map((VersionId) =>
        iam('DeletePolicyVersion', { ...name, VersionId }),
      ),
      iam('DeletePolicy', name),
    ];
  },
  remake: (_step, policy) => [
    iam('CreatePolicy', {
      PolicyName: textIn(policy, 'name'),
      Path: textIn(policy, 'path'),
      Description: textIn(policy, 'description'),
      PolicyDocument: textIn(policy, 'document'),
      Tags: objectsIn(policy['tags']),
    }),
  ],
  lost: (_step, policy) =>
    textsIn(policy['otherVersions']).length > 0
      ? ['Only the version that counted is made again, as v1.']
      : ['The policy gets another ID, and its version the number v1.'],
  permissions: (step) =>
    grants(
      parameter(step, 'policyArn'),
      'iam:GetPolicy iam:GetPolicyVersion iam:ListPolicyVersions',
      'iam:DeletePolicyVersion iam:DeletePolicy iam:CreatePolicy iam:TagPolicy',
    ),
});

async function readPolicy(step: Step, aws: Caller): Promise<JsonObject | null> {
  const name = { PolicyArn: parameter(step, 'policyArn') };
  const answer = await orNull(readOne(aws, step, 'iam', 'GetPolicy', name));
  if (answer === null) return null;
  const policy = objectIn(answer['Policy']);
  const version = textIn(policy, 'DefaultVersionId');
  const [content, versions] = [
    await readOne(aws, step, 'iam', 'GetPolicyVersion', { ...name, VersionId: version }),
    await readAll(aws, step, 'iam', 'ListPolicyVersions', name, 'Versions'),
  ];
  return {
    id: textIn(policy, 'PolicyId'),
    name: textIn(policy, 'PolicyName'),
    path: textIn(policy, 'Path') || '/',
    description: textIn(policy, 'Description'),
    tags: objectsIn(policy['Tags']).map((tag) => only(tag, 'Key', 'Value')),
    document: policyText(textIn(objectIn(content['PolicyVersion']), 'Document')),
    otherVersions: versions.map((each) => textIn(each, 'VersionId')).filter((each) => each !== version),
  };
}
