/** Starts a trail again. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readOne } from '../reading.ts';

export const startLogging: Action = switchAction({
  name: 'start-logging',
  does: 'Starts a trail of CloudTrail again. It must be called in the home region of the trail.',
  undoes: 'The trail is stopped again, if it was stopped.',
  parameters: ['name'],
  read: async (step, aws) => {
    const input = { Name: parameter(step, 'name') };
    const found = await orNull(readOne(aws, step, 'cloudtrail', 'GetTrailStatus', input));
    return found === null ? null : found['IsLogging'] === true;
  },
  wanted: () => true,
  set: (step, isLogging) => [
    {
      service: 'cloudtrail',
      operation: isLogging === true ? 'StartLogging' : 'StopLogging',
      input: { Name: parameter(step, 'name') },
    },
  ],
  missing: 'The trail is gone: make it again, then start it.',
  permissions: (step) =>
    grants(
      regionalArn(step, 'cloudtrail', `trail/${parameter(step, 'name').replace(/^.*\//, '')}`),
      'cloudtrail:GetTrailStatus',
      'cloudtrail:StartLogging cloudtrail:StopLogging',
    ),
  expected: false,
});
