/** L1 to L12: logs, alarms and guards that an intruder switches off. */
import type { Mechanism, Plant } from './table.ts';

/** Something that is gone and has to be made again, or is changed and has to be set back. */
function impaired(
  calls: readonly string[],
  target: { readonly [parameter: string]: string },
  undo: readonly string[],
  says: string,
  gone: readonly string[] = [],
): Plant {
  return { calls, target, undo, gone, says };
}

export const DEFENCE_MECHANISMS: readonly Mechanism[] = [
  {
    id: 'L1',
    title: 'CloudTrail stopped, deleted or narrowed',
    plants: [
      impaired(
        ['cloudtrail:StopLogging'],
        { name: 'name' },
        ['cloudtrail:StartLogging'],
        'Trail {name} was stopped; call from its home region.',
        ['cloudtrail:StartLogging name'],
      ),
      impaired(
        ['cloudtrail:DeleteTrail'],
        { name: 'name' },
        ['cloudtrail:CreateTrail', 'cloudtrail:StartLogging'],
        'Trail {name} was deleted.',
        ['cloudtrail:CreateTrail name'],
      ),
      impaired(
        ['cloudtrail:UpdateTrail'],
        { name: 'name' },
        ['cloudtrail:UpdateTrail'],
        'Trail {name} was changed.',
        ['cloudtrail:DeleteTrail name'],
      ),
      impaired(
        ['cloudtrail:PutEventSelectors', 'cloudtrail:PutInsightSelectors'],
        { trailName: 'trailName' },
        ['cloudtrail:PutEventSelectors', 'cloudtrail:PutInsightSelectors'],
        'What trail {trailName} records was changed.',
        ['cloudtrail:DeleteTrail trailName=name'],
      ),
      impaired(
        [
          'cloudtrail:StopEventDataStoreIngestion',
          'cloudtrail:DeleteEventDataStore',
          'cloudtrail:UpdateEventDataStore',
        ],
        { eventDataStore: 'eventDataStore' },
        [
          'cloudtrail:RestoreEventDataStore',
          'cloudtrail:StartEventDataStoreIngestion',
          'cloudtrail:UpdateEventDataStore',
        ],
        'Event data store {eventDataStore} was stopped, deleted or changed.',
        [
          'cloudtrail:StartEventDataStoreIngestion eventDataStore',
          'cloudtrail:RestoreEventDataStore eventDataStore',
        ],
      ),
    ],
    unseen:
      'Logs can also be lost by a lifecycle rule, a policy or the key of the bucket they are in: see D1 and D3 for that bucket and key.',
  },
  {
    id: 'L2',
    title: 'Flow and DNS logs removed',
    plants: [
      impaired(
        ['ec2:DeleteFlowLogs'],
        { flowLogId: 'flowLogId|flowLogIds' },
        ['ec2:CreateFlowLogs'],
        'Flow log {flowLogId} was deleted.',
      ),
      impaired(
        [
          'route53resolver:DeleteResolverQueryLogConfig',
          'route53resolver:DisassociateResolverQueryLogConfig',
        ],
        { resolverQueryLogConfigId: 'resolverQueryLogConfigId' },
        ['route53resolver:CreateResolverQueryLogConfig', 'route53resolver:AssociateResolverQueryLogConfig'],
        'DNS query log {resolverQueryLogConfigId} was removed.',
      ),
    ],
  },
  {
    id: 'L3',
    title: 'Log groups deleted or shortened',
    plants: [
      impaired(
        ['logs:DeleteLogGroup', 'logs:DeleteLogStream'],
        { logGroupName: 'logGroupName' },
        ['logs:CreateLogGroup'],
        'Logs of group {logGroupName} were deleted.',
        ['logs:CreateLogGroup logGroupName'],
      ),
      impaired(
        ['logs:PutRetentionPolicy'],
        { logGroupName: 'logGroupName' },
        ['logs:PutRetentionPolicy'],
        'How long logs of group {logGroupName} are kept was changed.',
        ['logs:DeleteLogGroup logGroupName'],
      ),
    ],
  },
  {
    id: 'L4',
    title: 'Alarms and event rules silenced',
    plants: [
      impaired(
        ['monitoring:DeleteAlarms'],
        { alarmNames: 'alarmNames' },
        ['monitoring:PutMetricAlarm'],
        'Alarm {alarmNames} was deleted.',
        ['monitoring:PutMetricAlarm alarmNames=alarmName'],
      ),
      impaired(
        ['monitoring:DisableAlarmActions'],
        { alarmNames: 'alarmNames' },
        ['monitoring:EnableAlarmActions'],
        'Alarm {alarmNames} does nothing any more.',
        ['monitoring:EnableAlarmActions alarmNames'],
      ),
      impaired(
        ['events:DisableRule', 'events:DeleteRule'],
        { name: 'name' },
        ['events:PutRule', 'events:EnableRule'],
        'Event rule {name} was disabled or deleted.',
        ['events:EnableRule name', 'events:PutRule name'],
      ),
      impaired(
        ['events:RemoveTargets'],
        { rule: 'rule' },
        ['events:PutTargets'],
        'Targets were taken from event rule {rule}.',
        ['events:PutTargets rule'],
      ),
    ],
  },
  {
    id: 'L5',
    title: 'GuardDuty disabled or blinded',
    plants: [
      impaired(
        ['guardduty:DeleteDetector'],
        { detectorId: 'detectorId' },
        ['guardduty:CreateDetector'],
        'Detector {detectorId} was deleted.',
        ['guardduty:CreateDetector'],
      ),
      impaired(
        ['guardduty:UpdateDetector'],
        { detectorId: 'detectorId' },
        ['guardduty:UpdateDetector'],
        'Detector {detectorId} was disabled or slowed down.',
      ),
      impaired(
        ['guardduty:CreateIPSet', 'guardduty:UpdateIPSet'],
        { detectorId: 'detectorId', ipSetId: 'out:ipSetId|ipSetId' },
        ['guardduty:DeleteIPSet'],
        'Trusted address list {ipSetId} was created or changed.',
        ['guardduty:DeleteIPSet ipSetId'],
      ),
      impaired(
        ['guardduty:CreateFilter', 'guardduty:UpdateFilter'],
        { detectorId: 'detectorId', filterName: 'name|filterName' },
        ['guardduty:DeleteFilter'],
        'Filter {filterName} can hide findings.',
        ['guardduty:DeleteFilter filterName'],
      ),
      impaired(
        ['guardduty:DeletePublishingDestination'],
        { detectorId: 'detectorId', destinationId: 'destinationId' },
        ['guardduty:CreatePublishingDestination'],
        'Findings are not delivered to {destinationId} any more.',
      ),
      impaired(
        [
          'guardduty:StopMonitoringMembers',
          'guardduty:DisassociateMembers',
          'guardduty:DeleteMembers',
          'guardduty:DisassociateFromAdministratorAccount',
          'guardduty:DisassociateFromMasterAccount',
        ],
        { detectorId: 'detectorId' },
        ['guardduty:CreateMembers', 'guardduty:StartMonitoringMembers'],
        'Accounts were cut off from the administrator of detector {detectorId}.',
        ['guardduty:StartMonitoringMembers detectorId'],
      ),
    ],
  },
  {
    id: 'L6',
    title: 'Security Hub disabled',
    plants: [
      impaired(
        ['securityhub:DisableSecurityHub'],
        {},
        ['securityhub:EnableSecurityHub'],
        'Security Hub was switched off in the region.',
        ['securityhub:EnableSecurityHub'],
      ),
      impaired(
        ['securityhub:BatchDisableStandards', 'securityhub:UpdateStandardsControl'],
        { standardsSubscriptionArns: 'standardsSubscriptionArns|standardsControlArn' },
        ['securityhub:BatchEnableStandards', 'securityhub:UpdateStandardsControl'],
        'Checks {standardsSubscriptionArns} were switched off or changed.',
      ),
    ],
  },
  {
    id: 'L7',
    title: 'AWS Config stopped',
    plants: [
      impaired(
        ['config:StopConfigurationRecorder', 'config:DeleteConfigurationRecorder'],
        { configurationRecorderName: 'configurationRecorderName' },
        ['config:PutConfigurationRecorder', 'config:StartConfigurationRecorder'],
        'Recorder {configurationRecorderName} was stopped or deleted.',
        ['config:StartConfigurationRecorder configurationRecorderName'],
      ),
      impaired(
        ['config:DeleteDeliveryChannel'],
        { deliveryChannelName: 'deliveryChannelName' },
        ['config:PutDeliveryChannel'],
        'Delivery channel {deliveryChannelName} was deleted.',
        ['config:PutDeliveryChannel deliveryChannelName=deliveryChannel.name'],
      ),
      impaired(
        ['config:DeleteConfigRule'],
        { configRuleName: 'configRuleName' },
        ['config:PutConfigRule'],
        'Rule {configRuleName} was deleted.',
        ['config:PutConfigRule configRuleName=configRule.configRuleName'],
      ),
    ],
  },
  {
    id: 'L8',
    title: 'Macie, Inspector or Access Analyzer disabled',
    plants: [
      impaired(['macie2:DisableMacie'], {}, ['macie2:EnableMacie'], 'Macie was switched off in the region.', [
        'macie2:EnableMacie',
      ]),
      impaired(
        ['inspector2:Disable'],
        {},
        ['inspector2:Enable'],
        'Inspector was switched off in the region.',
        ['inspector2:Enable'],
      ),
      impaired(
        ['access-analyzer:DeleteAnalyzer'],
        { analyzerName: 'analyzerName' },
        ['access-analyzer:CreateAnalyzer'],
        'Analyzer {analyzerName} was deleted.',
        ['access-analyzer:CreateAnalyzer analyzerName'],
      ),
    ],
  },
  {
    id: 'L9',
    title: 'Web application firewall weakened',
    plants: [
      impaired(
        ['wafv2:DeleteWebACL', 'wafv2:DeleteRuleGroup', 'wafv2:UpdateIPSet'],
        { name: 'name', scope: 'scope', id: 'id' },
        ['wafv2:CreateWebACL', 'wafv2:CreateRuleGroup', 'wafv2:UpdateIPSet'],
        'Firewall object {name} was deleted or changed.',
      ),
      impaired(
        ['wafv2:DisassociateWebACL'],
        { resourceArn: 'resourceArn' },
        ['wafv2:AssociateWebACL'],
        'The firewall of {resourceArn} was taken away.',
        ['wafv2:AssociateWebACL resourceArn'],
      ),
      impaired(
        ['wafv2:DeleteLoggingConfiguration'],
        { resourceArn: 'resourceArn' },
        ['wafv2:PutLoggingConfiguration'],
        'Logging of firewall {resourceArn} was removed.',
      ),
      impaired(
        ['waf:DeleteWebACL', 'waf-regional:DeleteWebACL'],
        { webACLId: 'webACLId' },
        ['waf:CreateWebACL'],
        'Firewall {webACLId} was deleted.',
      ),
    ],
  },
  {
    id: 'L10',
    title: 'Backups and their protection removed',
    plants: [
      impaired(
        ['backup:DeleteBackupVaultLockConfiguration'],
        { backupVaultName: 'backupVaultName' },
        ['backup:PutBackupVaultLockConfiguration'],
        'The lock of vault {backupVaultName} was removed.',
        ['backup:PutBackupVaultLockConfiguration backupVaultName'],
      ),
      impaired(
        ['backup:DeleteRecoveryPoint'],
        { recoveryPointArn: 'recoveryPointArn' },
        ['backup:StartBackupJob'],
        'Recovery point {recoveryPointArn} was deleted.',
      ),
      impaired(
        ['backup:DeleteBackupPlan', 'backup:DeleteBackupSelection'],
        { backupPlanId: 'backupPlanId' },
        ['backup:CreateBackupPlan', 'backup:CreateBackupSelection'],
        'Backup plan {backupPlanId} was deleted or emptied.',
      ),
      impaired(
        ['rds:DeleteDBInstanceAutomatedBackup'],
        { dbiResourceId: 'dbiResourceId' },
        ['rds:StartDBInstanceAutomatedBackupsReplication'],
        'Automated backups of {dbiResourceId} were deleted.',
      ),
    ],
  },
  {
    id: 'L11',
    title: 'Queue purged',
    plants: [
      impaired(
        ['sqs:PurgeQueue'],
        { queueUrl: 'queueUrl' },
        ['sqs:StartMessageMoveTask'],
        'Messages of queue {queueUrl} were deleted; they are lost unless a dead-letter queue holds them.',
      ),
    ],
  },
  {
    id: 'L12',
    title: 'Defaults that protect instances and volumes switched off',
    plants: [
      impaired(
        ['ec2:DisableEbsEncryptionByDefault'],
        {},
        ['ec2:EnableEbsEncryptionByDefault'],
        'New volumes of the region are not encrypted any more.',
        ['ec2:EnableEbsEncryptionByDefault'],
      ),
      impaired(
        ['ec2:DisableImageBlockPublicAccess'],
        {},
        ['ec2:EnableImageBlockPublicAccess'],
        'Images of the region may be made public again.',
        ['ec2:EnableImageBlockPublicAccess'],
      ),
      impaired(
        ['ec2:ModifyInstanceMetadataOptions'],
        { instanceId: 'instanceId' },
        ['ec2:ModifyInstanceMetadataOptions'],
        'How instance {instanceId} gives out its credentials was changed.',
        ['ec2:TerminateInstances instanceId=instancesSet.instanceId'],
      ),
    ],
  },
];
