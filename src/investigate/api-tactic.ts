/** Roughly what a call is for: coarse enough that a habit of one kind of work shows. */

export type ApiTactic =
  | 'discovery'
  | 'persistence'
  | 'privilege escalation'
  | 'defence evasion'
  | 'credential access'
  | 'lateral movement'
  | 'collection'
  | 'sharing'
  | 'compute'
  | 'model use'
  | 'mail'
  | 'destruction'
  | 'change';

/** The first pattern that fits `service:Name` names the tactic. */
const PATTERNS: readonly (readonly [ApiTactic, RegExp])[] = [
  [
    'persistence',
    /^iam:(Create(User|AccessKey|LoginProfile|Role|ServiceSpecificCredential|SAMLProvider|OpenIDConnectProvider|VirtualMFADevice)|UpdateLoginProfile|UploadSSHPublicKey|UploadSigningCertificate|UpdateAssumeRolePolicy)|^(sts:GetFederationToken|signin:GetSigninToken|rolesanywhere:Create|sso:Create|identitystore:Create)/,
  ],
  [
    'privilege escalation',
    /^iam:(Attach|Put(User|Role|Group)Policy|AddUserToGroup|CreatePolicy|SetDefaultPolicyVersion|PassRole|AddRoleToInstanceProfile)/,
  ],
  [
    'defence evasion',
    /^(cloudtrail:(Stop|Delete|Update|PutEventSelectors)|guardduty:(Delete|Update|Stop|Disassociate)|config:(Delete|Stop)|securityhub:(Disable|Delete)|logs:Delete|ec2:DeleteFlowLogs|macie2:Disable|organizations:LeaveOrganization|iam:Deactivate)/,
  ],
  [
    'credential access',
    /^(secretsmanager:(GetSecretValue|BatchGetSecretValue)|ssm:GetParameter|ec2:GetPasswordData|kms:Decrypt|ecr:GetAuthorizationToken|codeartifact:GetAuthorizationToken|rds:(DownloadDBLogFile|ModifyDBInstance))/,
  ],
  [
    'lateral movement',
    /^(sts:Assume|ssm:(SendCommand|StartSession)|ec2-instance-connect:Send|ec2:SendSerialConsole|ecs:ExecuteCommand|lambda:Invoke)/,
  ],
  [
    'model use',
    /^(bedrock:(Invoke|Converse|Put(UseCase|Foundation)|CreateFoundation)|sagemaker:InvokeEndpoint)/,
  ],
  [
    'mail',
    /^(ses|email|sns|workmail|pinpoint|sms-voice)[a-z-]*:(Send|Create|Verify|Put|Update|Delete|Publish|SetSMS)/,
  ],
  [
    'compute',
    /^(ec2:(RunInstances|RequestSpot|CreateLaunchTemplate|StartInstances|ImportKeyPair|CreateKeyPair|AuthorizeSecurityGroup|CreateSecurityGroup)|ecs:(RunTask|Create|Register)|lambda:(Create|Update|Add)|batch:Submit|sagemaker:Create|lightsail:Create|autoscaling:Create|servicequotas:Request)/,
  ],
  [
    'collection',
    /^(s3:(GetObject|CopyObject|ListObjects)|ec2:(CreateSnapshot|CreateImage|CopySnapshot)|rds:(CreateDB.*Snapshot|StartExportTask)|dynamodb:(Scan|Query|ExportTable))/,
  ],
  [
    'sharing',
    /^(ec2:Modify(Snapshot|Image)Attribute|rds:ModifyDB.*SnapshotAttribute|s3:(PutBucketPolicy|PutBucketAcl|PutBucketReplication|PutObjectAcl)|ram:Create|ecr:SetRepositoryPolicy|lambda:AddPermission)/,
  ],
  [
    'destruction',
    /^[a-z0-9-]+:(Delete|Terminate|Stop|Purge|Deregister|Remove|Schedule(Key)?Deletion)|^kms:(ScheduleKeyDeletion|DisableKey)|^s3:PutBucketLifecycle/,
  ],
  [
    'discovery',
    /^[a-z0-9-]+:(Get|List|Describe|Head|Lookup|Search|Simulate|BatchGet|Scan|Select|Query|View|Check|Validate|Test|Filter)/,
  ],
];

/** Few calls are made again and again; callers of forged logs may make up any number. */
const MOST_KNOWN = 1 << 14;
const KNOWN = new Map<string, ApiTactic>();

/** The tactic of `iam:CreateUser`. */
export function tacticOf(api: string): ApiTactic {
  let tactic = KNOWN.get(api);
  if (tactic === undefined) {
    tactic = PATTERNS.find(([, pattern]) => pattern.test(api))?.[0] ?? 'change';
    if (KNOWN.size === MOST_KNOWN) KNOWN.clear();
    KNOWN.set(api, tactic);
  }
  return tactic;
}

/** `iam` of `iam:CreateUser`. */
export function serviceOf(api: string): string {
  return api.slice(0, Math.max(api.indexOf(':'), 0));
}

/** Whether a call only reads. */
export function isRead(api: string): boolean {
  return tacticOf(api) === 'discovery';
}
