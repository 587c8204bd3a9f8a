/** Revokes a grant on a KMS key. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { only, objectsIn, readOne } from '../reading.ts';

export const revokeKmsGrant: Action = deletionAction({
  name: 'revoke-kms-grant',
  does: 'Revokes a grant on a KMS key.',
  undoes: 'A grant with the same content is made; its ID is another.',
  parameters: ['keyId', 'grantId'],
  read: async (step, aws) => {
    const input = { KeyId: parameter(step, 'keyId'), GrantId: parameter(step, 'grantId') };
    const found = await orNull(readOne(aws, step, 'kms', 'ListGrants', input));
    const [grant] = objectsIn(found?.['Grants']);
    return grant === undefined
      ? null
      : only(grant, 'GranteePrincipal', 'RetiringPrincipal', 'Operations', 'Constraints', 'Name');
  },
  remove: (step) => [
    {
      service: 'kms',
      operation: 'RevokeGrant',
      input: { KeyId: parameter(step, 'keyId'), GrantId: parameter(step, 'grantId') },
    },
  ],
  remake: (step, grant) => [
    {
      service: 'kms',
      operation: 'CreateGrant',
      input: { KeyId: parameter(step, 'keyId'), ...grant },
    },
  ],
  lost: () => ['The grant gets another ID.'],
  permissions: (step) =>
    grants(
      regionalArn(step, 'kms', `key/${parameter(step, 'keyId').replace(/^.*\//, '')}`),
      'kms:ListGrants',
      'kms:RevokeGrant kms:CreateGrant',
    ),
  expected: () => ({}),
});
