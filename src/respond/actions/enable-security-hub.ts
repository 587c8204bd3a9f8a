/** Switches Security Hub on again in a region. */
import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readOne } from '../reading.ts';

export const enableSecurityHub: Action = switchAction({
  name: 'enable-security-hub',
  does: 'Switches Security Hub on in a region.',
  undoes: 'Security Hub is switched off again, if it was off.',
  parameters: [],
  read: async (step, aws) => {
    try {
      await readOne(aws, step, 'securityhub', 'DescribeHub', {});
      return true;
    } catch (error) {
      // Both mean that it is not switched on: the second stands where it never was.
      const isOff =
        error instanceof AwsError && (error.kind === 'not found' || error.code === 'InvalidAccessException');
      if (!isOff) throw error;
      return false;
    }
  },
  wanted: () => true,
  set: (_step, isOn) => [
    {
      service: 'securityhub',
      operation: isOn === true ? 'EnableSecurityHub' : 'DisableSecurityHub',
      input: {},
    },
  ],
  permissions: () =>
    grants('*', 'securityhub:DescribeHub', 'securityhub:EnableSecurityHub securityhub:DisableSecurityHub'),
  expected: false,
});
