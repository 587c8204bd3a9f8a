/** Deletes a SAML identity provider that an intruder made. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { readOne, textIn } from '../reading.ts';

export const deleteSamlProvider: Action = deletionAction({
  name: 'delete-saml-provider',
  does: 'Deletes a SAML identity provider that the intruder made. Roles that trust it stay: see their trust.',
  undoes: 'The provider is made again with the same metadata.',
  parameters: ['samlProviderArn'],
  read: async (step, aws) => {
    const input = { SAMLProviderArn: parameter(step, 'samlProviderArn') };
    const found = await orNull(readOne(aws, step, 'iam', 'GetSAMLProvider', input));
    return found === null ? null : { metadata: textIn(found, 'SAMLMetadataDocument') };
  },
  remove: (step) => [iam('DeleteSAMLProvider', { SAMLProviderArn: parameter(step, 'samlProviderArn') })],
  remake: (step, { metadata = '' }) => [
    iam('CreateSAMLProvider', {
      Name: parameter(step, 'samlProviderArn').replace(/^.*\//, ''),
      SAMLMetadataDocument: metadata,
    }),
  ],
  lost: () => [],
  permissions: (step) =>
    grants(
      parameter(step, 'samlProviderArn'),
      'iam:GetSAMLProvider',
      'iam:DeleteSAMLProvider iam:CreateSAMLProvider',
    ),
  expected: () => ({}),
});
