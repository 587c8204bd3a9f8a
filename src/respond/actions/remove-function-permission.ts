/** Takes a statement out of the policy of a function: who it let call, can no more. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { objectIn, objectsIn, readOne, textIn } from '../reading.ts';
import type { JsonObject } from '../../json.ts';

export const removeFunctionPermission: Action = deletionAction({
  name: 'remove-function-permission',
  does: 'Takes one statement out of the policy of a function.',
  undoes: 'The statement is added again.',
  parameters: ['functionName', 'statementId'],
  read: async (step, aws) => {
    const input = { FunctionName: parameter(step, 'functionName') };
    const found = await orNull(readOne(aws, step, 'lambda', 'GetPolicy', input));
    const policy = found === null ? {} : objectIn(JSON.parse(textIn(found, 'Policy') || '{}') as JsonObject);
    return (
      objectsIn(policy['Statement']).find((each) => each['Sid'] === parameter(step, 'statementId')) ?? null
    );
  },
  remove: (step) => [
    {
      service: 'lambda',
      operation: 'RemovePermission',
      input: {
        FunctionName: parameter(step, 'functionName'),
        StatementId: parameter(step, 'statementId'),
      },
    },
  ],
  remake: (step, statement) => [
    {
      service: 'lambda',
      operation: 'AddPermission',
      input: {
        FunctionName: parameter(step, 'functionName'),
        StatementId: parameter(step, 'statementId'),
        Action: textIn(statement, 'Action'),
        Principal: principalOf(statement),
        ...conditionsOf(statement),
      },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'lambda', `function:${parameter(step, 'functionName')}`),
      'lambda:GetPolicy',
      'lambda:RemovePermission lambda:AddPermission',
    ),
  expected: () => ({}),
});

function principalOf({ Principal: principal = null }: JsonObject): string {
  if (typeof principal === 'string') return principal;
  const { Service: service, AWS: aws } = objectIn(principal);
  return typeof service === 'string' ? service : typeof aws === 'string' ? aws : '*';
}

/** Conditions of the statement, and the parameter that each came from. */
const CONDITIONS: readonly (readonly [string, string, string])[] = [
  ['ArnLike', 'AWS:SourceArn', 'SourceArn'],
  ['StringEquals', 'AWS:SourceAccount', 'SourceAccount'],
  ['StringEquals', 'aws:PrincipalOrgID', 'PrincipalOrgID'],
  ['StringEquals', 'lambda:FunctionUrlAuthType', 'FunctionUrlAuthType'],
];

function conditionsOf({ Condition: condition }: JsonObject): JsonObject {
  const all = objectIn(condition);
  return Object.fromEntries(
    CONDITIONS.flatMap(([operator, key, name]) => {
      const value = objectIn(all[operator])[key];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
