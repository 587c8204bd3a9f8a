/** IAM objects that are credentials, or principals that will have some. */
import { accountOf, lastPart, partitionOf, rootArn } from './arn.ts';
import { firstText, textAt, valueAt } from './field.ts';
import type { Call, Child, Holder, OwnedChild, ReadMint } from './mint.ts';
import { readTimeText } from './time-text.ts';
import { isKey } from './use.ts';

export const IAM_MINTS: { readonly [name: string]: ReadMint } = {
  'iam:CreateAccessKey': (call) =>
    accessKey(call, textAt(call.response, 'accessKey', 'accessKeyId'), ownerOf(call, 'accessKey')),
  'iam:UpdateAccessKey': (call) =>
    textAt(call.request, 'status').toLowerCase() === 'active'
      ? accessKey(call, textAt(call.request, 'accessKeyId'), ownerOf(call, ''))
      : [],
  'iam:CreateLoginProfile': (call) => [owned('password', '', ownerOf(call, 'loginProfile'))],
  'iam:UpdateLoginProfile': (call) => [owned('password', '', ownerOf(call, ''))],
  'iam:ChangePassword': (call) => [owned('password', '', ownerOf(call, ''))],
  'iam:CreateUser': (call) => {
    const user = valueAt(call.response, 'user');
    const arn = textAt(user, 'arn');
    const userName = firstText(textAt(user, 'userName'), textAt(call.request, 'userName'));
    const account = accountOf(arn) || call.account;
    if (arn === '' && userName === '') return [];
    return [{ what: 'user', holder: { arn, principalId: textAt(user, 'userId'), userName, account } }];
  },
  'iam:CreateServiceSpecificCredential': readServiceSpecific,
  'iam:ResetServiceSpecificCredential': readServiceSpecific,
  'iam:UpdateServiceSpecificCredential': (call) =>
    textAt(call.request, 'status').toLowerCase() === 'active' ? readServiceSpecific(call) : [],
  'iam:UploadSSHPublicKey': (call) => withId(call, 'ssh-key', 'sSHPublicKey', 'sSHPublicKeyId'),
  'iam:UploadSigningCertificate': (call) =>
    withId(call, 'signing-certificate', 'certificate', 'certificateId'),
};

/** The user that the call is about: of the response, of the request, or else the caller itself. */
function ownerOf({ caller, account, request, response }: Call, part: string): Holder {
  const named = firstText(part === '' ? '' : textAt(response, part, 'userName'), textAt(request, 'userName'));
  const isSelf = named === '' || (caller.type === 'IAMUser' && named === caller.userName);
  if (caller.type === 'Root' && named === '') {
    const arn = caller.arn || rootArn(partitionOf(caller.arn), caller.account);
    return { arn, principalId: caller.principalId, userName: '', account: caller.account };
  }
  if (!isSelf) return { arn: '', principalId: '', userName: named, account };
  const { arn, principalId } = caller;
  return { arn, principalId, userName: caller.userName || lastPart(arn), account };
}

function accessKey(call: Call, key: string, holder: Holder): readonly Child[] {
  if (!isKey(key)) return [];
  const kind = holder.arn.endsWith(':root') ? 'root-access-key' : 'access-key';
  return [{ what: 'key', kind, key, holder, expiresMs: null }];
}

function readServiceSpecific(call: Call): readonly Child[] {
  const { request, response } = call;
  const made = valueAt(response, 'serviceSpecificCredential');
  const id = firstText(
    textAt(made, 'serviceSpecificCredentialId'),
    textAt(request, 'serviceSpecificCredentialId'),
  );
  if (id === '') return [];
  const expiresMs = readTimeText(valueAt(made, 'expirationDate'));
  return [{ ...owned('service-specific', id, ownerOf(call, 'serviceSpecificCredential')), expiresMs }];
}

function withId(call: Call, kind: OwnedChild['kind'], part: string, name: string): readonly Child[] {
  const id = textAt(call.response, part, name);
  return id === '' ? [] : [owned(kind, id, ownerOf(call, part))];
}

function owned(kind: OwnedChild['kind'], id: string, holder: Holder): OwnedChild {
  return { what: 'owned', kind, id, holder, expiresMs: null };
}
