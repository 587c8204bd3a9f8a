/** Takes the inline policy of a permission set away, in all accounts that have the set. */
import type { JsonObject } from '../../json.ts';
import type { Action, Call } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { readOne, textIn, textsIn } from '../reading.ts';

export const removePermissionSetPolicy: Action = deletionAction({
  name: 'remove-permission-set-policy',
  does: 'Takes the inline policy of a permission set of Identity Center away, in all accounts that have the set.',
  undoes: 'The policy is put back as it was, and provisioned.',
  parameters: ['instanceArn', 'permissionSetArn'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'sso-admin', 'GetInlinePolicyForPermissionSet', set(step)));
    const policy = found === null ? '' : textIn(found, 'InlinePolicy');
    if (policy === '') return null;
    const accounts = await readOne(
      aws,
      step,
      'sso-admin',
      'ListAccountsForProvisionedPermissionSet',
      set(step),
    );
    return { policy, isProvisioned: textsIn(accounts['AccountIds']).length > 0 };
  },
  remove: (step, found) => [
    { service: 'sso-admin', operation: 'DeleteInlinePolicyFromPermissionSet', input: set(step) },
    ...provision(step, found),
  ],
  remake: (step, found) => [
    {
      service: 'sso-admin',
      operation: 'PutInlinePolicyToPermissionSet',
      input: { ...set(step), InlinePolicy: found['policy'] ?? '' },
    },
    ...provision(step, found),
  ],
  permissions: () =>
    grants(
      '*',
      'sso:GetInlinePolicyForPermissionSet sso:ListAccountsForProvisionedPermissionSet',
      'sso:DeleteInlinePolicyFromPermissionSet sso:PutInlinePolicyToPermissionSet sso:ProvisionPermissionSet',
    ),
  expected: () => ({}),
});

function set(step: Step) {
  return {
    InstanceArn: parameter(step, 'instanceArn'),
    PermissionSetArn: parameter(step, 'permissionSetArn'),
  };
}

/** What changes in a set counts in the accounts that have it when it is provisioned. */
function provision(step: Step, { isProvisioned }: JsonObject): Call[] {
  return isProvisioned === true
    ? [
        {
          service: 'sso-admin',
          operation: 'ProvisionPermissionSet',
          input: { ...set(step), TargetType: 'ALL_PROVISIONED_ACCOUNTS' },
        },
      ]
    : [];
}
