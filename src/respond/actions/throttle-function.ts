/** Lets a function run no more: its reserved concurrency becomes 0. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readOne } from '../reading.ts';

/** No limit of its own. */
const NO_LIMIT = 'none';

export const throttleFunction: Action = switchAction({
  name: 'throttle-function',
  does: 'Sets the reserved concurrency of a function to 0, so that it cannot start. What runs, runs to its end.',
  undoes: 'The concurrency that was there is set again, or the limit removed.',
  parameters: ['functionName'],
  read: async (step, aws) => {
    const input = { FunctionName: parameter(step, 'functionName') };
    const found = await orNull(readOne(aws, step, 'lambda', 'GetFunctionConcurrency', input));
    return found === null ? null : (found['ReservedConcurrentExecutions'] ?? NO_LIMIT);
  },
  wanted: () => 0,
  set: (step, value) => {
    const input = { FunctionName: parameter(step, 'functionName') };
    return value === NO_LIMIT
      ? [{ service: 'lambda', operation: 'DeleteFunctionConcurrency', input }]
      : [
          {
            service: 'lambda',
            operation: 'PutFunctionConcurrency',
            input: { ...input, ReservedConcurrentExecutions: value },
          },
        ];
  },
  permissions: (step) =>
    grants(
      regionalArn(step, 'lambda', `function:${parameter(step, 'functionName')}`),
      'lambda:GetFunctionConcurrency',
      'lambda:PutFunctionConcurrency lambda:DeleteFunctionConcurrency',
    ),
  expected: NO_LIMIT,
});
