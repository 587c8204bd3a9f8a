/** Starts the recorder of AWS Config again. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectsIn, readOne } from '../reading.ts';

export const startConfigRecorder: Action = switchAction({
  name: 'start-config-recorder',
  does: 'Starts the recorder of AWS Config in a region.',
  undoes: 'The recorder is stopped again, if it was stopped.',
  parameters: ['configurationRecorderName'],
  read: async (step, aws) => {
    const input = { ConfigurationRecorderNames: [parameter(step, 'configurationRecorderName')] };
    const found = await orNull(
      readOne(aws, step, 'config-service', 'DescribeConfigurationRecorderStatus', input),
    );
    return objectsIn(found?.['ConfigurationRecordersStatus'])[0]?.['recording'] ?? null;
  },
  wanted: () => true,
  set: (step, isRecording) => [
    {
      service: 'config-service',
      operation: isRecording === true ? 'StartConfigurationRecorder' : 'StopConfigurationRecorder',
      input: { ConfigurationRecorderName: parameter(step, 'configurationRecorderName') },
    },
  ],
  missing: 'The recorder is gone: make it again, then start it.',
  permissions: () =>
    grants(
      '*',
      'config:DescribeConfigurationRecorderStatus',
      'config:StartConfigurationRecorder config:StopConfigurationRecorder',
    ),
  expected: false,
});
