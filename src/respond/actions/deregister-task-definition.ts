/** Takes a task definition out of use. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, readOne } from '../reading.ts';

export const deregisterTaskDefinition: Action = switchAction({
  name: 'deregister-task-definition',
  does: 'Takes a task definition of ECS out of use. Tasks that run, and services that have it, run on.',
  undoes: null,
  parameters: ['taskDefinition'],
  read: async (step, aws) => {
    const input = { taskDefinition: parameter(step, 'taskDefinition') };
    const found = await orNull(readOne(aws, step, 'ecs', 'DescribeTaskDefinition', input));
    const status = objectIn(found?.['taskDefinition'])['status'] ?? null;
    // One that is being deleted can be used no more either.
    return status === null || status === 'ACTIVE' ? status : 'INACTIVE';
  },
  wanted: () => 'INACTIVE',
  set: (step, status) =>
    status === 'INACTIVE'
      ? [
          {
            service: 'ecs',
            operation: 'DeregisterTaskDefinition',
            input: { taskDefinition: parameter(step, 'taskDefinition') },
          },
        ]
      : [],
  lost: () => ['ECS makes no inactive task definition active again: register a new revision.'],
  permissions: () => grants('*', 'ecs:DescribeTaskDefinition', 'ecs:DeregisterTaskDefinition'),
  expected: 'ACTIVE',
});
