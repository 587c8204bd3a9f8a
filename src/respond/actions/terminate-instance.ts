/** Terminates an instance that an intruder launched. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { objectIn, objectsIn, readOne, textIn } from '../reading.ts';

export const terminateInstance: Action = deletionAction({
  name: 'terminate-instance',
  does: 'Terminates an instance that the intruder launched, and lifts its protection from termination before.',
  undoes: null,
  parameters: ['instanceId'],
  read: async (step, aws) => {
    const instanceId = parameter(step, 'instanceId');
    const found = await orNull(readOne(aws, step, 'ec2', 'DescribeInstances', { InstanceIds: [instanceId] }));
    const [instance] = objectsIn(objectsIn(found?.['Reservations'])[0]?.['Instances']);
    const state = instance === undefined ? '' : textIn(objectIn(instance['State']), 'Name');
    if (['', 'terminated', 'shutting-down'].includes(state)) return null;
    const attribute = await readOne(aws, step, 'ec2', 'DescribeInstanceAttribute', {
      InstanceId: instanceId,
      Attribute: 'disableApiTermination',
    });
    return { state, isProtected: objectIn(attribute['DisableApiTermination'])['Value'] === true };
  },
  remove: (step, { isProtected = false }) => [
    ...(isProtected === true
      ? [
          {
            service: 'ec2',
            operation: 'ModifyInstanceAttribute',
            input: { InstanceId: parameter(step, 'instanceId'), DisableApiTermination: { Value: false } },
          },
        ]
      : []),
    {
      service: 'ec2',
      operation: 'TerminateInstances',
      input: { InstanceIds: [parameter(step, 'instanceId')] },
    },
  ],
  permissions: (step) => [
    ...grants('*', 'ec2:DescribeInstances ec2:DescribeInstanceAttribute'),
    ...grants(
      regionalArn(step, 'ec2', `instance/${parameter(step, 'instanceId')}`),
      '',
      'ec2:TerminateInstances ec2:ModifyInstanceAttribute',
    ),
  ],
  expected: () => ({ state: 'running', isProtected: true }),
});
