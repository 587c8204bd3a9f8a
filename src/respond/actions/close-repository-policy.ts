/** Lets nobody from outside use a repository of images by its policy any more, or puts the former policy back. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { resourcePolicyAction } from '../kinds/resource-policy.ts';
import { readOne, textIn } from '../reading.ts';

export const closeRepositoryPolicy: Action = resourcePolicyAction({
  name: 'close-repository-policy',
  thing: 'repository of images',
  parameters: ['repositoryName'],
  read: async (step, aws) => {
    try {
      const input = { repositoryName: parameter(step, 'repositoryName') };
      return textIn(await readOne(aws, step, 'ecr', 'GetRepositoryPolicy', input), 'policyText');
    } catch (error) {
      if (!(error instanceof AwsError) || error.kind !== 'not found') throw error;
      return error.code === 'RepositoryPolicyNotFoundException' ? '' : null;
    }
  },
  put: (step, policy) => {
    const input = { repositoryName: parameter(step, 'repositoryName') };
    return policy === ''
      ? { service: 'ecr', operation: 'DeleteRepositoryPolicy', input }
      : { service: 'ecr', operation: 'SetRepositoryPolicy', input: { ...input, policyText: policy } };
  },
  recorded: {
    type: 'AWS::ECR::Repository',
    id: (step) => parameter(step, 'repositoryName'),
    at: ['configuration', 'RepositoryPolicyText'],
  },
  permissions: (step) =>
    grants(
      regionalArn(step, 'ecr', `repository/${parameter(step, 'repositoryName')}`),
      'ecr:GetRepositoryPolicy',
      'ecr:SetRepositoryPolicy ecr:DeleteRepositoryPolicy',
    ),
});
