/** Lets new disks of a region be encrypted again. */
import type { Action } from '../action.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readOne } from '../reading.ts';

export const enableEbsEncryption: Action = switchAction({
  name: 'enable-ebs-encryption',
  does: 'Lets new disks and snapshots of a region be encrypted by default again. Those that exist stay as they are.',
  undoes: 'It is switched off again, if it was off.',
  parameters: [],
  read: async (step, aws) => {
    const found = await readOne(aws, step, 'ec2', 'GetEbsEncryptionByDefault', {});
    return found['EbsEncryptionByDefault'] ?? null;
  },
  wanted: () => true,
  set: (_step, isEnabled) => [
    {
      service: 'ec2',
      operation: isEnabled === true ? 'EnableEbsEncryptionByDefault' : 'DisableEbsEncryptionByDefault',
      input: {},
    },
  ],
  permissions: () =>
    grants(
      '*',
      'ec2:GetEbsEncryptionByDefault',
      'ec2:EnableEbsEncryptionByDefault ec2:DisableEbsEncryptionByDefault',
    ),
  expected: false,
});
