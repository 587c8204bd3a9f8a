/** Takes a client ID out of an OpenID Connect identity provider. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { iam } from '../kinds/principal-id.ts';
import { switchAction } from '../kinds/switch.ts';
import { readOne, textsIn } from '../reading.ts';

export const removeOidcClient: Action = switchAction({
  name: 'remove-oidc-client',
  does: 'Takes a client that the intruder added out of an OpenID Connect identity provider.',
  undoes: 'The client is added again.',
  parameters: ['openIDConnectProviderArn', 'clientID'],
  read: async (step, aws) => {
    const input = { OpenIDConnectProviderArn: parameter(step, 'openIDConnectProviderArn') };
    const found = await orNull(readOne(aws, step, 'iam', 'GetOpenIDConnectProvider', input));
    return found === null ? null : textsIn(found['ClientIDList']).includes(parameter(step, 'clientID'));
  },
  wanted: () => false,
  set: (step, isIn) => [
    iam(isIn === true ? 'AddClientIDToOpenIDConnectProvider' : 'RemoveClientIDFromOpenIDConnectProvider', {
      OpenIDConnectProviderArn: parameter(step, 'openIDConnectProviderArn'),
      ClientID: parameter(step, 'clientID'),
    }),
  ],
  permissions: (step) =>
    grants(
      parameter(step, 'openIDConnectProviderArn'),
      'iam:GetOpenIDConnectProvider',
      'iam:RemoveClientIDFromOpenIDConnectProvider iam:AddClientIDToOpenIDConnectProvider',
    ),
  expected: true,
});
