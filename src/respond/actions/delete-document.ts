/** Deletes a document of Systems Manager. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { only, readOne } from '../reading.ts';

export const deleteDocument: Action = deletionAction({
  name: 'delete-document',
  does: 'Deletes a document of Systems Manager that the intruder made, with all versions. Its content stays in the journal.',
  undoes: 'A document with the content that counted is made; its other versions are lost.',
  parameters: ['name'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'ssm', 'GetDocument', { Name: parameter(step, 'name') }));
    return found === null ? null : only(found, 'Content', 'DocumentType', 'DocumentFormat', 'VersionName');
  },
  remove: (step) => [
    { service: 'ssm', operation: 'DeleteDocument', input: { Name: parameter(step, 'name') } },
  ],
  remake: (step, found) => [
    { service: 'ssm', operation: 'CreateDocument', input: { ...found, Name: parameter(step, 'name') } },
  ],
  lost: () => ['Only the version that counted is made again.'],
  permissions: (step) =>
    grants(
      regionalArn(step, 'ssm', `document/${parameter(step, 'name')}`),
      'ssm:GetDocument',
      'ssm:DeleteDocument ssm:CreateDocument',
    ),
  expected: () => ({}),
});
