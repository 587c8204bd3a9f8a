/** ATT&CK tactics in the order of an attack, the phase of the timeline each belongs to, and what shows it in CloudTrail. */
import type { TimelineEntry } from '../investigate/incident.ts';

export interface Tactic {
  /** As the matrix spells it in links: `privilege-escalation`. */
  readonly id: string;
  readonly title: string;
  /** Names it had, or has, in other versions of the matrix. */
  readonly also: readonly string[];
  readonly phase: string;
  /** What in the logs would have shown it, said where it was not observed. */
  readonly shownBy: string;
}

export const TACTICS: readonly Tactic[] = [
  {
    id: 'initial-access',
    title: 'Initial access',
    also: ['reconnaissance', 'resource-development'],
    phase: 'initial-access',
    shownBy:
      'the first call with a credential from a network and with a tool that its owner does not use, or a console sign-in. How a key left its owner’s hands is rarely in CloudTrail: look at repositories, CI logs, laptops and metadata services.',
  },
  {
    id: 'execution',
    title: 'Execution',
    also: [],
    phase: 'execution',
    shownBy:
      'lambda:Invoke (a data event), ssm:SendCommand, ec2:RunInstances with user data, ecs:RunTask, codebuild:StartBuild.',
  },
  {
    id: 'persistence',
    title: 'Persistence',
    also: [],
    phase: 'persistence',
    shownBy:
      'iam:CreateUser, CreateAccessKey, CreateLoginProfile, UpdateAssumeRolePolicy, new identity providers, lambda:CreateFunction with triggers, sts:GetFederationToken.',
  },
  {
    id: 'privilege-escalation',
    title: 'Privilege escalation',
    also: [],
    phase: 'privilege-escalation',
    shownBy:
      'iam:AttachUserPolicy, PutUserPolicy, CreatePolicyVersion, AddUserToGroup, sts:AssumeRole into a stronger role, services started with a passed role.',
  },
  {
    id: 'stealth',
    title: 'Stealth and defence impairment',
    also: ['defense-evasion', 'defense-impairment', 'defence-evasion', 'defence-impairment'],
    phase: 'defence-impairment',
    shownBy:
      'cloudtrail:StopLogging, DeleteTrail, PutEventSelectors, guardduty:DeleteDetector, deletion of created users, calls in regions that were never used.',
  },
  {
    id: 'credential-access',
    title: 'Credential access',
    also: [],
    phase: 'credential-access',
    shownBy:
      'secretsmanager:GetSecretValue, ssm:GetParameter with decryption, ec2:GetPasswordData, lambda:GetFunction.',
  },
  {
    id: 'discovery',
    title: 'Discovery',
    also: [],
    phase: 'discovery',
    shownBy:
      'sts:GetCallerIdentity, iam:List… and Get…, s3:ListBuckets, ec2:Describe…, ses:GetSendQuota, many denied calls in a short time.',
  },
  {
    id: 'lateral-movement',
    title: 'Lateral movement',
    also: [],
    phase: 'lateral-movement',
    shownBy:
      'sts:AssumeRole into other accounts, signin:GetSigninToken and ConsoleLogin from a key, ssm:StartSession, ec2-instance-connect:SendSSHPublicKey.',
  },
  {
    id: 'collection',
    title: 'Collection',
    also: [],
    phase: 'impact',
    shownBy:
      's3:GetObject (a data event), ec2:CreateSnapshot, rds:CreateDBSnapshot and StartExportTask, athena:GetQueryResults.',
  },
  {
    id: 'exfiltration',
    title: 'Exfiltration',
    also: ['command-and-control'],
    phase: 'impact',
    shownBy:
      'ec2:ModifySnapshotAttribute and rds:ModifyDBSnapshotAttribute towards other accounts, s3:PutBucketPolicy, PutBucketReplication; for objects, s3:GetObject with data events on.',
  },
  {
    id: 'impact',
    title: 'Impact',
    also: [],
    phase: 'impact',
    shownBy:
      's3:DeleteObject and DeleteBucket, PutBucketLifecycle, kms:ScheduleKeyDeletion, ec2:RunInstances at scale, bedrock:InvokeModel, ses sending (not in CloudTrail), deleted backups.',
  },
];

export interface Phase {
  readonly id: string;
  readonly title: string;
}

/** Parts of the timeline, in the order of the report. What people did is the last. */
export const PHASES: readonly Phase[] = [
  { id: 'initial-access', title: 'Initial access' },
  { id: 'execution', title: 'Execution' },
  { id: 'persistence', title: 'Persistence' },
  { id: 'privilege-escalation', title: 'Privilege escalation' },
  { id: 'defence-impairment', title: 'Stealth and defence impairment' },
  { id: 'credential-access', title: 'Credential access' },
  { id: 'discovery', title: 'Discovery' },
  { id: 'lateral-movement', title: 'Lateral movement' },
  { id: 'impact', title: 'Exfiltration and impact' },
];

const TACTIC_BY_NAME = new Map(
  TACTICS.flatMap((tactic) => [tactic.id, ...tactic.also].map((name) => [name, tactic])),
);
const PHASE_BY_ID = new Map(PHASES.map((phase) => [phase.id, phase]));

/** The tactic of this name, however it is spelled: `Privilege Escalation`, `attack.privilege_escalation`. */
export function tacticOf(name: string): Tactic | null {
  const id = name
    .toLowerCase()
    .replace(/^attack\./, '')
    .replaceAll(/[\s_]+/g, '-');
  return TACTIC_BY_NAME.get(id) ?? null;
}

/** Where in the timeline an entry belongs; `null` for calls that say nothing of their own. */
export function phaseOf({ tactic }: TimelineEntry): Phase | null {
  if (tactic === null) return null;
  return PHASE_BY_ID.get(tacticOf(tactic)?.phase ?? '') ?? null;
}
