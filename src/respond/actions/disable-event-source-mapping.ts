/** Switches off what calls a function for the events of a source. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readOne, textIn } from '../reading.ts';

export const disableEventSourceMapping: Action = switchAction({
  name: 'disable-event-source-mapping',
  does: 'Switches off the mapping that calls a function for the events of a source.',
  undoes: 'The mapping is switched on again, if it was on.',
  parameters: ['uuid'],
  read: async (step, aws) => {
    const input = { UUID: parameter(step, 'uuid') };
    const found = await orNull(readOne(aws, step, 'lambda', 'GetEventSourceMapping', input));
    const state = found === null ? '' : textIn(found, 'State');
    return state === '' || state === 'Deleting' ? null : !['Disabled', 'Disabling'].includes(state);
  },
  wanted: () => false,
  set: (step, isEnabled) => [
    {
      service: 'lambda',
      operation: 'UpdateEventSourceMapping',
      input: { UUID: parameter(step, 'uuid'), Enabled: isEnabled },
    },
  ],
  permissions: () => grants('*', 'lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'),
  expected: true,
});
