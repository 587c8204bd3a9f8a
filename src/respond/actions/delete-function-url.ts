/** Takes the URL of a function away. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { only, readOne } from '../reading.ts';

export const deleteFunctionUrl: Action = deletionAction({
  name: 'delete-function-url',
  does: 'Takes the URL of a function away.',
  undoes: 'A URL with the same settings is made; its address is another.',
  parameters: ['functionName'],
  read: async (step, aws) => {
    const input = { FunctionName: parameter(step, 'functionName') };
    const found = await orNull(readOne(aws, step, 'lambda', 'GetFunctionUrlConfig', input));
    return found === null ? null : only(found, 'AuthType', 'Cors', 'InvokeMode');
  },
  remove: (step) => [
    {
      service: 'lambda',
      operation: 'DeleteFunctionUrlConfig',
      input: { FunctionName: parameter(step, 'functionName') },
    },
  ],
  remake: (step, found) => [
    {
      service: 'lambda',
      operation: 'CreateFunctionUrlConfig',
      input: { FunctionName: parameter(step, 'functionName'), ...found },
    },
  ],
  lost: () => ['The address of the URL is another than before.'],
  permissions: (step) =>
    grants(
      regionalArn(step, 'lambda', `function:${parameter(step, 'functionName')}`),
      'lambda:GetFunctionUrlConfig',
      'lambda:DeleteFunctionUrlConfig lambda:CreateFunctionUrlConfig',
    ),
  expected: () => ({}),
});
