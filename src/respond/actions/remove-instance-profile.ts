/** Takes the role from an instance: what runs on it gets no new credentials. */
import type { Action } from '../action.ts';
import { parameter, partitionOf, regionalArn } from '../arns.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { objectIn, readAll, textIn } from '../reading.ts';

export const removeInstanceProfile: Action = deletionAction({
  name: 'remove-instance-profile',
  does: 'Takes the instance profile from an instance. Credentials already given out run on until they end.',
  undoes: 'The same profile is associated again, under a new association ID.',
  parameters: ['instanceId'],
  read: async (step, aws) => {
    const input = { Filters: [{ Name: 'instance-id', Values: [parameter(step, 'instanceId')] }] };
    const list = await readAll(
      aws,
      step,
      'ec2',
      'DescribeIamInstanceProfileAssociations',
      input,
      'IamInstanceProfileAssociations',
    );
    const found = list.find((each) => ['associated', 'associating'].includes(textIn(each, 'State')));
    if (found === undefined) return null;
    return {
      associationId: textIn(found, 'AssociationId'),
      profileArn: textIn(objectIn(found['IamInstanceProfile']), 'Arn'),
    };
  },
  remove: (_step, { associationId = null }) => [
    {
      service: 'ec2',
      operation: 'DisassociateIamInstanceProfile',
      input: { AssociationId: associationId },
    },
  ],
  remake: (step, { profileArn = null }) => [
    {
      service: 'ec2',
      operation: 'AssociateIamInstanceProfile',
      input: { InstanceId: parameter(step, 'instanceId'), IamInstanceProfile: { Arn: profileArn } },
    },
  ],
  permissions: (step) => [
    ...grants('*', 'ec2:DescribeIamInstanceProfileAssociations'),
    ...grants(
      regionalArn(step, 'ec2', `instance/${parameter(step, 'instanceId')}`),
      '',
      'ec2:DisassociateIamInstanceProfile ec2:AssociateIamInstanceProfile',
    ),
    ...grants(`arn:${partitionOf(step)}:iam::${step.account}:role/*`, '', 'iam:PassRole'),
  ],
});
