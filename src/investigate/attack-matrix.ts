/** The part of MITRE ATT&CK (Enterprise, version 19) that calls to AWS can show. https://attack.mitre.org/ */

/** Version of the matrix: `TECHNIQUES` and `TACTICS` have its names and IDs. */
export const ATTACK_VERSION = '19';

export interface TacticFacts {
  /** ATT&CK ID of the tactic. */
  readonly id: string;
  /** As the matrix has it; `Technique.tactic` and `TimelineEntry.tactic` are such names. */
  readonly name: string;
  /** What would stand in a CloudTrail log if the tactic had been used: for a report that did not see it. */
  readonly wouldShow: string;
}

/**
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
] as const satisfies readonly TacticFacts[];

export type Tactic = (typeof TACTICS)[number]['name'];

interface TechniqueFacts {
  readonly name: string;
  /** Tactics of the matrix that the technique belongs to, of those in `TACTICS`. */
  readonly tactics: readonly Tactic[];
  /** Its ID up to version 18, where that was another. */
  readonly v18?: string;
}

/** Techniques by ID; a sub-technique's name has its technique's in front. */
export const TECHNIQUES = {
  T1078: technique('Valid Accounts', 'Initial Access', 'Persistence', 'Privilege Escalation', 'Stealth'),
  'T1078.004': technique(
    'Valid Accounts: Cloud Accounts',
    'Initial Access',
    'Persistence',
    'Privilege Escalation',
    'Stealth',
  ),
  T1199: technique('Trusted Relationship', 'Initial Access'),
  'T1059.009': technique('Command and Scripting Interpreter: Cloud API', 'Execution'),
  T1648: technique('Serverless Execution', 'Execution'),
  T1651: technique('Cloud Administration Command', 'Execution'),
  T1609: technique('Container Administration Command', 'Execution'),
  T1610: technique('Deploy Container', 'Execution'),
  T1098: technique('Account Manipulation', 'Persistence', 'Privilege Escalation'),
  'T1098.001': technique(
    'Account Manipulation: Additional Cloud Credentials',
    'Persistence',
    'Privilege Escalation',
  ),
  'T1098.003': technique(
    'Account Manipulation: Additional Cloud Roles',
    'Persistence',
    'Privilege Escalation',
  ),
  'T1098.004': technique('Account Manipulation: SSH Authorized Keys', 'Persistence', 'Privilege Escalation'),
  'T1098.006': technique(
    'Account Manipulation: Additional Container Cluster Roles',
    'Persistence',
    'Privilege Escalation',
  ),
  'T1136.003': technique('Create Account: Cloud Account', 'Persistence'),
  T1525: technique('Implant Internal Image', 'Persistence'),
  T1546: technique('Event Triggered Execution', 'Persistence', 'Privilege Escalation'),
  'T1484.002': technique(
    'Domain or Tenant Policy Modification: Trust Modification',
    'Privilege Escalation',
    'Defense Impairment',
  ),
  'T1548.005': technique(
    'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access',
    'Privilege Escalation',
  ),
  'T1556.006': technique(
    'Modify Authentication Process: Multi-Factor Authentication',
    'Persistence',
    'Defense Impairment',
    'Credential Access',
  ),
  T1535: technique('Unused/Unsupported Cloud Regions', 'Stealth'),
  T1070: technique('Indicator Removal', 'Stealth'),
  T1666: technique('Modify Cloud Resource Hierarchy', 'Defense Impairment'),
  T1578: technique('Modify Cloud Compute Infrastructure', 'Defense Impairment'),
  'T1578.001': technique('Modify Cloud Compute Infrastructure: Create Snapshot', 'Defense Impairment'),
  'T1578.002': technique('Modify Cloud Compute Infrastructure: Create Cloud Instance', 'Defense Impairment'),
  'T1578.003': technique('Modify Cloud Compute Infrastructure: Delete Cloud Instance', 'Defense Impairment'),
  'T1578.005': technique(
    'Modify Cloud Compute Infrastructure: Modify Cloud Compute Configurations',
    'Defense Impairment',
  ),
  T1685: renumbered('T1562.001', 'Disable or Modify Tools', 'Defense Impairment'),
  'T1685.002': renumbered(
    'T1562.008',
    'Disable or Modify Tools: Disable or Modify Cloud Log',
    'Defense Impairment',
  ),
  'T1686.001': renumbered(
    'T1562.007',
    'Disable or Modify System Firewall: Cloud Firewall',
    'Defense Impairment',
  ),
  T1110: technique('Brute Force', 'Credential Access'),
  T1528: technique('Steal Application Access Token', 'Credential Access'),
  T1552: technique('Unsecured Credentials', 'Credential Access'),
  'T1552.001': technique('Unsecured Credentials: Credentials In Files', 'Credential Access'),
  'T1552.005': technique('Unsecured Credentials: Cloud Instance Metadata API', 'Credential Access'),
  'T1555.006': technique(
    'Credentials from Password Stores: Cloud Secrets Management Stores',
    'Credential Access',
  ),
  'T1069.003': technique('Permission Groups Discovery: Cloud Groups', 'Discovery'),
  'T1087.004': technique('Account Discovery: Cloud Account', 'Discovery'),
  T1201: technique('Password Policy Discovery', 'Discovery'),
  T1518: technique('Software Discovery', 'Discovery'),
  'T1518.001': technique('Software Discovery: Security Software Discovery', 'Discovery'),
  T1526: technique('Cloud Service Discovery', 'Discovery'),
  T1580: technique('Cloud Infrastructure Discovery', 'Discovery'),
  T1613: technique('Container and Resource Discovery', 'Discovery'),
  T1619: technique('Cloud Storage Object Discovery', 'Discovery'),
  T1654: technique('Log Enumeration', 'Discovery'),
  'T1021.007': technique('Remote Services: Cloud Services', 'Lateral Movement'),
  'T1021.008': technique('Remote Services: Direct Cloud VM Connections', 'Lateral Movement'),
  'T1550.001': technique(
    'Use Alternate Authentication Material: Application Access Token',
    'Lateral Movement',
  ),
  T1074: technique('Data Staged', 'Collection'),
  T1213: technique('Data from Information Repositories', 'Collection'),
  'T1213.003': technique('Data from Information Repositories: Code Repositories', 'Collection'),
  'T1213.006': technique('Data from Information Repositories: Databases', 'Collection'),
  T1530: technique('Data from Cloud Storage', 'Collection'),
  T1040: technique('Network Sniffing', 'Credential Access', 'Discovery'),
  T1537: technique('Transfer Data to Cloud Account', 'Exfiltration'),
  T1567: technique('Exfiltration Over Web Service', 'Exfiltration'),
  T1485: technique('Data Destruction', 'Impact'),
  'T1485.001': technique('Data Destruction: Lifecycle-Triggered Deletion', 'Impact'),
  T1486: technique('Data Encrypted for Impact', 'Impact'),
  T1489: technique('Service Stop', 'Impact'),
  T1490: technique('Inhibit System Recovery', 'Impact'),
  'T1496.001': technique('Resource Hijacking: Compute Hijacking', 'Impact'),
  'T1496.003': technique('Resource Hijacking: SMS Pumping', 'Impact'),
  'T1496.004': technique('Resource Hijacking: Cloud Service Hijacking', 'Impact'),
  T1531: technique('Account Access Removal', 'Impact'),
  'T1565.001': technique('Data Manipulation: Stored Data Manipulation', 'Impact'),
  T1657: technique('Financial Theft', 'Impact'),
} as const satisfies { readonly [id: string]: TechniqueFacts };

export type TechniqueId = keyof typeof TECHNIQUES;

/** What a call shows: a technique, and the tactic it serves. */
export type Mapping = `${Tactic}/${TechniqueId}`;

function technique(name: string, ...tactics: readonly Tactic[]): TechniqueFacts {
  return { name, tactics };
}

function renumbered(v18: string, name: string, ...tactics: readonly Tactic[]): TechniqueFacts {
  return { name, tactics, v18 };
}

/** IDs of version 18 that version 19 replaced. */
const BY_OLD_ID: ReadonlyMap<string, TechniqueId> = new Map<string, TechniqueId>([
  ...(Object.keys(TECHNIQUES) as TechniqueId[]).flatMap((id): [string, TechniqueId][] => {
    const { v18 } = TECHNIQUES[id];
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
