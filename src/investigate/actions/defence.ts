/** Calls to what records, watches and warns. */
import type { Mapping } from '../attack-matrix.ts';
import type { Row, ServiceTable } from './table.ts';

const LOGS: Mapping = 'Defense Impairment/T1685.002';
const TOOLS: Mapping = 'Defense Impairment/T1685';
const FIREWALL: Mapping = 'Defense Impairment/T1686.001';
const READ_LOGS: Mapping = 'Discovery/T1654';

const BLIND: Row = ['change', 3, LOGS];
const DISARM: Row = ['change', 3, TOOLS];
const SILENCE: Row = ['delete', 3, TOOLS];

const CLOUDTRAIL: ServiceTable = {
  services: ['cloudtrail'],
  target: 'name|trailName|eventDataStore',
  looks: 'Discovery/T1518.001',
  calls: {
    StopLogging: BLIND,
    DeleteTrail: ['delete', 3, LOGS],
    UpdateTrail: BLIND,
    PutEventSelectors: BLIND,
    PutInsightSelectors: BLIND,
    StopEventDataStoreIngestion: BLIND,
    DeleteEventDataStore: ['delete', 3, LOGS],
    UpdateEventDataStore: BLIND,
    CreateTrail: ['create', 1, null],
    StartLogging: ['change', 1, null],
    LookupEvents: ['read', 1, READ_LOGS, 'lookupAttributes.attributeValue'],
    StartQuery: ['read', 1, READ_LOGS],
  },
};

const WATCH: ServiceTable = {
  services: [
    'guardduty',
    'securityhub',
    'config',
    'macie2',
    'inspector2',
    'access-analyzer',
    'detective',
    'shield',
    'fms',
  ],
  target: 'detectorId|configurationRecorderName|name|analyzerName|filterName|configRuleName|standardsArn',
  looks: 'Discovery/T1518.001',
  calls: {
    DeleteDetector: SILENCE,
    UpdateDetector: DISARM,
    CreateIPSet: DISARM,
    UpdateIPSet: DISARM,
    UpdateThreatIntelSet: DISARM,
    DeleteThreatIntelSet: SILENCE,
    CreateFilter: DISARM,
    UpdateFilter: DISARM,
    ArchiveFindings: DISARM,
    DeletePublishingDestination: SILENCE,
    StopMonitoringMembers: DISARM,
    DisassociateMembers: DISARM,
    DeleteMembers: SILENCE,
    DeleteInvitations: DISARM,
    DisassociateFromAdministratorAccount: DISARM,
    DisassociateFromMasterAccount: DISARM,
    DisableSecurityHub: DISARM,
    BatchDisableStandards: DISARM,
    UpdateStandardsControl: DISARM,
    BatchUpdateFindings: ['change', 2, TOOLS],
    DisableMacie: DISARM,
    Disable: DISARM,
    DeleteAnalyzer: SILENCE,
    StopConfigurationRecorder: BLIND,
    DeleteConfigurationRecorder: ['delete', 3, LOGS],
    DeleteDeliveryChannel: ['delete', 3, LOGS],
    DeleteConfigRule: SILENCE,
    PutConfigurationRecorder: ['change', 1, null],
  },
};

const LOG_GROUPS: ServiceTable = {
  services: ['logs', 'monitoring', 'route53resolver', 'xray'],
  target: 'logGroupName|logGroupNames|alarmNames|resolverQueryLogConfigId|filterName|logGroupIdentifier',
  looks: 'Discovery/T1654',
  calls: {
    DeleteLogGroup: ['delete', 3, LOGS],
    DeleteLogStream: ['delete', 3, LOGS],
    PutRetentionPolicy: ['change', 2, LOGS],
    PutSubscriptionFilter: ['create', 3, 'Persistence/T1546'],
    DeleteSubscriptionFilter: ['delete', 2, LOGS],
    DeleteMetricFilter: ['delete', 2, TOOLS],
    DeleteAlarms: SILENCE,
    DisableAlarmActions: DISARM,
    DeleteResolverQueryLogConfig: ['delete', 3, LOGS],
    DisassociateResolverQueryLogConfig: ['change', 3, LOGS],
    FilterLogEvents: ['read', 2, READ_LOGS],
    GetLogEvents: ['read', 2, READ_LOGS],
    GetLogRecord: ['read', 2, READ_LOGS, 'logRecordPointer'],
    StartQuery: ['read', 2, READ_LOGS],
    GetQueryResults: ['read', 1, READ_LOGS, 'queryId'],
    PutLogEvents: ['change', 1, null],
    CreateLogGroup: ['create', 0, null],
    CreateLogStream: ['create', 0, null],
  },
};

const EVENTS: ServiceTable = {
  services: ['events', 'pipes'],
  target: 'rule|name|eventBusName',
  looks: 'Discovery/T1526',
  calls: {
    PutRule: ['create', 3, 'Persistence/T1546'],
    PutTargets: ['change', 3, 'Persistence/T1546'],
    PutPermission: ['share', 3, 'Exfiltration/T1537'],
    DisableRule: DISARM,
    DeleteRule: SILENCE,
    RemoveTargets: DISARM,
    CreatePipe: ['create', 3, 'Persistence/T1546'],
  },
};

const FIREWALLS: ServiceTable = {
  services: ['waf', 'waf-regional', 'wafv2', 'network-firewall'],
  target: 'name|webACLId|ruleId|resourceArn|firewallName|firewallArn|iPSetId',
  looks: 'Discovery/T1518.001',
  calls: {
    DeleteWebACL: ['delete', 3, FIREWALL],
    DeleteRule: ['delete', 3, FIREWALL],
    DeleteRuleGroup: ['delete', 3, FIREWALL],
    UpdateIPSet: ['change', 2, FIREWALL],
    DisassociateWebACL: ['change', 3, FIREWALL],
    DeleteLoggingConfiguration: ['delete', 3, LOGS],
    DeleteFirewall: ['delete', 3, FIREWALL],
  },
};

export const DEFENCE: readonly ServiceTable[] = [CLOUDTRAIL, WATCH, LOG_GROUPS, EVENTS, FIREWALLS];
