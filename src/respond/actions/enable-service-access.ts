/** Lets a service of AWS work in the organisation again. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readAll } from '../reading.ts';

export const enableServiceAccess: Action = switchAction({
  name: 'enable-service-access',
  does: 'Lets a service of AWS, such as CloudTrail or GuardDuty, work in the whole organisation again.',
  undoes: 'Its access is switched off, if it was.',
  parameters: ['servicePrincipal'],
  read: async (step, aws) => {
    const enabled = await readAll(
      aws,
      step,
      'organizations',
      'ListAWSServiceAccessForOrganization',
      {},
      'EnabledServicePrincipals',
    );
    return enabled.some((each) => each['ServicePrincipal'] === parameter(step, 'servicePrincipal'));
  },
  wanted: () => true,
  set: (step, isEnabled) => [
    {
      service: 'organizations',
      operation: isEnabled === true ? 'EnableAWSServiceAccess' : 'DisableAWSServiceAccess',
      input: { ServicePrincipal: parameter(step, 'servicePrincipal') },
    },
  ],
  permissions: () =>
    grants(
      '*',
      'organizations:ListAWSServiceAccessForOrganization',
      'organizations:EnableAWSServiceAccess organizations:DisableAWSServiceAccess',
    ),
  expected: false,
});
