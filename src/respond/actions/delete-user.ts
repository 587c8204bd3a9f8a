/** Deletes a user that an intruder made, with everything on it, in the order that IAM asks for. */
import type { JsonObject } from '../../json.ts';
import type { Action } from '../action.ts';
import { parameter, partitionOf, userArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { readUser } from '../read-user.ts';
import { objectsIn, textIn, textsIn } from '../reading.ts';

export const deleteUser: Action = deletionAction({
  name: 'delete-user',
  does: 'Deletes a user that the intruder made: password, keys, certificates, devices, policies, groups, then the user.',
  undoes: 'The user is made again with its policies, groups, boundary and tags, and another ID.',
  parameters: ['userName'],
  optional: ['path', 'partition'],
  read: readUser,
  remove: (step, user) => {
    const name = { UserName: parameter(step, 'userName') };
    const each = (member: string, operation: string, input: (text: string) => JsonObject) =>
      textsIn(user[member]).map((text) => iam(operation, { ...name, ...input(text) }));
    const devices = textsIn(user['mfaDevices']);
    return [
      ...(user['hasPassword'] === true ? [iam('DeleteLoginProfile', name)] : []),
      ...objectsIn(user['accessKeys']).map((key) =>
        iam('DeleteAccessKey', { ...name, AccessKeyId: textIn(key, 'AccessKeyId') }),
      ),
      ...each('certificates', 'DeleteSigningCertificate', (CertificateId) => ({ CertificateId })),
      ...each('sshKeys', 'DeleteSSHPublicKey', (SSHPublicKeyId) => ({ SSHPublicKeyId })),
      ...each('serviceCredentials', 'DeleteServiceSpecificCredential', (ServiceSpecificCredentialId) => ({
        ServiceSpecificCredentialId,
      })),
      ...each('mfaDevices', 'DeactivateMFADevice', (SerialNumber) => ({ SerialNumber })),
      // Devices of hardware have no ARN, and cannot be deleted.
      ...devices
        .filter((serial) => serial.startsWith('arn:'))
        .map((SerialNumber) => iam('DeleteVirtualMFADevice', { SerialNumber })),
      ...objectsIn(user['inlinePolicies']).map((policy) =>
        iam('DeleteUserPolicy', { ...name, PolicyName: textIn(policy, 'name') }),
      ),
      ...each('attachedPolicies', 'DetachUserPolicy', (PolicyArn) => ({ PolicyArn })),
      ...each('groups', 'RemoveUserFromGroup', (GroupName) => ({ GroupName })),
      iam('DeleteUser', name),
    ];
  },
  remake: (step, user) => {
    const name = { UserName: parameter(step, 'userName') };
    const boundary = textIn(user, 'boundary');
    return [
      iam('CreateUser', {
        ...name,
        Path: textIn(user, 'path'),
        Tags: objectsIn(user['tags']),
        ...(boundary === '' ? {} : { PermissionsBoundary: boundary }),
      }),
      ...objectsIn(user['inlinePolicies']).map((policy) =>
        iam('PutUserPolicy', {
          ...name,
          PolicyName: textIn(policy, 'name'),
          PolicyDocument: textIn(policy, 'document'),
        }),
      ),
      ...textsIn(user['attachedPolicies']).map((PolicyArn) =>
        iam('AttachUserPolicy', { ...name, PolicyArn }),
      ),
      ...textsIn(user['groups']).map((GroupName) => iam('AddUserToGroup', { ...name, GroupName })),
    ];
  },
  lost: () => ['The user gets another ID, and its password, keys, certificates and devices are gone.'],
  permissions: (step) => [
    ...grants(
      userArn(step),
      'iam:GetUser iam:GetLoginProfile iam:ListAccessKeys iam:ListSigningCertificates iam:ListSSHPublicKeys ' +
        'iam:ListServiceSpecificCredentials iam:ListMFADevices iam:ListUserPolicies iam:GetUserPolicy ' +
        'iam:ListAttachedUserPolicies iam:ListGroupsForUser',
      'iam:DeleteLoginProfile iam:DeleteAccessKey iam:DeleteSigningCertificate iam:DeleteSSHPublicKey ' +
        'iam:DeleteServiceSpecificCredential iam:DeactivateMFADevice iam:DeleteUserPolicy iam:DetachUserPolicy ' +
        'iam:DeleteUser iam:CreateUser iam:TagUser iam:PutUserPolicy iam:AttachUserPolicy',
    ),
    ...grants(
      `arn:${partitionOf(step)}:iam::${step.account}:group/*`,
      '',
      'iam:RemoveUserFromGroup iam:AddUserToGroup',
    ),
    ...grants(`arn:${partitionOf(step)}:iam::${step.account}:mfa/*`, '', 'iam:DeleteVirtualMFADevice'),
  ],
});
