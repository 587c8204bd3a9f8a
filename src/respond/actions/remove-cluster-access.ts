/** Takes the access of a principal to a Kubernetes cluster away. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { objectIn, only, readAll, readOne } from '../reading.ts';

export const removeClusterAccess: Action = deletionAction({
  name: 'remove-cluster-access',
  does: 'Takes the access entry of a principal to an EKS cluster away, with its policies. What was done in the cluster stays.',
  undoes: 'The entry is made again, with its groups and policies.',
  parameters: ['clusterName', 'principalArn'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'eks', 'DescribeAccessEntry', entry(step)));
    if (found === null) return null;
    const policies = await readAll(
      aws,
      step,
      'eks',
      'ListAssociatedAccessPolicies',
      entry(step),
      'associatedAccessPolicies',
    );
    return {
      ...only(objectIn(found['accessEntry']), 'kubernetesGroups', 'username', 'type'),
      policies: policies.map((each) => only(each, 'policyArn', 'accessScope')),
    };
  },
  remove: (step) => [{ service: 'eks', operation: 'DeleteAccessEntry', input: entry(step) }],
  remake: (step, { policies, ...rest }) => [
    { service: 'eks', operation: 'CreateAccessEntry', input: { ...entry(step), ...rest } },
    ...(Array.isArray(policies) ? policies : []).map((policy) => ({
      service: 'eks',
      operation: 'AssociateAccessPolicy',
      input: { ...entry(step), ...objectIn(policy) },
    })),
  ],
  permissions: () =>
    grants(
      '*',
      'eks:DescribeAccessEntry eks:ListAssociatedAccessPolicies',
      'eks:DeleteAccessEntry eks:CreateAccessEntry eks:AssociateAccessPolicy',
    ),
  expected: () => ({}),
});

function entry(step: Step) {
  return {
    clusterName: parameter(step, 'clusterName'),
    principalArn: parameter(step, 'principalArn'),
  };
}
