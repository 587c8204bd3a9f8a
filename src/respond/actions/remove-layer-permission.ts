/** Lets those whom a statement named use a version of a layer no more. */
import { isJsonObject } from '../../json.ts';
import type { Json } from '../../json.ts';
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { objectIn, objectsIn, readOne, textIn } from '../reading.ts';

export const removeLayerPermission: Action = deletionAction({
  name: 'remove-layer-permission',
  does: 'Takes one statement out of the policy of a version of a layer. Who has the layer in a function keeps it there.',
  undoes: 'The statement is added again.',
  parameters: ['layerName', 'versionNumber', 'statementId'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'lambda', 'GetLayerVersionPolicy', layer(step)));
    const policy = found === null ? '' : textIn(found, 'Policy');
    const statements = policy === '' ? [] : objectsIn(objectIn(JSON.parse(policy) as Json)['Statement']);
    return statements.find((each) => each['Sid'] === parameter(step, 'statementId')) ?? null;
  },
  remove: (step) => [
    {
      service: 'lambda',
      operation: 'RemoveLayerVersionPermission',
      input: { ...layer(step), StatementId: parameter(step, 'statementId') },
    },
  ],
  remake: (step, { Action: action = '', Principal: principal = '', Condition: condition = {} }) => {
    const organisation = objectIn(objectIn(condition)['StringEquals'])['aws:PrincipalOrgID'];
    return [
      {
        service: 'lambda',
        operation: 'AddLayerVersionPermission',
        input: {
          ...layer(step),
          StatementId: parameter(step, 'statementId'),
          Action: action,
          Principal: accountIn(principal),
          ...(organisation === undefined ? {} : { OrganizationId: organisation }),
        },
      },
    ];
  },
  permissions: (step) =>
    grants(
      regionalArn(step, 'lambda', `layer:${bareName(step)}:${parameter(step, 'versionNumber')}`),
      'lambda:GetLayerVersionPolicy',
      'lambda:RemoveLayerVersionPermission lambda:AddLayerVersionPermission',
    ),
  expected: () => ({}),
});

function layer(step: Step): { readonly LayerName: string; readonly VersionNumber: number } {
  return {
    LayerName: parameter(step, 'layerName'),
    VersionNumber: Number(parameter(step, 'versionNumber')),
  };
}

function bareName(step: Step): string {
  return parameter(step, 'layerName').replace(/^arn:.*:layer:/, '');
}

/** The policy names an account by its ARN, the call by its number. */
function accountIn(principal: Json): Json {
  const named = isJsonObject(principal) ? (principal['AWS'] ?? '') : principal;
  return typeof named === 'string' ? (/^arn:[^:]*:iam::(\d{12}):root$/.exec(named)?.[1] ?? named) : named;
}
