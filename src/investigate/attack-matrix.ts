/** The part of MITRE ATT&CK (Enterprise, version 19) that calls to AWS can show. https://attack.mitre.org/ */

/** Version of the matrix: `TECHNIQUES` and `TACTICS` have its names and IDs. */
export const ATTACK_VERSION = '19';

/**
 * Tactics with their ATT&CK IDs, and what would stand in a CloudTrail log if the tactic had been used: for a report
 * that did not see it. `Technique.tactic` and `TimelineEntry.tactic` are names of this table.
 *
 * In the order of the matrix. Reconnaissance, resource development and command and control leave nothing in
 * CloudTrail and are not listed. Version 19 split Defense Evasion into Stealth (which kept its ID) and Defense
 * Impairment.
 */
export const TACTICS = [
  {
    id: 'TA0001',
    name: 'Initial Access',
    wouldShow:
      'Use of a credential from a network or with a tool that its owner never used, a console login, or AssumeRole from another account.',
  },
  {
    id: 'TA0002',
    name: 'Execution',
    wouldShow:
      'SendCommand or StartSession of Systems Manager, Invoke of a Lambda function (a data event), RunTask or ExecuteCommand of ECS, changed user data of an instance.',
  },
  {
    id: 'TA0003',
    name: 'Persistence',
    wouldShow:
      'CreateUser, CreateAccessKey, CreateLoginProfile, UpdateAssumeRolePolicy, CreateTrustAnchor, new identity providers, changed functions, images, rules and schedules.',
  },
  {
    id: 'TA0004',
    name: 'Privilege Escalation',
    wouldShow:
      'AttachUserPolicy, PutUserPolicy, CreatePolicyVersion, SetDefaultPolicyVersion, AddUserToGroup, a role passed to a new function, instance or stack, AssumeRole into a stronger role.',
  },
  {
    id: 'TA0005',
    name: 'Stealth',
    wouldShow:
      'Activity in regions that are not in use, EnableRegion, deletion of what the intruder had created.',
  },
  {
    id: 'TA0112',
    name: 'Defense Impairment',
    wouldShow:
      'StopLogging, DeleteTrail, PutEventSelectors, DeleteFlowLogs, DeleteDetector, StopConfigurationRecorder, DisableSecurityHub, opened security groups, LeaveOrganization.',
  },
  {
    id: 'TA0006',
    name: 'Credential Access',
    wouldShow:
      'GetSecretValue, BatchGetSecretValue, GetParameter with decryption, GetPasswordData, DescribeInstanceAttribute of user data, Decrypt with the name of a secret or parameter.',
  },
  {
    id: 'TA0007',
    name: 'Discovery',
    wouldShow:
      'GetCallerIdentity, List, Describe and Get calls over many services and regions, SimulatePrincipalPolicy, GetSendQuota, GetServiceQuota, many refused calls.',
  },
  {
    id: 'TA0008',
    name: 'Lateral Movement',
    wouldShow:
      'AssumeRole into other roles and accounts, GetSigninToken, SwitchRole, StartSession, SendSSHPublicKey, SendSerialConsoleSSHPublicKey.',
  },
  {
    id: 'TA0009',
    name: 'Collection',
    wouldShow:
      'GetObject (a data event), CreateSnapshot, CreateDBSnapshot, CreateImage, queries of Athena and the RDS Data API, traffic mirroring.',
  },
  {
    id: 'TA0010',
    name: 'Exfiltration',
    wouldShow:
      'ModifySnapshotAttribute, ModifyImageAttribute and ModifyDBSnapshotAttribute in favour of another account, PutBucketPolicy and PutBucketReplication to another account, export tasks.',
  },
  {
    id: 'TA0040',
    name: 'Impact',
    wouldShow:
      'DeleteBucket, DeleteObject (a data event), PutBucketLifecycle, ScheduleKeyDeletion, deleted databases and backups, RunInstances, InvokeModel, sent mail and messages, TerminateInstances.',
  },
] as const;

export type Tactic = (typeof TACTICS)[number]['name'];

export interface TechniqueFacts {
  readonly name: string;
  /** Tactics of the matrix that the technique belongs to, of those in `TACTICS`. */
  readonly tactics: readonly Tactic[];
  /** Its ID up to version 18, where that was another. */
  readonly v18?: string;
}

/** Techniques by ID; a sub-technique's name has its technique's in front. */
export const TECHNIQUES = {
  'T1078.004': {
    name: 'Valid Accounts: Cloud Accounts',
    tactics: ['Initial Access', 'Persistence', 'Privilege Escalation', 'Stealth'],
  },
  'T1059.009': { name: 'Command and Scripting Interpreter: Cloud API', tactics: ['Execution'] },
  T1648: { name: 'Serverless Execution', tactics: ['Execution'] },
  T1651: { name: 'Cloud Administration Command', tactics: ['Execution'] },
  T1609: { name: 'Container Administration Command', tactics: ['Execution'] },
  T1610: { name: 'Deploy Container', tactics: ['Execution'] },
  T1098: { name: 'Account Manipulation', tactics: ['Persistence', 'Privilege Escalation'] },
  'T1098.001': {
    name: 'Account Manipulation: Additional Cloud Credentials',
    tactics: ['Persistence', 'Privilege Escalation'],
  },
  'T1098.003': {
    name: 'Account Manipulation: Additional Cloud Roles',
    tactics: ['Persistence', 'Privilege Escalation'],
  },
  'T1098.004': {
    name: 'Account Manipulation: SSH Authorized Keys',
    tactics: ['Persistence', 'Privilege Escalation'],
  },
  'T1098.006': {
    name: 'Account Manipulation: Additional Container Cluster Roles',
    tactics: ['Persistence', 'Privilege Escalation'],
  },
  'T1136.003': { name: 'Create Account: Cloud Account', tactics: ['Persistence'] },
  T1525: { name: 'Implant Internal Image', tactics: ['Persistence'] },
  T1546: { name: 'Event Triggered Execution', tactics: ['Persistence', 'Privilege Escalation'] },
  'T1484.002': {
    name: 'Domain or Tenant Policy Modification: Trust Modification',
    tactics: ['Privilege Escalation', 'Defense Impairment'],
  },
  'T1548.005': {
    name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access',
    tactics: ['Privilege Escalation'],
  },
  'T1556.006': {
    name: 'Modify Authentication Process: Multi-Factor Authentication',
    tactics: ['Persistence', 'Defense Impairment', 'Credential Access'],
  },
  T1535: { name: 'Unused/Unsupported Cloud Regions', tactics: ['Stealth'] },
  T1070: { name: 'Indicator Removal', tactics: ['Stealth'] },
  T1666: { name: 'Modify Cloud Resource Hierarchy', tactics: ['Defense Impairment'] },
  'T1578.001': {
    name: 'Modify Cloud Compute Infrastructure: Create Snapshot',
    tactics: ['Defense Impairment'],
  },
  'T1578.002': {
    name: 'Modify Cloud Compute Infrastructure: Create Cloud Instance',
    tactics: ['Defense Impairment'],
  },
  'T1578.003': {
    name: 'Modify Cloud Compute Infrastructure: Delete Cloud Instance',
    tactics: ['Defense Impairment'],
  },
  'T1578.005': {
    name: 'Modify Cloud Compute Infrastructure: Modify Cloud Compute Configurations',
    tactics: ['Defense Impairment'],
  },
  T1685: { name: 'Disable or Modify Tools', tactics: ['Defense Impairment'], v18: 'T1562.001' },
  'T1685.002': {
    name: 'Disable or Modify Tools: Disable or Modify Cloud Log',
    tactics: ['Defense Impairment'],
    v18: 'T1562.008',
  },
  'T1686.001': {
    name: 'Disable or Modify System Firewall: Cloud Firewall',
    tactics: ['Defense Impairment'],
    v18: 'T1562.007',
  },
  T1528: { name: 'Steal Application Access Token', tactics: ['Credential Access'] },
  T1552: { name: 'Unsecured Credentials', tactics: ['Credential Access'] },
  'T1552.001': { name: 'Unsecured Credentials: Credentials In Files', tactics: ['Credential Access'] },
  'T1552.005': { name: 'Unsecured Credentials: Cloud Instance Metadata API', tactics: ['Credential Access'] },
  'T1555.006': {
    name: 'Credentials from Password Stores: Cloud Secrets Management Stores',
    tactics: ['Credential Access'],
  },
  'T1069.003': { name: 'Permission Groups Discovery: Cloud Groups', tactics: ['Discovery'] },
  'T1087.004': { name: 'Account Discovery: Cloud Account', tactics: ['Discovery'] },
  T1201: { name: 'Password Policy Discovery', tactics: ['Discovery'] },
  T1518: { name: 'Software Discovery', tactics: ['Discovery'] },
  'T1518.001': { name: 'Software Discovery: Security Software Discovery', tactics: ['Discovery'] },
  T1526: { name: 'Cloud Service Discovery', tactics: ['Discovery'] },
  T1580: { name: 'Cloud Infrastructure Discovery', tactics: ['Discovery'] },
  T1613: { name: 'Container and Resource Discovery', tactics: ['Discovery'] },
  T1619: { name: 'Cloud Storage Object Discovery', tactics: ['Discovery'] },
  T1654: { name: 'Log Enumeration', tactics: ['Discovery'] },
  'T1021.007': { name: 'Remote Services: Cloud Services', tactics: ['Lateral Movement'] },
  'T1021.008': { name: 'Remote Services: Direct Cloud VM Connections', tactics: ['Lateral Movement'] },
  'T1550.001': {
    name: 'Use Alternate Authentication Material: Application Access Token',
    tactics: ['Lateral Movement'],
  },
  T1074: { name: 'Data Staged', tactics: ['Collection'] },
  'T1213.003': { name: 'Data from Information Repositories: Code Repositories', tactics: ['Collection'] },
  'T1213.006': { name: 'Data from Information Repositories: Databases', tactics: ['Collection'] },
  T1530: { name: 'Data from Cloud Storage', tactics: ['Collection'] },
  T1040: { name: 'Network Sniffing', tactics: ['Credential Access', 'Discovery'] },
  T1537: { name: 'Transfer Data to Cloud Account', tactics: ['Exfiltration'] },
  T1567: { name: 'Exfiltration Over Web Service', tactics: ['Exfiltration'] },
  T1485: { name: 'Data Destruction', tactics: ['Impact'] },
  'T1485.001': { name: 'Data Destruction: Lifecycle-Triggered Deletion', tactics: ['Impact'] },
  T1486: { name: 'Data Encrypted for Impact', tactics: ['Impact'] },
  T1489: { name: 'Service Stop', tactics: ['Impact'] },
  T1490: { name: 'Inhibit System Recovery', tactics: ['Impact'] },
  'T1496.001': { name: 'Resource Hijacking: Compute Hijacking', tactics: ['Impact'] },
  'T1496.003': { name: 'Resource Hijacking: SMS Pumping', tactics: ['Impact'] },
  'T1496.004': { name: 'Resource Hijacking: Cloud Service Hijacking', tactics: ['Impact'] },
  T1531: { name: 'Account Access Removal', tactics: ['Impact'] },
  'T1565.001': { name: 'Data Manipulation: Stored Data Manipulation', tactics: ['Impact'] },
  T1657: { name: 'Financial Theft', tactics: ['Impact'] },
} as const;

export type TechniqueId = keyof typeof TECHNIQUES;

/** What a call shows: a technique, and the tactic it serves. */
export type Mapping = `${Tactic}/${TechniqueId}`;

/** What the matrix says of a technique. */
export function factsOf(id: TechniqueId): TechniqueFacts {
  return TECHNIQUES[id];
}

/** IDs of version 18 that version 19 replaced. */
const BY_OLD_ID: ReadonlyMap<string, TechniqueId> = new Map<string, TechniqueId>([
  ...(Object.keys(TECHNIQUES) as TechniqueId[]).flatMap((id): [string, TechniqueId][] => {
    const { v18 } = factsOf(id);
    return v18 === undefined ? [] : [[v18, id]];
  }),
  ['T1562', 'T1685'],
  ['T1562.006', 'T1685'],
]);

/** The ID that version 19 has for a technique, whichever version's ID is given, in any case. */
export function currentId(id: string): string {
  const upper = id.toUpperCase();
  return BY_OLD_ID.get(upper) ?? upper;
}
