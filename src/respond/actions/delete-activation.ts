/** Deletes an activation by which machines outside of AWS register. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { only, readAll } from '../reading.ts';

export const deleteActivation: Action = deletionAction({
  name: 'delete-activation',
  does: 'Deletes an activation of Systems Manager, so that no more machines register with it. Those that did stay registered.',
  undoes: null,
  parameters: ['activationId'],
  read: async (step, aws) => {
    const input = {
      Filters: [{ FilterKey: 'ActivationIds', FilterValues: [parameter(step, 'activationId')] }],
    };
    const [found] = await readAll(aws, step, 'ssm', 'DescribeActivations', input, 'ActivationList');
    return found === undefined ? null : only(found, 'IamRole', 'RegistrationLimit', 'RegistrationsCount');
  },
  remove: (step) => [
    {
      service: 'ssm',
      operation: 'DeleteActivation',
      input: { ActivationId: parameter(step, 'activationId') },
    },
  ],
  permissions: () => grants('*', 'ssm:DescribeActivations', 'ssm:DeleteActivation'),
  expected: () => ({}),
});
