/** D1 to D7: what an intruder leaves in the access to data, names, mail and bills. */
import type { Mechanism, Plant } from './table.ts';
import { admits, letsNobodyIn } from './trust.ts';

const BUCKET_GONE = 's3:DeleteBucket bucket=bucketName';

/** A setting of a bucket; the product does not know what it was before. */
function bucketSetting(
  calls: readonly string[],
  undo: readonly string[],
  gone: readonly string[],
  says: string,
): Plant {
  return {
    calls,
    target: { bucket: 'bucketName' },
    undo,
    gone: [...gone.map((call) => `${call} bucket=bucketName`), BUCKET_GONE],
    says,
  };
}

/** Sharing of a snapshot or image: one item for each account, and one for everybody. */
function shared(call: string, id: string, attribute: string, also: string): Plant[] {
  return [
    ['userIds', 'userId'],
    ['groupNames', 'group'],
  ].map(([parameter = '', member]) => ({
    calls: [`ec2:${call}`],
    when: { [`${attribute}.add.${member}`]: /./ },
    target: {
      [id]: id,
      attribute: `=${attribute}`,
      operationType: '=remove',
      [parameter]: `${attribute}.add.${member}`,
    },
    undo: [`ec2:${call}`],
    gone: [`ec2:${call} ${id} ${parameter}=${attribute}.remove.${member}`, `${also} ${id}`],
    says: `{${id}} was shared with {${parameter}}; treat it as copied.`,
  }));
}

function sharedDatabase(call: string, id: string, gone: string): Plant {
  return {
    calls: [`rds:${call}`],
    when: { valuesToAdd: /./ },
    target: { [id]: id, attributeName: 'attributeName|=restore', valuesToRemove: 'valuesToAdd' },
    undo: [`rds:${call}`],
    gone: [`rds:${call} ${id} valuesToRemove`, `rds:${gone} ${id}`],
    says: `Database snapshot {${id}} was shared with {valuesToRemove}; treat it as copied.`,
  };
}

export const DATA_MECHANISMS: readonly Mechanism[] = [
  {
    id: 'D1',
    title: 'Bucket: policy, ACL, public access, replication, lifecycle',
    plants: [
      {
        ...bucketSetting(
          ['s3:PutBucketPolicy'],
          ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
          ['s3:DeleteBucketPolicy'],
          'The policy of bucket {bucket} was set.',
        ),
        restores: letsNobodyIn('bucketPolicy'),
        also: admits('bucketPolicy'),
      },
      bucketSetting(
        ['s3:PutBucketAcl'],
        ['s3:PutBucketAcl'],
        [],
        'The access control list of bucket {bucket} was set.',
      ),
      {
        calls: ['s3:PutObjectAcl'],
        target: { bucket: 'bucketName', key: 'key' },
        undo: ['s3:PutObjectAcl'],
        gone: ['s3:DeleteObject bucket=bucketName key', BUCKET_GONE],
        says: 'The access control list of object {key} in bucket {bucket} was set.',
      },
      bucketSetting(
        ['s3:DeleteBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
        ['s3:PutBucketPublicAccessBlock'],
        [],
        'The block of public access to bucket {bucket} was removed or changed.',
      ),
      {
        calls: ['s3:DeleteAccountPublicAccessBlock', 's3:PutAccountPublicAccessBlock'],
        target: { accountId: 'event:recipientAccountId' },
        undo: ['s3:PutAccountPublicAccessBlock'],
        gone: [],
        says: 'The block of public access to all buckets of account {accountId} was removed or changed.',
      },
      {
        calls: ['s3:CreateAccessPoint', 's3:PutAccessPointPolicy'],
        target: { accountId: 'event:recipientAccountId', name: 'name' },
        undo: ['s3:DeleteAccessPoint'],
        gone: ['s3:DeleteAccessPoint name'],
        says: 'Access point {name} was created or opened.',
      },
      bucketSetting(
        ['s3:PutBucketReplication'],
        ['s3:DeleteBucketReplication'],
        ['s3:DeleteBucketReplication'],
        'Objects of bucket {bucket} are copied to another bucket.',
      ),
      bucketSetting(
        ['s3:PutBucketLifecycle'],
        ['s3:PutBucketLifecycle', 's3:DeleteBucketLifecycle'],
        ['s3:DeleteBucketLifecycle'],
        'When objects of bucket {bucket} expire was set.',
      ),
      bucketSetting(
        ['s3:PutBucketVersioning'],
        ['s3:PutBucketVersioning'],
        [],
        'Versioning of bucket {bucket} was set.',
      ),
      bucketSetting(
        ['s3:PutBucketEncryption', 's3:DeleteBucketEncryption'],
        ['s3:PutBucketEncryption'],
        [],
        'The encryption of bucket {bucket} was set or removed.',
      ),
      bucketSetting(
        ['s3:PutBucketWebsite'],
        ['s3:DeleteBucketWebsite'],
        ['s3:DeleteBucketWebsite'],
        'Bucket {bucket} was made a web site.',
      ),
      bucketSetting(
        ['s3:PutBucketCors'],
        ['s3:DeleteBucketCors'],
        ['s3:DeleteBucketCors'],
        'Which web sites may read bucket {bucket} was set.',
      ),
      bucketSetting(
        ['s3:PutBucketLogging'],
        ['s3:PutBucketLogging'],
        [],
        'Access logging of bucket {bucket} was changed.',
      ),
    ],
  },
  {
    id: 'D2',
    title: 'Shared snapshot or image',
    plants: [
      ...shared('ModifySnapshotAttribute', 'snapshotId', 'createVolumePermission', 'ec2:DeleteSnapshot'),
      ...shared('ModifyImageAttribute', 'imageId', 'launchPermission', 'ec2:DeregisterImage'),
      sharedDatabase('ModifyDBSnapshotAttribute', 'dBSnapshotIdentifier', 'DeleteDBSnapshot'),
      sharedDatabase(
        'ModifyDBClusterSnapshotAttribute',
        'dBClusterSnapshotIdentifier',
        'DeleteDBClusterSnapshot',
      ),
      {
        calls: ['ec2:DisableSnapshotBlockPublicAccess'],
        target: {},
        undo: ['ec2:EnableSnapshotBlockPublicAccess'],
        gone: ['ec2:EnableSnapshotBlockPublicAccess'],
        says: 'Snapshots of the region may be made public again.',
      },
    ],
  },
  {
    id: 'D3',
    title: 'KMS key: policy, grant, deletion',
    plants: [
      {
        calls: ['kms:PutKeyPolicy'],
        target: { keyId: 'keyId', policyName: 'policyName|=default' },
        identity: ['keyId'],
        undo: ['kms:PutKeyPolicy'],
        gone: [],
        restores: letsNobodyIn('policy'),
        says: 'The policy of key {keyId} was set.',
        also: admits('policy'),
      },
      {
        calls: ['kms:CreateGrant'],
        where: ({ event }) => !isForService(event.record['userIdentity']),
        target: { keyId: 'keyId', grantId: 'out:grantId' },
        undo: ['kms:RevokeGrant'],
        gone: ['kms:RevokeGrant grantId', 'kms:RetireGrant grantId'],
        says: 'Grant {grantId} lets another principal use key {keyId}.',
      },
      {
        calls: ['kms:ScheduleKeyDeletion'],
        target: { keyId: 'keyId' },
        undo: ['kms:CancelKeyDeletion', 'kms:EnableKey'],
        gone: ['kms:CancelKeyDeletion keyId'],
        says: 'Key {keyId} will be deleted; what it encrypts is lost then.',
      },
      {
        calls: ['kms:DisableKey'],
        target: { keyId: 'keyId' },
        undo: ['kms:EnableKey'],
        gone: ['kms:EnableKey keyId'],
        says: 'Key {keyId} was disabled.',
      },
      {
        calls: ['kms:DeleteImportedKeyMaterial', 'kms:ImportKeyMaterial'],
        target: { keyId: 'keyId' },
        undo: ['kms:ImportKeyMaterial'],
        gone: [],
        says: 'The imported material of key {keyId} was removed or replaced.',
      },
      {
        calls: ['kms:CreateAlias', 'kms:UpdateAlias'],
        target: { aliasName: 'aliasName' },
        undo: ['kms:UpdateAlias', 'kms:DeleteAlias'],
        gone: ['kms:DeleteAlias aliasName'],
        says: 'Alias {aliasName} was set to a key.',
      },
    ],
  },
  {
    id: 'D4',
    title: 'Access of others to secrets, parameters, queues, topics and more',
    plants: [
      {
        calls: ['secretsmanager:PutResourcePolicy'],
        target: { secretId: 'secretId' },
        undo: ['secretsmanager:PutResourcePolicy', 'secretsmanager:DeleteResourcePolicy'],
        gone: ['secretsmanager:DeleteResourcePolicy secretId', 'secretsmanager:DeleteSecret secretId'],
        restores: letsNobodyIn('resourcePolicy'),
        says: 'Who may read secret {secretId} was set.',
        also: admits('resourcePolicy'),
      },
      {
        calls: ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecret'],
        where: ({ event }) => !isForService(event.record['userIdentity']),
        target: { secretId: 'secretId|out:arn' },
        undo: ['secretsmanager:UpdateSecretVersionStage'],
        gone: ['secretsmanager:DeleteSecret secretId'],
        says: 'The value of secret {secretId} was replaced.',
      },
      {
        calls: ['ssm:PutParameter'],
        target: { name: 'name' },
        undo: ['ssm:PutParameter'],
        gone: ['ssm:DeleteParameter name', 'ssm:DeleteParameters name=names'],
        says: 'Parameter {name} was created or its value replaced.',
      },
      {
        calls: ['sqs:AddPermission'],
        target: { queueUrl: 'queueUrl', label: 'label' },
        undo: ['sqs:RemovePermission'],
        gone: ['sqs:RemovePermission queueUrl label', 'sqs:DeleteQueue queueUrl'],
        says: 'Others may use queue {queueUrl}.',
      },
      {
        calls: ['sqs:SetQueueAttributes'],
        when: { 'attributes.Policy': /./ },
        target: { queueUrl: 'queueUrl' },
        undo: ['sqs:SetQueueAttributes'],
        gone: ['sqs:DeleteQueue queueUrl'],
        says: 'Who may use queue {queueUrl} was set.',
      },
      {
        calls: ['sns:AddPermission'],
        target: { topicArn: 'topicArn', label: 'label' },
        undo: ['sns:RemovePermission'],
        gone: ['sns:RemovePermission topicArn label', 'sns:DeleteTopic topicArn'],
        says: 'Others may use topic {topicArn}.',
      },
      {
        calls: ['sns:SetTopicAttributes'],
        when: { attributeName: /^Policy$/ },
        target: { topicArn: 'topicArn', attributeName: '=Policy' },
        undo: ['sns:SetTopicAttributes'],
        gone: ['sns:DeleteTopic topicArn'],
        says: 'Who may use topic {topicArn} was set.',
      },
      {
        calls: ['elasticfilesystem:PutFileSystemPolicy'],
        target: { fileSystemId: 'fileSystemId' },
        undo: ['elasticfilesystem:PutFileSystemPolicy', 'elasticfilesystem:DeleteFileSystemPolicy'],
        gone: ['elasticfilesystem:DeleteFileSystemPolicy fileSystemId'],
        says: 'Who may use file system {fileSystemId} was set.',
      },
      {
        calls: ['glue:PutResourcePolicy'],
        target: {},
        undo: ['glue:PutResourcePolicy', 'glue:DeleteResourcePolicy'],
        gone: ['glue:DeleteResourcePolicy'],
        says: 'Who may use the Glue catalogue was set.',
      },
      {
        calls: ['ram:CreateResourceShare', 'ram:AssociateResourceShare'],
        target: { resourceShareArn: 'out:resourceShare.resourceShareArn|resourceShareArn' },
        undo: ['ram:DeleteResourceShare'],
        gone: ['ram:DeleteResourceShare resourceShareArn'],
        says: 'Resources are shared with others by {resourceShareArn}.',
      },
      {
        calls: ['backup:PutBackupVaultAccessPolicy'],
        target: { backupVaultName: 'backupVaultName' },
        undo: ['backup:PutBackupVaultAccessPolicy', 'backup:DeleteBackupVaultAccessPolicy'],
        gone: ['backup:DeleteBackupVaultAccessPolicy backupVaultName'],
        says: 'Who may use backup vault {backupVaultName} was set.',
      },
      {
        calls: ['transfer:CreateServer'],
        target: { serverId: 'out:serverId' },
        undo: ['transfer:DeleteServer'],
        gone: ['transfer:DeleteServer serverId'],
        says: 'Transfer server {serverId} was created.',
      },
    ],
  },
  {
    id: 'D5',
    title: 'DNS records, domains, distributions, certificates',
    plants: [
      {
        calls: ['route53:ChangeResourceRecordSets'],
        target: {
          hostedZoneId: 'hostedZoneId',
          name: 'changeBatch.changes.resourceRecordSet.name',
        },
        undo: ['route53:ChangeResourceRecordSets'],
        gone: ['route53:DeleteHostedZone hostedZoneId=id|hostedZoneId'],
        says: 'Record {name} of zone {hostedZoneId} was changed.',
      },
      {
        calls: ['route53domains:RegisterDomain'],
        target: { domainName: 'domainName' },
        undo: ['route53domains:DeleteDomain'],
        gone: ['route53domains:DeleteDomain domainName'],
        says: 'Domain {domainName} was registered.',
      },
      {
        calls: ['route53domains:TransferDomainToAnotherAwsAccount'],
        target: { domainName: 'domainName' },
        undo: ['route53domains:CancelDomainTransferToAnotherAwsAccount'],
        gone: ['route53domains:CancelDomainTransferToAnotherAwsAccount domainName'],
        says: 'Domain {domainName} was offered to another account.',
      },
      {
        calls: ['route53domains:DisableDomainTransferLock'],
        target: { domainName: 'domainName' },
        undo: ['route53domains:EnableDomainTransferLock'],
        gone: ['route53domains:EnableDomainTransferLock domainName'],
        says: 'The transfer lock of domain {domainName} was removed.',
      },
      {
        calls: ['cloudfront:UpdateDistribution'],
        target: { id: 'id' },
        undo: ['cloudfront:UpdateDistribution'],
        gone: ['cloudfront:DeleteDistribution id'],
        says: 'Distribution {id} was changed.',
      },
      {
        calls: ['acm:RequestCertificate'],
        target: { certificateArn: 'out:certificateArn' },
        undo: ['acm:DeleteCertificate'],
        gone: ['acm:DeleteCertificate certificateArn'],
        says: 'Certificate {certificateArn} was requested.',
      },
    ],
  },
  {
    id: 'D6',
    title: 'Mail and messages',
    plants: [
      {
        calls: ['ses:CreateEmailIdentity', 'ses:VerifyEmailIdentity', 'ses:VerifyDomainIdentity'],
        target: { emailIdentity: 'emailIdentity|emailAddress|domain' },
        undo: ['ses:DeleteEmailIdentity'],
        gone: ['ses:DeleteEmailIdentity emailIdentity', 'ses:DeleteIdentity emailIdentity=identity'],
        says: 'Mail can be sent as {emailIdentity}.',
      },
      {
        calls: ['ses:PutIdentityPolicy', 'ses:CreateEmailIdentityPolicy'],
        target: { emailIdentity: 'identity|emailIdentity', policyName: 'policyName' },
        undo: ['ses:DeleteEmailIdentityPolicy'],
        gone: [
          'ses:DeleteEmailIdentityPolicy emailIdentity policyName',
          'ses:DeleteIdentityPolicy emailIdentity=identity policyName',
        ],
        says: 'Policy {policyName} lets others send as {emailIdentity}.',
      },
      {
        calls: ['ses:CreateReceiptRule'],
        target: { ruleSetName: 'ruleSetName', ruleName: 'rule.name' },
        undo: ['ses:DeleteReceiptRule'],
        gone: ['ses:DeleteReceiptRule ruleSetName ruleName', 'ses:DeleteReceiptRuleSet ruleSetName'],
        says: 'Incoming mail is handled by rule {ruleName} of {ruleSetName}.',
      },
      {
        calls: ['ses:CreateReceiptRuleSet', 'ses:SetActiveReceiptRuleSet'],
        target: { ruleSetName: 'ruleSetName' },
        undo: ['ses:SetActiveReceiptRuleSet', 'ses:DeleteReceiptRuleSet'],
        gone: ['ses:DeleteReceiptRuleSet ruleSetName'],
        says: 'Rule set {ruleSetName} for incoming mail was created or made active.',
      },
      {
        calls: [
          'ses:PutAccountDetails',
          'ses:UpdateAccountSendingEnabled',
          'ses:PutAccountSendingAttributes',
        ],
        target: {},
        undo: ['ses:PutAccountSendingAttributes'],
        gone: [],
        says: 'Sending of mail in the region was applied for or switched.',
      },
      {
        calls: ['sns:SetSMSAttributes'],
        target: {},
        undo: ['sns:SetSMSAttributes'],
        gone: [],
        says: 'Limits and settings of text messages were changed.',
      },
      {
        calls: ['workmail:CreateOrganization'],
        target: { organizationId: 'out:organizationId' },
        undo: ['workmail:DeleteOrganization'],
        gone: ['workmail:DeleteOrganization organizationId'],
        says: 'WorkMail organisation {organizationId} was created.',
      },
    ],
  },
  {
    id: 'D7',
    title: 'Budgets and purchases',
    plants: [
      {
        calls: ['budgets:DeleteBudget', 'budgets:UpdateBudget'],
        target: { accountId: 'accountId|event:recipientAccountId', budgetName: 'budgetName' },
        identity: ['budgetName'],
        undo: ['budgets:CreateBudget', 'budgets:UpdateBudget'],
        gone: ['budgets:CreateBudget budgetName=budget.budgetName'],
        says: 'Budget {budgetName} was removed or changed.',
      },
      {
        calls: ['agreement-marketplace:AcceptAgreementRequest'],
        target: { agreementId: 'out:agreementId|agreementRequestId' },
        undo: ['agreement-marketplace:CancelAgreement'],
        gone: ['agreement-marketplace:CancelAgreement agreementId'],
        says: 'Marketplace agreement {agreementId} was accepted.',
      },
      {
        calls: ['savingsplans:CreateSavingsPlan'],
        target: { savingsPlanId: 'out:savingsPlanId' },
        undo: ['savingsplans:ReturnSavingsPlan'],
        gone: [
          'savingsplans:ReturnSavingsPlan savingsPlanId',
          'savingsplans:DeleteQueuedSavingsPlan savingsPlanId',
        ],
        says: 'Savings plan {savingsPlanId} was bought; ask AWS for a refund.',
      },
      {
        calls: ['ec2:PurchaseReservedInstancesOffering'],
        target: { reservedInstancesId: 'out:reservedInstancesId' },
        undo: ['support:CreateCase'],
        gone: [],
        says: 'Reserved instances {reservedInstancesId} were bought; ask AWS for a refund.',
      },
    ],
  },
];

/** Whether an AWS service made the call on the caller's behalf: its grants belong to what the caller created. */
function isForService(identity: unknown): boolean {
  return typeof identity === 'object' && identity !== null && 'invokedBy' in identity;
}
