/**
 * Calls that published incidents name: early steps of intruders rather than steps of owners. That a subject has made
 * one before does not make it innocent.
 *
 * Facts from the incident write-ups collected by TrailDiscover (https://traildiscover.cloud/, CC BY 4.0) and others.
 */
const BY_SERVICE: readonly (readonly [service: string, names: string])[] = [
  ['sts', 'GetCallerIdentity GetFederationToken GetSessionToken AssumeRole'],
  [
    'iam',
    `CreateUser CreateAccessKey CreateLoginProfile UpdateLoginProfile AttachUserPolicy AttachRolePolicy AttachGroupPolicy
    PutUserPolicy PutRolePolicy AddUserToGroup CreateRole CreatePolicy CreatePolicyVersion UpdateAssumeRolePolicy
    DeleteAccessKey DeleteUser DetachUserPolicy DeleteUserPolicy DeleteLoginProfile ListUsers ListRoles ListGroups
    ListAccessKeys ListAccountAliases ListAttachedUserPolicies ListAttachedRolePolicies ListUserPolicies
    ListGroupsForUser ListInstanceProfiles ListSSHPublicKeys ListServiceSpecificCredentials ListSAMLProviders
    ListOpenIDConnectProviders ListSigningCertificates GetUser GetAccountAuthorizationDetails GetAccountSummary
    GetLoginProfile SimulatePrincipalPolicy CreateServiceLinkedRole CreateInstanceProfile AddRoleToInstanceProfile
    UpdateAccessKey DeactivateMFADevice CreateVirtualMFADevice`,
  ],
  ['signin', 'GetSigninToken ConsoleLogin SwitchRole'],
  [
    'ec2',
    `RunInstances DescribeInstances DescribeRegions DescribeVpcs DescribeSecurityGroups DescribeInstanceTypes
    DescribeAccountAttributes DescribeSnapshots DescribeVolumes DescribeImages CreateSecurityGroup
    AuthorizeSecurityGroupIngress CreateKeyPair ImportKeyPair CreateSnapshot CreateImage AttachVolume CreateVolume
    ModifySnapshotAttribute ModifyImageAttribute ModifyInstanceAttribute TerminateInstances StopInstances GetPasswordData
    GetConsoleScreenshot DescribeInstanceAttribute CreateDefaultVpc CreateVpc CreateInternetGateway
    ReplaceIamInstanceProfileAssociation EnableSerialConsoleAccess RequestSpotInstances CreateLaunchTemplate
    DescribeCarrierGateways`,
  ],
  ['ec2-instance-connect', 'SendSSHPublicKey SendSerialConsoleSSHPublicKey'],
  [
    's3',
    `ListBuckets GetObject DeleteObject DeleteBucket PutBucketVersioning PutBucketLifecycle PutBucketPolicy PutBucketAcl
    GetBucketVersioning GetBucketPolicy GetBucketAcl GetBucketLogging GetBucketReplication GetBucketPublicAccessBlock`,
  ],
  [
    'ses',
    `GetSendQuota GetAccount GetAccountSendingEnabled ListIdentities ListEmailIdentities VerifyEmailIdentity
    CreateEmailIdentity UpdateAccountSendingEnabled PutAccountDetails SendEmail GetIdentityVerificationAttributes
    DeleteIdentity GetSendStatistics`,
  ],
  ['sns', 'GetSMSAttributes GetSMSSandboxAccountStatus Publish ListOriginationNumbers ListTopics'],
  [
    'bedrock',
    `InvokeModel InvokeModelWithResponseStream Converse ConverseStream ListFoundationModels
    GetFoundationModelAvailability GetModelInvocationLoggingConfiguration DeleteModelInvocationLoggingConfiguration
    PutUseCaseForModelAccess GetUseCaseForModelAccess PutFoundationModelEntitlement CreateFoundationModelAgreement
    ListFoundationModelAgreementOffers`,
  ],
  ['servicequotas', 'GetServiceQuota ListServiceQuotas RequestServiceQuotaIncrease'],
  [
    'cloudtrail',
    'StopLogging DeleteTrail UpdateTrail PutEventSelectors DescribeTrails GetTrailStatus LookupEvents ListTrails',
  ],
  [
    'guardduty',
    'DeleteDetector UpdateDetector ListDetectors GetDetector GetFindings DeleteInvitations DisassociateFromMasterAccount',
  ],
  ['securityhub', 'GetFindings DisableSecurityHub'],
  [
    'organizations',
    'DescribeOrganization ListAccounts LeaveOrganization ListOrganizationalUnitsForParent DisableAWSServiceAccess',
  ],
  ['secretsmanager', 'ListSecrets GetSecretValue BatchGetSecretValue'],
  [
    'ssm',
    'DescribeParameters GetParameter GetParameters SendCommand StartSession DescribeInstanceInformation',
  ],
  [
    'lambda',
    'ListFunctions CreateFunction UpdateFunctionCode UpdateFunctionConfiguration AddPermission Invoke CreateFunctionUrlConfig',
  ],
  ['ecs', 'CreateCluster RegisterTaskDefinition CreateService RunTask ListClusters'],
  ['rds', 'ModifyDBInstance CreateDBSnapshot ModifyDBSnapshotAttribute StartExportTask DescribeDBInstances'],
  ['ce', 'GetCostAndUsage GetCostForecast'],
  ['route53domains', 'RegisterDomain TransferDomainToAnotherAwsAccount'],
  ['support', 'CreateCase'],
  ['resource-explorer-2', 'Search'],
];

/** `iam:CreateUser` and the like. */
export const WILD_APIS: ReadonlySet<string> = new Set(
  BY_SERVICE.flatMap(([service, names]) => names.split(/\s+/).map((name) => `${service}:${name}`)),
);
