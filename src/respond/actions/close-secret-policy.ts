/** Lets nobody from outside read a secret by its policy any more, or puts the former policy back. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { resourcePolicyAction } from '../kinds/resource-policy.ts';
import { readOne, textIn } from '../reading.ts';

export const closeSecretPolicy: Action = resourcePolicyAction({
  name: 'close-secret-policy',
  thing: 'secret',
  parameters: ['secretId'],
  read: async (step, aws) => {
    const input = { SecretId: parameter(step, 'secretId') };
    const found = await orNull(readOne(aws, step, 'secrets-manager', 'GetResourcePolicy', input));
    return found === null ? null : textIn(found, 'ResourcePolicy');
  },
  put: (step, policy) => {
    const input = { SecretId: parameter(step, 'secretId') };
    return policy === ''
      ? { service: 'secrets-manager', operation: 'DeleteResourcePolicy', input }
      : {
          service: 'secrets-manager',
          operation: 'PutResourcePolicy',
          input: { ...input, ResourcePolicy: policy },
        };
  },
  permissions: (step) => {
    const id = parameter(step, 'secretId');
    return grants(
      id.startsWith('arn:') ? id : regionalArn(step, 'secretsmanager', `secret:${id}-??????`),
      'secretsmanager:GetResourcePolicy',
      'secretsmanager:PutResourcePolicy secretsmanager:DeleteResourcePolicy',
    );
  },
});
