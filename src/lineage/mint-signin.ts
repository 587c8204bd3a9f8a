/** Signing in: to the console, with `aws login`, and through Identity Center. */
import { accountOf, partitionOf, sessionArn } from './arn.ts';
import { firstText, textAt } from './field.ts';
import { keyChild } from './mint-sts.ts';
import type { Call, Child, Holder, ReadMint } from './mint.ts';

const SUCCESS = 'Success';

export const SIGNIN_MINTS: { readonly [name: string]: ReadMint } = {
  'signin:ConsoleLogin': (call) =>
    textAt(call.response, 'ConsoleLogin') === SUCCESS ? [login(holderOf(call), '')] : [],
  'signin:SwitchRole': (call) =>
    textAt(call.response, 'SwitchRole') === SUCCESS
      ? [login(holderOf(call), textAt(call.extra, 'SwitchFrom'))]
      : [],
  'signin:GetSigninToken': (call) => [keyChild(call, 'console-session', holderOf(call))],
  'signin:CreateOAuth2Token': readOAuth,
  'signin:CreateOAuth2TokenWithIAM': readOAuth,
  'sso:GetRoleCredentials': readPortal,
};

function login(holder: Holder, from: string): Child {
  return { what: 'login', kind: 'console-session', holder, from };
}

function holderOf({ caller }: Call): Holder {
  const { arn, principalId, userName, account } = caller;
  return { arn, principalId, userName, account };
}

/** The shape of these events is not documented: what has no key and no principal is left out. */
function readOAuth(call: Call): readonly Child[] {
  const child = keyChild(call, 'oauth-login', holderOf(call));
  return child.key === '' && child.holder.arn === '' ? [] : [child];
}

/** The portal's event names permission set and account; the key is never in it. */
function readPortal(call: Call): readonly Child[] {
  const { caller, request } = call;
  const account = firstText(textAt(request, 'accountId'), textAt(request, 'account_id'));
  const role = firstText(textAt(request, 'roleName'), textAt(request, 'role_name'));
  if (account === '' || role === '' || caller.userName === '') return [];
  // The role's name ends in a hash that only the session's own events tell.
  const arn = sessionArn(
    `arn:${partitionOf(caller.arn)}:iam::${account}:role/AWSReservedSSO_${role}`,
    caller.userName,
  );
  return [keyChild(call, 'sso', { arn, principalId: '', userName: '', account: accountOf(arn) })];
}
