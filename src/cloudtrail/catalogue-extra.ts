/**
 * Events that AWS logs although no public API operation has their name: sign-in and console actions, things that
 * services do by themselves, and operations that only AWS's own agents call.
 *
 * Written by hand from the pages named and from published logs. `*` stands for every name: sources whose events are
 * neither documented nor stable, so that a missing name proves nothing.
 */
export interface ExtraEvents {
  /** eventSource without `.amazonaws.com`. */
  readonly source: string;
  /** Event names, separated by spaces. */
  readonly names: string;
  readonly reason: string;
}

export const EXTRA_EVENTS: readonly ExtraEvents[] = [
  {
    source: 'signin',
    names:
      'ConsoleLogin CheckMfa GetSigninToken SwitchRole ExitRole RenewRole PasswordRecoveryRequested ' +
      'PasswordRecoveryCompleted PasswordUpdated EmailUpdated CredentialChallenge CredentialVerification ' +
      'UserAuthentication ExternalIdPDirectoryLogin AuthorizeOAuth2Access',
    reason:
      'sign-in: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html',
  },
  {
    source: 'sso',
    names:
      'Authenticate Federate StartSSO GetSSOStatus UpdateSsoConfiguration GetSsoConfiguration ' +
      'ListProfilesForApplication ListDirectoryAssociations ListProfileAssociations AssociateDirectory ' +
      'DisassociateDirectory UpdateDirectoryAssociation AssociateProfile DisassociateProfile CreateProfile ' +
      'DeleteProfile UpdateProfile GetProfile CreateTrust DeleteTrust UpdateTrust GetTrust ' +
      'CreateApplicationInstance CreateApplicationInstanceCertificate CreateManagedApplicationInstance ' +
      'DeleteApplicationInstance DeleteApplicationInstanceCertificate DeleteManagedApplicationInstance ' +
      'GetApplicationInstance UpdateApplicationInstanceStatus PutPermissionsPolicy DeletePermissionsPolicy ' +
      'GetPermissionSet GetPermissionsPolicy PutMfaDeviceManagementForDirectory GetMfaDeviceManagementForDirectory',
    reason:
      'access portal and console of IAM Identity Center: docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html',
  },
  {
    source: 'sso-directory',
    names:
      'CreateUser DeleteUser UpdateUser UpdateUserName DescribeUser DescribeUsers EnableUser DisableUser ' +
      'CreateGroup DeleteGroup UpdateGroup DescribeGroup DescribeGroups AddMemberToGroup RemoveMemberFromGroup ' +
      'IsMemberInGroup ListGroupsForUser ListMembersInGroup SearchUsers SearchGroups DescribeDirectory ' +
      'UpdatePassword VerifyEmail ListMfaDevicesForUser UpdateMfaDeviceForUser DeleteMfaDeviceForUser ' +
      'StartVirtualMfaDeviceRegistration CompleteVirtualMfaDeviceRegistration StartWebAuthnDeviceRegistration ' +
      'CompleteWebAuthnDeviceRegistration CreateExternalIdPConfigurationForDirectory ' +
      'EnableExternalIdPConfigurationForDirectory DisableExternalIdPConfigurationForDirectory ' +
      'UpdateExternalIdPConfigurationForDirectory DeleteExternalIdPConfigurationForDirectory ' +
      'ListExternalIdPConfigurationsForDirectory ImportExternalIdPCertificate DeleteExternalIdPCertificate ' +
      'CreateProvisioningTenant DeleteProvisioningTenant ListProvisioningTenants CreateBearerToken ' +
      'DeleteBearerToken ListBearerTokens',
    reason: 'directory of IAM Identity Center, as its console calls it',
  },
  {
    source: 's3',
    names: 'PostObject OptionsObject JobCreated JobStatusChanged GetStorageLensDashboardDataInternal',
    reason:
      'forms, CORS checks, Batch Operations, console: docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html',
  },
  {
    source: 'ec2',
    names: 'SharedSnapshotVolumeCreated SharedSnapshotCopyInitiated BidEvictedEvent',
    reason: 'what other accounts do with shared snapshots; spot interruptions',
  },
  {
    source: 'kms',
    names: 'DeleteKey RotateKey SynchronizeMultiRegionKey',
    reason:
      'done by the service: docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html',
  },
  {
    source: 'secretsmanager',
    names:
      'RotationStarted RotationSucceeded RotationFailed RotationAbandoned TestRotationStarted ' +
      'TestRotationSucceeded TestRotationFailed StartSecretVersionDelete CancelSecretVersionDelete ' +
      'EndSecretVersionDelete',
    reason:
      'done by the service: docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html',
  },
  {
    source: 'ssm',
    names:
      'UpdateInstanceInformation UpdateInstanceAssociationStatus ListInstanceAssociations RegisterManagedInstance ' +
      'RequestManagedInstanceRoleToken GetManifest PutConfigurePackageResult DescribeDocumentParameters',
    reason: 'called by the SSM agent',
  },
  {
    source: 'ssmmessages',
    names: 'CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel',
    reason: 'called by the SSM agent and Session Manager',
  },
  {
    source: 'cloudshell',
    names:
      'CreateEnvironment CreateSession DeleteEnvironment DeleteSession DescribeEnvironments GetEnvironmentStatus ' +
      'GetFileDownloadUrls GetFileUploadUrls PutCredentials RedeemCode SendHeartBeat StartEnvironment ' +
      'StopEnvironment ApproveCommand',
    reason: 'console: docs.aws.amazon.com/cloudshell/latest/userguide/logging-and-monitoring.html',
  },
  {
    source: 'bedrock',
    names: 'PutFoundationModelEntitlement GetFoundationModelEntitlement',
    reason: 'model access in the console',
  },
  { source: 'account', names: 'CloseAccount', reason: 'the root user in the console' },
  {
    source: 'rolesanywhere',
    names: 'CreateSession',
    reason: 'called by the credential helper, which has its own client',
  },
  { source: 'sts', names: 'GetServiceBearerToken', reason: 'called for CodeArtifact and other services' },
  {
    source: 'rds',
    names: 'DescribeRecommendations DescribeRecommendationGroups DownloadCompleteDBLogFile',
    reason: 'console, and an operation for which there is only a REST call',
  },
  { source: 'organizations', names: 'CreateAccountResult', reason: 'the outcome of CreateAccount' },
  {
    source: 'controltower',
    names:
      'CreateManagedAccount UpdateManagedAccount EnableGuardrail DisableGuardrail SetupLandingZone ' +
      'RegisterOrganizationalUnit DeregisterOrganizationalUnit PrecheckOrganizationalUnit',
    reason: 'life-cycle events: docs.aws.amazon.com/controltower/latest/userguide/lifecycle-events.html',
  },
  {
    source: 'backup',
    names:
      'BackupDeleted BackupJobCompleted BackupJobStarted BackupSelectionDeletedDueToSLRDeletion ' +
      'BackupTransitionedToCold CopyJobCompleted CopyJobStarted ReportJobCompleted ReportJobStarted ' +
      'RestoreCompleted RestoreStarted',
    reason:
      'done by the service: docs.aws.amazon.com/aws-backup/latest/devguide/logging-using-cloudtrail.html',
  },
  { source: 'ecr', names: 'PolicyExecutionEvent', reason: 'life-cycle policies' },
  { source: 'codecommit', names: 'GitPull GitPush', reason: 'Git itself' },
  { source: 'lakeformation', names: 'GetDataAccess', reason: 'called by the services that read the data' },
  { source: 'elasticfilesystem', names: 'NewClientConnection', reason: 'NFS clients' },
  { source: 'eks', names: 'AccessKubernetesApi', reason: 'console' },
  {
    source: 'cognito-idp',
    names:
      'Authorize_GET Login_GET Login_POST Logout_GET Token_POST SignUp_GET SignUp_POST ForgotPassword_GET ' +
      'ForgotPassword_POST ConfirmForgotPassword_POST OAuth2Response_GET SAML2Response_POST UserInfo_GET UserInfo_POST',
    reason: 'hosted pages: docs.aws.amazon.com/cognito/latest/developerguide/logging-using-cloudtrail.html',
  },
  { source: 'billingconsole', names: '*', reason: 'console' },
  { source: 'payments', names: '*', reason: 'console' },
  { source: 'purchase-orders', names: '*', reason: 'console' },
  { source: 'trustedadvisor', names: '*', reason: 'console' },
  {
    source: 'quicksight',
    names: '*',
    reason: 'its own pages: docs.aws.amazon.com/quicksight/latest/user/logging-non-api.html',
  },
  { source: 'q', names: '*', reason: 'Amazon Q in console, chat and editors' },
  { source: 'codewhisperer', names: '*', reason: 'Amazon Q in editors' },
  { source: 'user-subscriptions', names: '*', reason: 'console of Amazon Q' },
];
