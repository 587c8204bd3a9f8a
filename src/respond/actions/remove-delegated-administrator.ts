/** Takes the administration of a service in the organisation from an account. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readAll } from '../reading.ts';

export const removeDelegatedAdministrator: Action = switchAction({
  name: 'remove-delegated-administrator',
  does: 'Takes the administration of a service for the whole organisation from an account.',
  undoes: 'The account is made administrator of the service again.',
  parameters: ['accountId', 'servicePrincipal'],
  read: async (step, aws) => {
    const input = { AccountId: parameter(step, 'accountId') };
    const services = await orNull(
      readAll(aws, step, 'organizations', 'ListDelegatedServicesForAccount', input, 'DelegatedServices'),
    );
    // An account that administers nothing is none of the list.
    return (
      services?.some((each) => each['ServicePrincipal'] === parameter(step, 'servicePrincipal')) ?? false
    );
  },
  wanted: () => false,
  set: (step, isAdministrator) => [
    {
      service: 'organizations',
      operation:
        isAdministrator === true ? 'RegisterDelegatedAdministrator' : 'DeregisterDelegatedAdministrator',
      input: {
        AccountId: parameter(step, 'accountId'),
        ServicePrincipal: parameter(step, 'servicePrincipal'),
      },
    },
  ],
  permissions: () =>
    grants(
      '*',
      'organizations:ListDelegatedServicesForAccount',
      'organizations:DeregisterDelegatedAdministrator organizations:RegisterDelegatedAdministrator',
    ),
  expected: true,
});
