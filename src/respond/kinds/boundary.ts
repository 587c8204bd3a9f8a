/** Actions on the permissions boundary of a user or role. */
import type { Action } from '../action.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import type { Step } from '../plan.ts';
import { objectIn, readOne, textIn } from '../reading.ts';
import { HOLDERS, holderInput, iam } from './principal-id.ts';
import { switchAction } from './switch.ts';

export function boundaryAction(rules: {
  readonly name: string;
  readonly does: string;
  readonly undoes: string;
  readonly holder: 'User' | 'Role';
  readonly parameters?: readonly string[];
  /** ARN of the policy; `''` for none. */
  readonly boundary: (step: Step) => string;
}): Action {
  const { name, does, undoes, holder, parameters = [], boundary } = rules;
  return switchAction({
    name,
    does,
    undoes,
    parameters: [HOLDERS[holder].parameter, ...parameters],
    optional: ['path', 'partition'],
    read: async (step, aws) => {
      const found = await orNull(readOne(aws, step, 'iam', `Get${holder}`, holderInput(step, holder)));
      if (found === null) return null;
      const set = objectIn(objectIn(found[holder])['PermissionsBoundary']);
      return textIn(set, 'PermissionsBoundaryArn');
    },
    wanted: boundary,
    set: (step, arn) => [
      arn === ''
        ? iam(`Delete${holder}PermissionsBoundary`, holderInput(step, holder))
        : iam(`Put${holder}PermissionsBoundary`, {
            ...holderInput(step, holder),
            PermissionsBoundary: arn,
          }),
    ],
    permissions: (step) =>
      grants(
        HOLDERS[holder].arn(step),
        `iam:Get${holder}`,
        `iam:Put${holder}PermissionsBoundary iam:Delete${holder}PermissionsBoundary`,
      ),
    expected: '',
  });
}
