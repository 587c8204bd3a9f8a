/** Lets a service of ECS run no tasks. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectsIn, readOne } from '../reading.ts';

export const stopEcsService: Action = switchAction({
  name: 'stop-ecs-service',
  does: 'Sets the number of tasks of a service of ECS to 0: what runs is stopped. The service itself stays.',
  undoes: 'The number of tasks that was there is set again.',
  parameters: ['cluster', 'service'],
  read: async (step, aws) => {
    const input = { cluster: parameter(step, 'cluster'), services: [parameter(step, 'service')] };
    const found = await orNull(readOne(aws, step, 'ecs', 'DescribeServices', input));
    const service = objectsIn(found?.['services']).find((each) => each['status'] !== 'INACTIVE');
    return service?.['desiredCount'] ?? null;
  },
  wanted: () => 0,
  set: (step, desiredCount) => [
    {
      service: 'ecs',
      operation: 'UpdateService',
      input: { cluster: parameter(step, 'cluster'), service: parameter(step, 'service'), desiredCount },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'ecs', `service/*${parameter(step, 'service').replace(/^.*\//, '')}`),
      'ecs:DescribeServices',
      'ecs:UpdateService',
    ),
  expected: 1,
});
