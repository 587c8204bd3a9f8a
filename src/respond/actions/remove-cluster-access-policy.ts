/** Takes a policy away from the access of a principal to a Kubernetes cluster. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { only, readAll } from '../reading.ts';

export const removeClusterAccessPolicy: Action = deletionAction({
  name: 'remove-cluster-access-policy',
  does: 'Takes one access policy away from a principal of an EKS cluster; its entry and other policies stay.',
  undoes: 'The policy is associated again, with the same scope.',
  parameters: ['clusterName', 'principalArn', 'accessPolicyArn'],
  read: async (step, aws) => {
    const policies = await orNull(
      readAll(aws, step, 'eks', 'ListAssociatedAccessPolicies', entry(step), 'associatedAccessPolicies'),
    );
    const found = policies?.find((each) => each['policyArn'] === parameter(step, 'accessPolicyArn'));
    return found === undefined ? null : only(found, 'accessScope');
  },
  remove: (step) => [
    {
      service: 'eks',
      operation: 'DisassociateAccessPolicy',
      input: { ...entry(step), policyArn: parameter(step, 'accessPolicyArn') },
    },
  ],
  remake: (step, found) => [
    {
      service: 'eks',
      operation: 'AssociateAccessPolicy',
      input: { ...entry(step), policyArn: parameter(step, 'accessPolicyArn'), ...found },
    },
  ],
  permissions: () =>
    grants('*', 'eks:ListAssociatedAccessPolicies', 'eks:DisassociateAccessPolicy eks:AssociateAccessPolicy'),
  expected: () => ({}),
});

function entry(step: Step) {
  return {
    clusterName: parameter(step, 'clusterName'),
    principalArn: parameter(step, 'principalArn'),
  };
}
