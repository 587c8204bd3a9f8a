/** Deletes an OpenID Connect identity provider that an intruder made. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { objectsIn, only, readOne, textIn, textsIn } from '../reading.ts';

export const deleteOidcProvider: Action = deletionAction({
  name: 'delete-oidc-provider',
  does: 'Deletes an OpenID Connect identity provider that the intruder made. Roles that trust it stay: see their trust.',
  undoes: 'The provider is made again with the same address, clients and thumbprints.',
  parameters: ['openIDConnectProviderArn'],
  read: async (step, aws) => {
    const input = { OpenIDConnectProviderArn: parameter(step, 'openIDConnectProviderArn') };
    const found = await orNull(readOne(aws, step, 'iam', 'GetOpenIDConnectProvider', input));
    if (found === null) return null;
    return {
      url: textIn(found, 'Url'),
      clients: textsIn(found['ClientIDList']).toSorted(),
      thumbprints: textsIn(found['ThumbprintList']).toSorted(),
      tags: objectsIn(found['Tags']).map((tag) => only(tag, 'Key', 'Value')),
    };
  },
  remove: (step) => [
    iam('DeleteOpenIDConnectProvider', {
      OpenIDConnectProviderArn: parameter(step, 'openIDConnectProviderArn'),
    }),
  ],
  remake: (_step, found) => [
    iam('CreateOpenIDConnectProvider', {
      Url: withScheme(textIn(found, 'url')),
      ClientIDList: textsIn(found['clients']),
      ThumbprintList: textsIn(found['thumbprints']),
      Tags: objectsIn(found['tags']),
    }),
  ],
  lost: () => [],
  permissions: (step) =>
    grants(
      parameter(step, 'openIDConnectProviderArn'),
      'iam:GetOpenIDConnectProvider',
      'iam:DeleteOpenIDConnectProvider iam:CreateOpenIDConnectProvider iam:TagOpenIDConnectProvider',
    ),
  expected: () => ({}),
});

/** IAM answers the address without its scheme, and asks for it with. */
function withScheme(url: string): string {
  return /^https?:/.test(url) ? url : `https://${url}`;
}
