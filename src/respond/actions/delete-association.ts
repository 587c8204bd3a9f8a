/** Deletes an association, by which Systems Manager runs a document on machines again and again. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { objectIn, only, readOne } from '../reading.ts';

/** What making it again needs. */
const MEMBERS = [
  'Name',
  'DocumentVersion',
  'Parameters',
  'Targets',
  'ScheduleExpression',
  'AssociationName',
  'OutputLocation',
  'MaxErrors',
  'MaxConcurrency',
] as const;

export const deleteAssociation: Action = deletionAction({
  name: 'delete-association',
  does: 'Deletes an association of Systems Manager that the intruder made: its document runs on no machine any more.',
  undoes: 'An association with the same content is made; its ID is another.',
  parameters: ['associationId'],
  read: async (step, aws) => {
    const input = { AssociationId: parameter(step, 'associationId') };
    const found = await orNull(readOne(aws, step, 'ssm', 'DescribeAssociation', input));
    return found === null ? null : only(objectIn(found['AssociationDescription']), ...MEMBERS);
  },
  remove: (step) => [
    {
      service: 'ssm',
      operation: 'DeleteAssociation',
      input: { AssociationId: parameter(step, 'associationId') },
    },
  ],
  remake: (_step, found) => [{ service: 'ssm', operation: 'CreateAssociation', input: found }],
  lost: () => ['An association made again has another ID.'],
  permissions: () => grants('*', 'ssm:DescribeAssociation', 'ssm:DeleteAssociation ssm:CreateAssociation'),
  expected: () => ({}),
});
