/** I1 to I23: what an intruder leaves in identities, trusts and the organisation. */
import type { Call } from '../call.ts';
import { value } from '../call.ts';
import type { Mechanism } from './table.ts';
import { admits, allows, assumesItself, letsNobodyIn } from './trust.ts';

const USER_GONE = 'iam:DeleteUser userName';
const ROLE_GONE = 'iam:DeleteRole roleName';
const GROUP_GONE = 'iam:DeleteGroup groupName';

export const IDENTITY_MECHANISMS: readonly Mechanism[] = [
  {
    id: 'I1',
    title: 'Access key',
    plants: [
      {
        calls: ['iam:CreateAccessKey'],
        target: {
          userName: 'out:accessKey.userName|userName|by:userName',
          accessKeyId: 'out:accessKey.accessKeyId',
        },
        undo: ['iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
        gone: ['iam:DeleteAccessKey accessKeyId', 'iam:UpdateAccessKey accessKeyId', USER_GONE],
        goneWhen: { 'iam:UpdateAccessKey': { status: /^Inactive$/ } },
        says: 'Access key {accessKeyId} was created for user {userName}.',
      },
      {
        calls: ['iam:UpdateAccessKey'],
        when: { status: /^Active$/ },
        target: { userName: 'userName|by:userName', accessKeyId: 'accessKeyId' },
        undo: ['iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
        gone: ['iam:DeleteAccessKey accessKeyId', 'iam:UpdateAccessKey accessKeyId', USER_GONE],
        goneWhen: { 'iam:UpdateAccessKey': { status: /^Inactive$/ } },
        says: 'Access key {accessKeyId} of user {userName} was made active again.',
      },
    ],
  },
  {
    id: 'I2',
    title: 'IAM user or its permissions',
    plants: [
      {
        calls: ['iam:CreateUser'],
        target: { userName: 'out:user.userName|userName' },
        undo: [
          'iam:DeleteLoginProfile',
          'iam:DeleteAccessKey',
          'iam:DeleteSigningCertificate',
          'iam:DeleteSSHPublicKey',
          'iam:DeleteServiceSpecificCredential',
          'iam:DeactivateMFADevice',
          'iam:DeleteVirtualMFADevice',
          'iam:DeleteUserPolicy',
          'iam:DetachUserPolicy',
          'iam:RemoveUserFromGroup',
          'iam:DeleteUser',
        ],
        gone: [USER_GONE],
        says: 'User {userName} was created.',
      },
      {
        calls: ['iam:AttachUserPolicy'],
        target: { userName: 'userName', policyArn: 'policyArn' },
        undo: ['iam:DetachUserPolicy'],
        gone: ['iam:DetachUserPolicy userName policyArn', USER_GONE],
        says: 'Policy {policyArn} was attached to user {userName}.',
      },
      {
        calls: ['iam:PutUserPolicy'],
        target: { userName: 'userName', policyName: 'policyName' },
        undo: ['iam:DeleteUserPolicy'],
        gone: ['iam:DeleteUserPolicy userName policyName', USER_GONE],
        says: 'Inline policy {policyName} was put on user {userName}.',
        also: allows('policyDocument'),
      },
    ],
  },
  {
    id: 'I3',
    title: 'Console password',
    plants: [
      {
        calls: ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile'],
        where: (call) => !isAboutRoot(call),
        target: { userName: 'userName|out:loginProfile.userName' },
        undo: ['iam:DeleteLoginProfile'],
        gone: ['iam:DeleteLoginProfile userName', USER_GONE],
        says: 'User {userName} got a console password.',
      },
      {
        calls: ['iam:ChangePassword'],
        target: { userName: 'by:userName' },
        undo: ['iam:UpdateLoginProfile'],
        gone: ['iam:DeleteLoginProfile userName', USER_GONE],
        says: 'The console password of user {userName} was changed.',
      },
    ],
  },
  {
    id: 'I4',
    title: 'Password of the root user',
    plants: [
      {
        calls: ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'signin:PasswordUpdated'],
        where: isAboutRoot,
        target: { accountId: 'event:recipientAccountId|by:accountId' },
        undo: ['iam:DeleteLoginProfile'],
        gone: [],
        says: 'The password of the root user of account {accountId} was set. Only its owner can reset it.',
      },
    ],
  },
  {
    id: 'I5',
    title: 'MFA device added or removed',
    plants: [
      {
        calls: ['iam:EnableMFADevice'],
        target: { userName: 'userName|by:userName', serialNumber: 'serialNumber' },
        undo: ['iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice'],
        gone: ['iam:DeactivateMFADevice serialNumber', USER_GONE],
        says: 'MFA device {serialNumber} was enabled for user {userName}.',
      },
      {
        calls: ['iam:CreateVirtualMFADevice'],
        target: { serialNumber: 'out:virtualMFADevice.serialNumber' },
        undo: ['iam:DeleteVirtualMFADevice'],
        gone: ['iam:DeleteVirtualMFADevice serialNumber'],
        says: 'Virtual MFA device {serialNumber} was created.',
      },
      {
        calls: ['iam:DeactivateMFADevice'],
        target: { userName: 'userName|by:userName', serialNumber: 'serialNumber' },
        undo: ['iam:EnableMFADevice'],
        gone: ['iam:EnableMFADevice serialNumber', USER_GONE],
        says: 'MFA device {serialNumber} of user {userName} was deactivated; its owner must enrol it again.',
      },
    ],
  },
  {
    id: 'I6',
    title: 'Service-specific credential, such as a Bedrock API key',
    plants: [
      {
        calls: ['iam:CreateServiceSpecificCredential'],
        target: {
          userName: 'out:serviceSpecificCredential.userName|userName|by:userName',
          serviceSpecificCredentialId: 'out:serviceSpecificCredential.serviceSpecificCredentialId',
        },
        undo: ['iam:UpdateServiceSpecificCredential', 'iam:DeleteServiceSpecificCredential'],
        gone: [
          'iam:DeleteServiceSpecificCredential serviceSpecificCredentialId',
          'iam:UpdateServiceSpecificCredential serviceSpecificCredentialId',
          USER_GONE,
        ],
        goneWhen: { 'iam:UpdateServiceSpecificCredential': { status: /^Inactive$/ } },
        says: 'Credential {serviceSpecificCredentialId} of one service was created for user {userName}.',
      },
      {
        calls: ['iam:ResetServiceSpecificCredential'],
        target: {
          userName: 'userName|by:userName',
          serviceSpecificCredentialId: 'serviceSpecificCredentialId',
        },
        undo: ['iam:ResetServiceSpecificCredential'],
        gone: ['iam:DeleteServiceSpecificCredential serviceSpecificCredentialId', USER_GONE],
        says: 'The password of credential {serviceSpecificCredentialId} of user {userName} was renewed.',
      },
    ],
    unseen: 'Short-term Bedrock API keys are made on the client and end with the session that signed them.',
  },
  {
    id: 'I7',
    title: 'SSH key or certificate',
    plants: [
      {
        calls: ['iam:UploadSSHPublicKey'],
        target: {
          userName: 'userName|by:userName',
          sSHPublicKeyId: 'out:sSHPublicKey.sSHPublicKeyId',
        },
        undo: ['iam:DeleteSSHPublicKey'],
        gone: ['iam:DeleteSSHPublicKey sSHPublicKeyId', USER_GONE],
        says: 'SSH key {sSHPublicKeyId} was uploaded for user {userName}.',
      },
      {
        calls: ['iam:UploadSigningCertificate'],
        target: { userName: 'userName|by:userName', certificateId: 'out:certificate.certificateId' },
        undo: ['iam:UpdateSigningCertificate', 'iam:DeleteSigningCertificate'],
        gone: ['iam:DeleteSigningCertificate certificateId', USER_GONE],
        says: 'Signing certificate {certificateId} was uploaded for user {userName}.',
      },
      {
        calls: ['iam:UploadServerCertificate'],
        target: { serverCertificateName: 'serverCertificateName' },
        undo: ['iam:DeleteServerCertificate'],
        gone: ['iam:DeleteServerCertificate serverCertificateName'],
        says: 'Server certificate {serverCertificateName} was uploaded.',
      },
    ],
  },
  {
    id: 'I8',
    title: 'Changed trust of a role',
    plants: [
      {
        calls: ['iam:UpdateAssumeRolePolicy'],
        target: { roleName: 'roleName' },
        undo: ['iam:UpdateAssumeRolePolicy'],
        gone: [ROLE_GONE],
        restores: letsNobodyIn('policyDocument'),
        says: 'Who may assume role {roleName} was changed.',
        also: admits('policyDocument'),
      },
    ],
    unseen:
      'What the trust was before: only AWS Config, an earlier log or the code that made the role knows.',
  },
  {
    id: 'I9',
    title: 'Role or its permissions',
    plants: [
      {
        calls: ['iam:CreateRole', 'iam:AcquireRole'],
        target: { roleName: 'out:role.roleName|roleName' },
        undo: [
          'iam:DetachRolePolicy',
          'iam:DeleteRolePolicy',
          'iam:RemoveRoleFromInstanceProfile',
          'iam:DeleteRole',
        ],
        gone: [ROLE_GONE],
        says: 'Role {roleName} was created.',
        also: admits('assumeRolePolicyDocument'),
      },
      {
        calls: ['iam:AttachRolePolicy'],
        target: { roleName: 'roleName', policyArn: 'policyArn' },
        undo: ['iam:DetachRolePolicy'],
        gone: ['iam:DetachRolePolicy roleName policyArn', ROLE_GONE],
        says: 'Policy {policyArn} was attached to role {roleName}.',
      },
      {
        calls: ['iam:PutRolePolicy'],
        target: { roleName: 'roleName', policyName: 'policyName' },
        undo: ['iam:DeleteRolePolicy'],
        gone: ['iam:DeleteRolePolicy roleName policyName', ROLE_GONE],
        says: 'Inline policy {policyName} was put on role {roleName}.',
        also: allows('policyDocument'),
      },
    ],
  },
  {
    id: 'I10',
    title: 'Policy or policy version',
    plants: [
      {
        calls: ['iam:CreatePolicyVersion'],
        target: { policyArn: 'policyArn', versionId: 'out:policyVersion.versionId' },
        undo: ['iam:SetDefaultPolicyVersion', 'iam:DeletePolicyVersion'],
        gone: ['iam:DeletePolicyVersion policyArn versionId', 'iam:DeletePolicy policyArn'],
        says: 'Version {versionId} of policy {policyArn} was created.',
        also: allows('policyDocument'),
      },
      {
        calls: ['iam:SetDefaultPolicyVersion'],
        target: { policyArn: 'policyArn', versionId: 'versionId' },
        undo: ['iam:SetDefaultPolicyVersion'],
        gone: ['iam:DeletePolicyVersion policyArn versionId', 'iam:DeletePolicy policyArn'],
        says: 'Version {versionId} of policy {policyArn} was made the one that counts.',
      },
      {
        calls: ['iam:CreatePolicy'],
        target: { policyArn: 'out:policy.arn', policyName: 'policyName' },
        identity: ['policyArn'],
        undo: ['iam:DeletePolicy'],
        gone: ['iam:DeletePolicy policyArn'],
        says: 'Policy {policyName} was created.',
        also: allows('policyDocument'),
      },
    ],
  },
  {
    id: 'I11',
    title: 'Group, its members and policies',
    plants: [
      {
        calls: ['iam:AddUserToGroup'],
        target: { groupName: 'groupName', userName: 'userName' },
        undo: ['iam:RemoveUserFromGroup'],
        gone: ['iam:RemoveUserFromGroup groupName userName', USER_GONE, GROUP_GONE],
        says: 'User {userName} was added to group {groupName}.',
      },
      {
        calls: ['iam:AttachGroupPolicy'],
        target: { groupName: 'groupName', policyArn: 'policyArn' },
        undo: ['iam:DetachGroupPolicy'],
        gone: ['iam:DetachGroupPolicy groupName policyArn', GROUP_GONE],
        says: 'Policy {policyArn} was attached to group {groupName}.',
      },
      {
        calls: ['iam:PutGroupPolicy'],
        target: { groupName: 'groupName', policyName: 'policyName' },
        undo: ['iam:DeleteGroupPolicy'],
        gone: ['iam:DeleteGroupPolicy groupName policyName', GROUP_GONE],
        says: 'Inline policy {policyName} was put on group {groupName}.',
        also: allows('policyDocument'),
      },
      {
        calls: ['iam:CreateGroup'],
        target: { groupName: 'groupName' },
        undo: [
          'iam:RemoveUserFromGroup',
          'iam:DetachGroupPolicy',
          'iam:DeleteGroupPolicy',
          'iam:DeleteGroup',
        ],
        gone: [GROUP_GONE],
        says: 'Group {groupName} was created.',
      },
    ],
  },
  {
    id: 'I12',
    title: 'Permissions boundary removed or changed',
    plants: [
      {
        calls: ['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
        target: { userName: 'userName' },
        undo: ['iam:PutUserPermissionsBoundary'],
        gone: [USER_GONE],
        says: 'The permissions boundary of user {userName} was removed or changed.',
      },
      {
        calls: ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'],
        target: { roleName: 'roleName' },
        undo: ['iam:PutRolePermissionsBoundary'],
        gone: [ROLE_GONE],
        says: 'The permissions boundary of role {roleName} was removed or changed.',
      },
    ],
  },
  {
    id: 'I13',
    title: 'OIDC identity provider',
    plants: [
      {
        calls: ['iam:CreateOpenIDConnectProvider'],
        target: { openIDConnectProviderArn: 'out:openIDConnectProviderArn' },
        undo: ['iam:DeleteOpenIDConnectProvider'],
        gone: ['iam:DeleteOpenIDConnectProvider openIDConnectProviderArn'],
        says: 'Identity provider {openIDConnectProviderArn} was created.',
      },
      {
        calls: ['iam:AddClientIDToOpenIDConnectProvider'],
        target: { openIDConnectProviderArn: 'openIDConnectProviderArn', clientID: 'clientID' },
        undo: ['iam:RemoveClientIDFromOpenIDConnectProvider'],
        gone: [
          'iam:RemoveClientIDFromOpenIDConnectProvider openIDConnectProviderArn clientID',
          'iam:DeleteOpenIDConnectProvider openIDConnectProviderArn',
        ],
        says: 'Client {clientID} was added to identity provider {openIDConnectProviderArn}.',
      },
      {
        calls: ['iam:UpdateOpenIDConnectProviderThumbprint'],
        target: { openIDConnectProviderArn: 'openIDConnectProviderArn' },
        undo: ['iam:UpdateOpenIDConnectProviderThumbprint'],
        gone: ['iam:DeleteOpenIDConnectProvider openIDConnectProviderArn'],
        says: 'The trusted certificates of identity provider {openIDConnectProviderArn} were changed.',
      },
    ],
  },
  {
    id: 'I14',
    title: 'SAML identity provider',
    plants: [
      {
        calls: ['iam:CreateSAMLProvider'],
        target: { sAMLProviderArn: 'out:sAMLProviderArn' },
        undo: ['iam:DeleteSAMLProvider'],
        gone: ['iam:DeleteSAMLProvider sAMLProviderArn'],
        says: 'SAML provider {sAMLProviderArn} was created.',
      },
      {
        calls: ['iam:UpdateSAMLProvider'],
        target: { sAMLProviderArn: 'sAMLProviderArn' },
        undo: ['iam:UpdateSAMLProvider'],
        gone: ['iam:DeleteSAMLProvider sAMLProviderArn'],
        says: 'The metadata of SAML provider {sAMLProviderArn} were replaced.',
      },
    ],
  },
  {
    id: 'I15',
    title: 'Roles Anywhere trust anchor or profile',
    plants: [
      {
        calls: ['rolesanywhere:CreateTrustAnchor', 'rolesanywhere:EnableTrustAnchor'],
        target: { trustAnchorId: 'out:trustAnchor.trustAnchorId|trustAnchorId' },
        undo: ['rolesanywhere:DisableTrustAnchor', 'rolesanywhere:DeleteTrustAnchor'],
        gone: [
          'rolesanywhere:DeleteTrustAnchor trustAnchorId',
          'rolesanywhere:DisableTrustAnchor trustAnchorId',
        ],
        says: 'Trust anchor {trustAnchorId} lets holders of certificates assume roles.',
      },
      {
        calls: ['rolesanywhere:CreateProfile', 'rolesanywhere:UpdateProfile', 'rolesanywhere:EnableProfile'],
        target: { profileId: 'out:profile.profileId|profileId' },
        undo: ['rolesanywhere:DisableProfile', 'rolesanywhere:DeleteProfile'],
        gone: ['rolesanywhere:DeleteProfile profileId', 'rolesanywhere:DisableProfile profileId'],
        says: 'Roles Anywhere profile {profileId} was created or changed.',
      },
    ],
  },
  {
    id: 'I16',
    title: 'Identity Center user, assignment or setting',
    plants: [
      {
        calls: ['sso-directory:CreateUser', 'identitystore:CreateUser'],
        target: { identityStoreId: 'identityStoreId', userId: 'out:userId|out:user.userId' },
        undo: ['identitystore:DeleteUser'],
        gone: ['identitystore:DeleteUser userId', 'sso-directory:DeleteUser userId'],
        says: 'Identity Center user {userId} was created.',
      },
      {
        calls: ['sso-directory:AddMemberToGroup', 'identitystore:CreateGroupMembership'],
        target: {
          identityStoreId: 'identityStoreId',
          groupId: 'groupId',
          memberId: 'memberId.userId|memberId|userId',
        },
        undo: ['identitystore:DeleteGroupMembership'],
        gone: ['sso-directory:RemoveMemberFromGroup groupId memberId'],
        says: 'User {memberId} was added to Identity Center group {groupId}.',
      },
      {
        calls: ['sso:CreateAccountAssignment'],
        target: {
          instanceArn: 'instanceArn',
          targetId: 'targetId',
          targetType: 'targetType',
          permissionSetArn: 'permissionSetArn',
          principalType: 'principalType',
          principalId: 'principalId',
        },
        undo: ['sso:DeleteAccountAssignment'],
        gone: ['sso:DeleteAccountAssignment targetId permissionSetArn principalId'],
        says: 'Principal {principalId} was given permission set {permissionSetArn} in account {targetId}.',
      },
      {
        calls: ['sso:CreatePermissionSet'],
        target: { instanceArn: 'instanceArn', permissionSetArn: 'out:permissionSet.permissionSetArn' },
        undo: ['sso:DeletePermissionSet'],
        gone: ['sso:DeletePermissionSet permissionSetArn'],
        says: 'Permission set {permissionSetArn} was created.',
      },
      {
        calls: ['sso:PutInlinePolicyToPermissionSet'],
        target: { instanceArn: 'instanceArn', permissionSetArn: 'permissionSetArn' },
        undo: ['sso:DeleteInlinePolicyFromPermissionSet', 'sso:ProvisionPermissionSet'],
        gone: [
          'sso:DeleteInlinePolicyFromPermissionSet permissionSetArn',
          'sso:DeletePermissionSet permissionSetArn',
        ],
        says: 'An inline policy was put into permission set {permissionSetArn}.',
      },
      {
        calls: ['sso:CreateTrustedTokenIssuer'],
        target: { trustedTokenIssuerArn: 'out:trustedTokenIssuerArn' },
        undo: ['sso:DeleteTrustedTokenIssuer'],
        gone: ['sso:DeleteTrustedTokenIssuer trustedTokenIssuerArn'],
        says: 'Trusted token issuer {trustedTokenIssuerArn} was created.',
      },
      {
        calls: ['sso:StartSSO', 'sso:CreateInstance'],
        target: { instanceArn: 'out:instanceArn' },
        undo: ['sso:DeleteInstance'],
        gone: ['sso:DeleteInstance instanceArn'],
        says: 'An instance of Identity Center was started.',
      },
      {
        calls: ['sso:UpdateSsoConfiguration'],
        target: { instanceArn: 'instanceArn|directoryId' },
        undo: ['sso:UpdateSsoConfiguration'],
        gone: [],
        says: 'Sign-in settings of Identity Center {instanceArn} were changed, such as MFA or the length of sessions.',
      },
    ],
  },
  {
    id: 'I17',
    title: 'Session that outlives its key',
    plants: [
      {
        calls: ['sts:GetFederationToken', 'sts:GetSessionToken'],
        target: { userName: 'by:userName', accessKeyId: 'out:credentials.accessKeyId' },
        identity: ['accessKeyId'],
        undo: ['iam:PutUserPolicy'],
        gone: [USER_GONE],
        says: 'Session {accessKeyId} was made from a key of user {userName}; it works on when the key is off.',
      },
    ],
    unseen:
      'Sessions cannot be listed. A deny on the user holds until the longest of them has ended (36 hours).',
  },
  {
    id: 'I18',
    title: 'Role that renews itself',
    plants: [
      {
        calls: ['sts:AssumeRole'],
        where: assumesItself,
        target: { roleName: 'by:sessionContext.sessionIssuer.userName' },
        undo: ['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'],
        gone: [ROLE_GONE],
        says: 'Role {roleName} was assumed by itself, which renews a session without end.',
      },
    ],
    unseen: 'Two roles that assume each other in turn are seen in the lineage.',
  },
  {
    id: 'I19',
    title: 'Cognito pool',
    plants: [
      {
        calls: ['cognito-identity:SetIdentityPoolRoles', 'cognito-identity:UpdateIdentityPool'],
        target: { identityPoolId: 'identityPoolId' },
        undo: ['cognito-identity:UpdateIdentityPool', 'cognito-identity:SetIdentityPoolRoles'],
        gone: ['cognito-identity:DeleteIdentityPool identityPoolId'],
        says: 'Identity pool {identityPoolId} was changed, which can give guests a role.',
      },
      {
        calls: ['cognito-idp:AdminCreateUser'],
        target: { userPoolId: 'userPoolId', username: 'username|out:user.username' },
        undo: ['cognito-idp:AdminUserGlobalSignOut', 'cognito-idp:AdminDeleteUser'],
        gone: ['cognito-idp:AdminDeleteUser userPoolId username'],
        says: 'User {username} was created in user pool {userPoolId}.',
      },
      {
        calls: ['cognito-idp:UpdateUserPoolClient'],
        target: { userPoolId: 'userPoolId', clientId: 'clientId' },
        undo: ['cognito-idp:UpdateUserPoolClient'],
        gone: ['cognito-idp:DeleteUserPoolClient userPoolId clientId'],
        says: 'Client {clientId} of user pool {userPoolId} was changed, which can lengthen sessions to ten years.',
      },
    ],
  },
  {
    id: 'I20',
    title: 'Organisation',
    plants: [
      {
        calls: ['organizations:RegisterDelegatedAdministrator'],
        target: { accountId: 'accountId', servicePrincipal: 'servicePrincipal' },
        undo: ['organizations:DeregisterDelegatedAdministrator'],
        gone: ['organizations:DeregisterDelegatedAdministrator accountId servicePrincipal'],
        says: 'Account {accountId} was made administrator of {servicePrincipal}.',
      },
      {
        calls: ['organizations:CreateAccount'],
        target: { accountId: 'out:createAccountStatus.accountId|out:createAccountStatus.id' },
        undo: ['organizations:CloseAccount'],
        gone: ['organizations:CloseAccount accountId'],
        says: 'Account {accountId} was created (a number that begins with car- is the request).',
      },
      {
        calls: ['organizations:InviteAccountToOrganization'],
        target: { handshakeId: 'out:handshake.id', accountId: 'target.id' },
        identity: ['accountId'],
        undo: ['organizations:CancelHandshake', 'organizations:RemoveAccountFromOrganization'],
        gone: ['organizations:CancelHandshake handshakeId'],
        says: 'Account {accountId} was invited into the organisation.',
      },
      {
        calls: ['organizations:DetachPolicy'],
        target: { policyId: 'policyId', targetId: 'targetId' },
        undo: ['organizations:AttachPolicy'],
        gone: ['organizations:AttachPolicy policyId targetId'],
        says: 'Policy {policyId} was taken from {targetId}.',
      },
      {
        calls: ['organizations:DisablePolicyType'],
        target: { rootId: 'rootId', policyType: 'policyType' },
        undo: ['organizations:EnablePolicyType'],
        gone: ['organizations:EnablePolicyType rootId policyType'],
        says: 'Policies of type {policyType} were switched off for {rootId}.',
      },
      {
        calls: ['organizations:DisableAWSServiceAccess'],
        target: { servicePrincipal: 'servicePrincipal' },
        undo: ['organizations:EnableAWSServiceAccess'],
        gone: ['organizations:EnableAWSServiceAccess servicePrincipal'],
        says: 'Access of {servicePrincipal} to the organisation was switched off.',
      },
      {
        calls: ['organizations:LeaveOrganization'],
        target: { accountId: 'event:recipientAccountId|by:accountId' },
        undo: ['organizations:InviteAccountToOrganization', 'organizations:AcceptHandshake'],
        gone: [],
        says: 'Account {accountId} left its organisation.',
      },
      {
        calls: ['organizations:PutResourcePolicy'],
        target: { accountId: 'event:recipientAccountId|by:accountId' },
        undo: ['organizations:PutResourcePolicy'],
        gone: ['organizations:DeleteResourcePolicy'],
        says: 'Who may administer the organisation was changed.',
        also: admits('content'),
      },
    ],
  },
  {
    id: 'I21',
    title: 'Contacts, e-mail address and regions of the account',
    plants: [
      {
        calls: ['account:PutAlternateContact', 'account:DeleteAlternateContact'],
        target: { alternateContactType: 'alternateContactType' },
        undo: ['account:PutAlternateContact'],
        gone: [],
        says: 'The {alternateContactType} contact of the account was changed or removed.',
      },
      {
        calls: ['account:StartPrimaryEmailUpdate', 'account:AcceptPrimaryEmailUpdate'],
        target: { accountId: 'accountId|event:recipientAccountId' },
        undo: ['account:StartPrimaryEmailUpdate', 'account:AcceptPrimaryEmailUpdate'],
        gone: [],
        says: 'A change of the e-mail address of the root user of account {accountId} was begun.',
      },
      {
        calls: ['account:EnableRegion'],
        target: { regionName: 'regionName' },
        undo: ['account:DisableRegion'],
        gone: ['account:DisableRegion regionName'],
        says: 'Region {regionName} was enabled.',
      },
    ],
  },
  {
    id: 'I22',
    title: 'Closed support case',
    plants: [
      {
        calls: ['support:ResolveCase'],
        target: { caseId: 'caseId' },
        undo: ['support:AddCommunicationToCase'],
        gone: ['support:AddCommunicationToCase caseId'],
        says: 'Support case {caseId} was closed; AWS reports abuse in such cases.',
      },
    ],
  },
  {
    id: 'I23',
    title: 'Delegation and federation out of AWS',
    plants: [
      {
        calls: ['iam:AcceptDelegationRequest', 'iam:SendDelegationToken'],
        target: { delegationRequestId: 'delegationRequestId' },
        undo: ['iam:RejectDelegationRequest'],
        gone: ['iam:RejectDelegationRequest delegationRequestId'],
        says: 'Delegation request {delegationRequestId} was accepted.',
      },
      {
        calls: ['iam:EnableOutboundWebIdentityFederation'],
        target: { accountId: 'event:recipientAccountId|by:accountId' },
        undo: ['iam:DisableOutboundWebIdentityFederation'],
        gone: ['iam:DisableOutboundWebIdentityFederation'],
        says: 'Identities of account {accountId} can get tokens for systems outside AWS.',
      },
    ],
  },
];

/** A root user that names no user means itself. */
function isAboutRoot(call: Call): boolean {
  return value(call, 'by:type') === 'Root' && value(call, 'userName') === '';
}
