/** Stops the sending of mail in a region. */
import type { Action } from '../action.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readOne } from '../reading.ts';

export const pauseEmailSending: Action = switchAction({
  name: 'pause-email-sending',
  does: 'Stops the sending of mail by SES in a region, for everybody in the account.',
  undoes: 'Sending is switched on again, if it was on.',
  parameters: [],
  read: async (step, aws) => (await readOne(aws, step, 'sesv2', 'GetAccount', {}))['SendingEnabled'] ?? null,
  wanted: () => false,
  set: (_step, enabled) => [
    {
      service: 'sesv2',
      operation: 'PutAccountSendingAttributes',
      input: { SendingEnabled: enabled },
    },
  ],
  permissions: () => grants('*', 'ses:GetAccount', 'ses:PutAccountSendingAttributes'),
  expected: true,
});
