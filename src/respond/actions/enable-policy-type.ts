/** Switches policies of one type on again for the root of an organisation. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectsIn, readAll } from '../reading.ts';

export const enablePolicyType: Action = switchAction({
  name: 'enable-policy-type',
  does: 'Switches policies of one type, such as service control policies, on again for the whole organisation.',
  undoes: 'They are switched off, if they were.',
  parameters: ['rootId', 'policyType'],
  read: async (step, aws) => {
    const roots = await readAll(aws, step, 'organizations', 'ListRoots', {}, 'Roots');
    const root = roots.find((each) => each['Id'] === parameter(step, 'rootId'));
    if (root === undefined) return null;
    return objectsIn(root['PolicyTypes']).some(
      (each) => each['Type'] === parameter(step, 'policyType') && each['Status'] === 'ENABLED',
    );
  },
  wanted: () => true,
  set: (step, isEnabled) => [
    {
      service: 'organizations',
      operation: isEnabled === true ? 'EnablePolicyType' : 'DisablePolicyType',
      input: { RootId: parameter(step, 'rootId'), PolicyType: parameter(step, 'policyType') },
    },
  ],
  lost: () => ['Policies that were attached when the type was switched off have to be attached again.'],
  missing: 'The organisation has no such root.',
  permissions: () =>
    grants('*', 'organizations:ListRoots', 'organizations:EnablePolicyType organizations:DisablePolicyType'),
  expected: false,
});
