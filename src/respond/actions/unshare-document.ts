/** Ends the sharing of a document of Systems Manager. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readOne, textsIn } from '../reading.ts';

export const unshareDocument: Action = switchAction({
  name: 'unshare-document',
  does: 'Ends the sharing of a document of Systems Manager with an account (`accountId`), or with everybody (all).',
  undoes: 'It is shared again.',
  parameters: ['name', 'accountId'],
  read: async (step, aws) => {
    const input = { Name: parameter(step, 'name'), PermissionType: 'Share' };
    const found = await orNull(readOne(aws, step, 'ssm', 'DescribeDocumentPermission', input));
    return found === null ? null : textsIn(found['AccountIds']).includes(parameter(step, 'accountId'));
  },
  wanted: () => false,
  set: (step, isShared) => [
    {
      service: 'ssm',
      operation: 'ModifyDocumentPermission',
      input: {
        Name: parameter(step, 'name'),
        PermissionType: 'Share',
        [isShared === true ? 'AccountIdsToAdd' : 'AccountIdsToRemove']: [parameter(step, 'accountId')],
      },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'ssm', `document/${parameter(step, 'name')}`),
      'ssm:DescribeDocumentPermission',
      'ssm:ModifyDocumentPermission',
    ),
  expected: true,
});
