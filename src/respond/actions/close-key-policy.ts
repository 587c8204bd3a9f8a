/** Lets nobody from outside use a KMS key by its policy any more, or puts the former policy back. */
import type { Action } from '../action.ts';
import { parameter, partitionOf, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { resourcePolicyAction } from '../kinds/resource-policy.ts';
import { readOne, textIn } from '../reading.ts';

export const closeKeyPolicy: Action = resourcePolicyAction({
  name: 'close-key-policy',
  thing: 'KMS key',
  parameters: ['keyId'],
  read: async (step, aws) => {
    const input = { KeyId: parameter(step, 'keyId'), PolicyName: 'default' };
    const found = await orNull(readOne(aws, step, 'kms', 'GetKeyPolicy', input));
    return found === null ? null : textIn(found, 'Policy');
  },
  put: (step, policy) => ({
    service: 'kms',
    operation: 'PutKeyPolicy',
    input: { KeyId: parameter(step, 'keyId'), PolicyName: 'default', Policy: policy },
  }),
  // The policy that AWS gives a new key; without it, nobody could administer the key.
  last: (step) => ({
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partitionOf(step)}:iam::${step.account}:root` },
    Action: 'kms:*',
    Resource: '*',
  }),
  recorded: {
    type: 'AWS::KMS::Key',
    id: (step) => parameter(step, 'keyId').replace(/^.*\//, ''),
    at: ['supplementaryConfiguration', 'Policy'],
  },
  permissions: (step) =>
    grants(
      regionalArn(step, 'kms', `key/${parameter(step, 'keyId').replace(/^.*\//, '')}`),
      'kms:GetKeyPolicy',
      'kms:PutKeyPolicy',
    ),
});
