/** Deletes a function that an intruder made. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { only, readOne } from '../reading.ts';

export const deleteFunction: Action = deletionAction({
  name: 'delete-function',
  does: 'Deletes a function that the intruder made. Keep a copy of its code before: it is evidence.',
  undoes: null,
  parameters: ['functionName'],
  read: async (step, aws) => {
    const input = { FunctionName: parameter(step, 'functionName') };
    const found = await orNull(readOne(aws, step, 'lambda', 'GetFunctionConfiguration', input));
    // Not the environment: it may hold secrets, and what is read is kept.
    return found === null
      ? null
      : only(found, 'FunctionArn', 'Role', 'Runtime', 'Handler', 'CodeSha256', 'LastModified');
  },
  remove: (step) => [
    {
      service: 'lambda',
      operation: 'DeleteFunction',
      input: { FunctionName: parameter(step, 'functionName') },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'lambda', `function:${parameter(step, 'functionName')}`),
      'lambda:GetFunctionConfiguration',
      'lambda:DeleteFunction',
    ),
  expected: () => ({}),
});
