/** Calls to IAM, STS, sign-in, Identity Center, Roles Anywhere, Cognito, Organizations and the account. */
import type { Mapping } from '../attack-matrix.ts';
import type { Row, ServiceTable } from './table.ts';

const KEY: Mapping = 'Persistence/T1098.001';
const GRANT: Mapping = 'Privilege Escalation/T1098.003';
const ACCOUNT: Mapping = 'Persistence/T1136.003';
const TRUST: Mapping = 'Privilege Escalation/T1484.002';
const MFA: Mapping = 'Persistence/T1556.006';
const ACCESS_REMOVAL: Mapping = 'Impact/T1531';
const HIERARCHY: Mapping = 'Defense Impairment/T1666';
const MOVE: Mapping = 'Lateral Movement/T1550.001';
const WHO: Mapping = 'Discovery/T1087.004';
const GROUPS: Mapping = 'Discovery/T1069.003';

const FEDERATE: Row = ['change', 3, TRUST];
const DETACH: Row = ['change', 2, null];

/** In calls about what belongs to one user, who names nobody means itself; all other calls of IAM then name nobody. */
const USER = 'userName|by:userName';
const LOOK_AT_USER: Row = ['look', 0, WHO, USER];

const IAM: ServiceTable = {
  services: ['iam'],
  target:
    'userName|out:accessKey.userName|roleName|groupName|policyArn|policyName|instanceProfileName|samlProviderArn|openIDConnectProviderArn|serialNumber',
  looks: WHO,
  calls: {
    CreateAccessKey: ['create', 3, KEY, 'out:accessKey.userName|userName|by:userName'],
    UpdateAccessKey: ['change', 3, KEY, 'accessKeyId'],
    DeleteAccessKey: ['delete', 2, ACCESS_REMOVAL, 'accessKeyId'],
    CreateUser: ['create', 3, ACCOUNT],
    DeleteUser: ['delete', 3, ['Stealth/T1070', ACCESS_REMOVAL]],
    UpdateUser: ['change', 2, 'Persistence/T1098'],
    CreateLoginProfile: ['create', 3, KEY, 'userName|out:loginProfile.userName|by:userName'],
    UpdateLoginProfile: ['change', 3, ['Persistence/T1098', ACCESS_REMOVAL], USER],
    DeleteLoginProfile: ['delete', 2, ACCESS_REMOVAL, USER],
    ChangePassword: ['change', 3, 'Persistence/T1098', 'by:userName'],
    CreateServiceSpecificCredential: ['create', 3, KEY, USER],
    ResetServiceSpecificCredential: ['change', 3, KEY, 'serviceSpecificCredentialId'],
    UpdateServiceSpecificCredential: ['change', 2, KEY, 'serviceSpecificCredentialId'],
    UploadSSHPublicKey: ['create', 3, KEY, USER],
    UpdateSSHPublicKey: ['change', 2, KEY, USER],
    UploadSigningCertificate: ['create', 3, KEY, USER],
    UpdateSigningCertificate: ['change', 2, KEY, USER],
    UploadServerCertificate: ['create', 2, null, 'serverCertificateName'],
    CreateVirtualMFADevice: ['create', 2, MFA, 'virtualMFADeviceName'],
    EnableMFADevice: ['change', 3, MFA, USER],
    ResyncMFADevice: ['change', 2, MFA, USER],
    DeactivateMFADevice: ['change', 3, 'Defense Impairment/T1556.006', USER],
    DeleteVirtualMFADevice: ['delete', 2, 'Defense Impairment/T1556.006'],
    AttachUserPolicy: ['change', 3, GRANT],
    AttachRolePolicy: ['change', 3, GRANT],
    AttachGroupPolicy: ['change', 3, GRANT],
    PutUserPolicy: ['change', 3, GRANT],
    PutRolePolicy: ['change', 3, GRANT],
    PutGroupPolicy: ['change', 3, GRANT],
    DetachUserPolicy: DETACH,
    DetachRolePolicy: DETACH,
    DetachGroupPolicy: DETACH,
    DeleteUserPolicy: DETACH,
    DeleteRolePolicy: DETACH,
    DeleteGroupPolicy: DETACH,
    AddUserToGroup: ['change', 3, GRANT],
    RemoveUserFromGroup: ['change', 2, ACCESS_REMOVAL],
    CreateGroup: ['create', 2, GRANT],
    CreatePolicy: ['create', 2, GRANT, 'policyName'],
    CreatePolicyVersion: ['change', 3, GRANT],
    SetDefaultPolicyVersion: ['change', 3, GRANT],
    PutUserPermissionsBoundary: ['change', 2, 'Privilege Escalation/T1098'],
    PutRolePermissionsBoundary: ['change', 2, 'Privilege Escalation/T1098'],
    DeleteUserPermissionsBoundary: ['change', 3, 'Privilege Escalation/T1098'],
    DeleteRolePermissionsBoundary: ['change', 3, 'Privilege Escalation/T1098'],
    CreateRole: ['create', 3, ['Persistence/T1098.003', ACCOUNT]],
    AcquireRole: ['create', 3, 'Persistence/T1098.003'],
    UpdateAssumeRolePolicy: ['change', 3, 'Persistence/T1098.003'],
    UpdateRole: ['change', 2, 'Persistence/T1098'],
    DeleteRole: ['delete', 2, ['Stealth/T1070', ACCESS_REMOVAL]],
    AddRoleToInstanceProfile: ['change', 2, GRANT, 'roleName'],
    CreateInstanceProfile: ['create', 1, null],
    CreateServiceLinkedRole: ['create', 1, null, 'aWSServiceName'],
    CreateOpenIDConnectProvider: ['create', 3, TRUST, 'url|out:openIDConnectProviderArn'],
    AddClientIDToOpenIDConnectProvider: FEDERATE,
    UpdateOpenIDConnectProviderThumbprint: FEDERATE,
    CreateSAMLProvider: ['create', 3, TRUST, 'name|out:sAMLProviderArn'],
    UpdateSAMLProvider: FEDERATE,
    AcceptDelegationRequest: ['change', 3, TRUST, 'delegationRequestId'],
    SendDelegationToken: ['use', 3, TRUST, 'delegationRequestId'],
    EnableOutboundWebIdentityFederation: ['change', 3, TRUST],
    UpdateAccountPasswordPolicy: ['change', 2, 'Defense Impairment/T1556.006'],
    DeleteAccountPasswordPolicy: ['delete', 2, null],
    GetAccountPasswordPolicy: ['look', 0, 'Discovery/T1201'],
    GetAccountAuthorizationDetails: ['look', 1, [WHO, GROUPS]],
    SimulatePrincipalPolicy: ['look', 1, GROUPS],
    SimulateCustomPolicy: ['look', 1, GROUPS],
    ListGroups: ['look', 0, GROUPS],
    ListGroupsForUser: ['look', 0, GROUPS],
    ListAttachedUserPolicies: ['look', 0, GROUPS],
    ListAttachedRolePolicies: ['look', 0, GROUPS],
    ListUserPolicies: ['look', 0, GROUPS],
    ListRolePolicies: ['look', 0, GROUPS],
    GetCredentialReport: ['look', 1, WHO],
    GetUser: LOOK_AT_USER,
    GetLoginProfile: LOOK_AT_USER,
    ListAccessKeys: LOOK_AT_USER,
    ListMFADevices: LOOK_AT_USER,
    ListServiceSpecificCredentials: LOOK_AT_USER,
    ListSigningCertificates: LOOK_AT_USER,
    ListSSHPublicKeys: LOOK_AT_USER,
  },
};

const STS: ServiceTable = {
  services: ['sts'],
  target: 'roleArn|targetPrincipal|name|event:resources.ARN',
  looks: WHO,
  calls: {
    GetCallerIdentity: ['look', 0, WHO],
    GetAccessKeyInfo: ['look', 0, WHO, 'accessKeyId'],
    AssumeRole: ['use', 2, [MOVE, 'Privilege Escalation/T1548.005']],
    AssumeRoleWithSAML: ['use', 2, 'Initial Access/T1078.004'],
    AssumeRoleWithWebIdentity: ['use', 2, 'Initial Access/T1078.004'],
    AssumeRoot: ['use', 3, 'Privilege Escalation/T1548.005'],
    GetSessionToken: ['use', 3, ['Persistence/T1098.001', MOVE]],
    GetFederationToken: ['use', 3, ['Persistence/T1098.001', MOVE]],
    GetWebIdentityToken: ['use', 3, MOVE],
    GetDelegatedAccessToken: ['use', 3, MOVE],
  },
};

const SIGN_IN: ServiceTable = {
  services: ['signin'],
  target: 'event:userIdentity.arn',
  looks: WHO,
  calls: {
    ConsoleLogin: ['use', 3, 'Initial Access/T1078.004'],
    GetSigninToken: ['use', 3, ['Lateral Movement/T1021.007', MOVE]],
    SwitchRole: ['use', 2, 'Lateral Movement/T1021.007', 'extra:SwitchTo'],
    CreateOAuth2Token: ['use', 3, MOVE],
    AuthorizeOAuth2Access: ['use', 2, MOVE],
    PasswordUpdated: ['change', 3, 'Persistence/T1098'],
    EmailUpdated: ['change', 3, 'Persistence/T1098'],
    PasswordRecoveryRequested: ['use', 2, 'Persistence/T1098'],
  },
};

const IDENTITY_CENTER: ServiceTable = {
  services: ['sso', 'sso-directory', 'identitystore', 'sso-oauth', 'sso-oidc'],
  target:
    'userName|principalId|groupName|groupId|displayName|permissionSetArn|name|instanceArn|targetId|userId',
  looks: WHO,
  calls: {
    CreateUser: ['create', 3, ACCOUNT],
    CreateGroup: ['create', 3, ACCOUNT],
    AddMemberToGroup: ['change', 3, GRANT],
    CreateGroupMembership: ['change', 3, GRANT],
    CreateAccountAssignment: ['change', 3, GRANT],
    CreatePermissionSet: ['create', 3, GRANT],
    PutInlinePolicyToPermissionSet: ['change', 3, GRANT],
    AttachManagedPolicyToPermissionSet: ['change', 3, GRANT],
    UpdateSsoConfiguration: ['change', 3, MFA],
    CreateTrustedTokenIssuer: ['create', 3, TRUST],
    StartSSO: ['create', 3, TRUST],
    CreateInstance: ['create', 3, TRUST],
    CreateToken: ['use', 2, MOVE],
    GetRoleCredentials: ['use', 2, MOVE],
  },
};

const ROLES_ANYWHERE: ServiceTable = {
  services: ['rolesanywhere'],
  target: 'name|trustAnchorId|profileId|roleArns',
  looks: WHO,
  calls: {
    CreateTrustAnchor: ['create', 3, ['Persistence/T1098.001', TRUST]],
    CreateProfile: ['create', 3, 'Persistence/T1098.003'],
    UpdateProfile: ['change', 3, 'Persistence/T1098.003'],
    UpdateTrustAnchor: ['change', 3, TRUST],
    EnableTrustAnchor: ['change', 3, TRUST],
    EnableProfile: ['change', 3, TRUST],
    ImportCrl: ['create', 1, null],
  },
};

const COGNITO: ServiceTable = {
  services: ['cognito-identity', 'cognito-idp'],
  target: 'identityPoolId|userPoolId|username|identityPoolName|poolName',
  looks: WHO,
  calls: {
    SetIdentityPoolRoles: ['change', 3, 'Persistence/T1098.003'],
    UpdateIdentityPool: ['change', 3, 'Persistence/T1098'],
    CreateIdentityPool: ['create', 3, 'Persistence/T1098'],
    AdminCreateUser: ['create', 3, ACCOUNT],
    AdminSetUserPassword: ['change', 3, 'Persistence/T1098'],
    UpdateUserPoolClient: ['change', 2, 'Persistence/T1098'],
    GetCredentialsForIdentity: ['use', 2, MOVE],
    GetId: ['look', 0, WHO],
  },
};

const ORGANIZATION: ServiceTable = {
  services: ['organizations'],
  target: 'accountId|accountName|policyId|targetId|servicePrincipal|target.id|handshakeId|rootId',
  looks: WHO,
  calls: {
    RegisterDelegatedAdministrator: ['change', 3, 'Persistence/T1098.003'],
    CreateAccount: ['create', 3, ACCOUNT],
    InviteAccountToOrganization: ['change', 3, HIERARCHY],
    AcceptHandshake: ['change', 3, HIERARCHY],
    DetachPolicy: ['change', 3, HIERARCHY],
    DeletePolicy: ['delete', 3, HIERARCHY],
    UpdatePolicy: ['change', 3, HIERARCHY],
    DisablePolicyType: ['change', 3, HIERARCHY],
    DisableAWSServiceAccess: ['change', 3, HIERARCHY],
    LeaveOrganization: ['change', 3, HIERARCHY],
    RemoveAccountFromOrganization: ['change', 3, HIERARCHY],
    MoveAccount: ['change', 3, HIERARCHY],
    CloseAccount: ['delete', 3, ACCESS_REMOVAL],
    PutResourcePolicy: ['share', 3, 'Persistence/T1098.003'],
  },
};

const ACCOUNT_SETTINGS: ServiceTable = {
  services: ['account', 'support', 'billing', 'ce', 'budgets', 'health', 'servicequotas', 'freetier'],
  target: 'regionName|alternateContactType|caseId|budgetName|quotaCode|serviceCode',
  looks: 'Discovery/T1526',
  calls: {
    PutAlternateContact: ['change', 3, 'Persistence/T1098'],
    DeleteAlternateContact: ['change', 3, 'Persistence/T1098'],
    StartPrimaryEmailUpdate: ['change', 3, 'Persistence/T1098'],
    AcceptPrimaryEmailUpdate: ['change', 3, 'Persistence/T1098'],
    EnableRegion: ['change', 3, 'Stealth/T1535'],
    DisableRegion: ['change', 1, null],
    ResolveCase: ['change', 3, 'Stealth/T1070'],
    CreateCase: ['create', 1, null],
    DeleteBudget: ['delete', 2, 'Defense Impairment/T1685'],
    RequestServiceQuotaIncrease: ['change', 2, 'Impact/T1496.001'],
  },
};

export const IDENTITY: readonly ServiceTable[] = [
  IAM,
  STS,
  SIGN_IN,
  IDENTITY_CENTER,
  ROLES_ANYWHERE,
  COGNITO,
  ORGANIZATION,
  ACCOUNT_SETTINGS,
];
