/** Deletes a key pair with which instances can be launched. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { objectsIn, only, readOne } from '../reading.ts';

export const deleteKeyPair: Action = deletionAction({
  name: 'delete-key-pair',
  does: 'Deletes a key pair of EC2 that the intruder made. Instances that were launched with it still let its key in.',
  undoes: null,
  parameters: ['keyName'],
  read: async (step, aws) => {
    const input = { KeyNames: [parameter(step, 'keyName')] };
    const found = await orNull(readOne(aws, step, 'ec2', 'DescribeKeyPairs', input));
    const [pair] = objectsIn(found?.['KeyPairs']);
    return pair === undefined ? null : only(pair, 'KeyPairId', 'KeyFingerprint');
  },
  remove: (step) => [
    { service: 'ec2', operation: 'DeleteKeyPair', input: { KeyName: parameter(step, 'keyName') } },
  ],
  permissions: (step) => [
    ...grants('*', 'ec2:DescribeKeyPairs'),
    ...grants(regionalArn(step, 'ec2', `key-pair/${parameter(step, 'keyName')}`), '', 'ec2:DeleteKeyPair'),
  ],
  expected: () => ({}),
});
