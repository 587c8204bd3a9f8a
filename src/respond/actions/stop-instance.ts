/** Stops an instance; its disks stay for the investigation. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, objectsIn, readOne, textIn } from '../reading.ts';

export const stopInstance: Action = switchAction({
  name: 'stop-instance',
  does: 'Stops an instance. Its memory is lost; its disks stay.',
  undoes: 'The instance is started, if it ran.',
  parameters: ['instanceId'],
  read: async (step, aws) => {
    const input = { InstanceIds: [parameter(step, 'instanceId')] };
    const found = await orNull(readOne(aws, step, 'ec2', 'DescribeInstances', input));
    const [instance] = objectsIn(objectsIn(found?.['Reservations'])[0]?.['Instances']);
    const state = instance === undefined ? '' : textIn(objectIn(instance['State']), 'Name');
    return ['', 'terminated', 'shutting-down'].includes(state) ? null : state;
  },
  wanted: (_step, state) => (state === 'stopping' ? 'stopping' : 'stopped'),
  set: (step, state) => [
    {
      service: 'ec2',
      operation: state === 'running' || state === 'pending' ? 'StartInstances' : 'StopInstances',
      input: { InstanceIds: [parameter(step, 'instanceId')] },
    },
  ],
  permissions: (step) => [
    ...grants('*', 'ec2:DescribeInstances'),
    ...grants(
      regionalArn(step, 'ec2', `instance/${parameter(step, 'instanceId')}`),
      '',
      'ec2:StopInstances ec2:StartInstances',
    ),
  ],
  expected: 'running',
});
