/** Calls that together, or alone, plant or destroy something: what a credential was used for. */

export interface CallChain {
  readonly name: string;
  /** To be read after "new to this credential:". */
  readonly what: string;
  /** One call of each group must have succeeded. */
  readonly groups: readonly (readonly string[])[];
  readonly nats: number;
}

const GRANTS = ['iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:AddUserToGroup'];
const CREDENTIALS = ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'];

export const CALL_CHAINS: readonly CallChain[] = [
  {
    name: 'user made, empowered and given a credential',
    what: 'a user was made, given rights and a credential',
    groups: [['iam:CreateUser'], GRANTS, CREDENTIALS],
    nats: 4.5,
  },
  {
    name: 'credential for another user',
    what: 'a user and a credential for it were made',
    groups: [['iam:CreateUser'], CREDENTIALS],
    nats: 2.5,
  },
  {
    name: 'credential made',
    what: 'a further credential was made',
    groups: [CREDENTIALS],
    nats: 1.2,
  },
  {
    name: 'role made and empowered',
    what: 'a role was made or opened to others, and given rights',
    groups: [
      ['iam:CreateRole', 'iam:UpdateAssumeRolePolicy'],
      ['iam:AttachRolePolicy', 'iam:PutRolePolicy'],
    ],
    nats: 1.5,
  },
  {
    name: 'key turned into a console session',
    what: 'a key was turned into a console session',
    groups: [['sts:GetFederationToken'], ['signin:GetSigninToken', 'signin:ConsoleLogin']],
    nats: 3.5,
  },
  {
    name: 'recording stopped',
    what: 'what records or watches the account was switched off',
    groups: [
      [
        'cloudtrail:StopLogging',
        'cloudtrail:DeleteTrail',
        'guardduty:DeleteDetector',
        'config:StopConfigurationRecorder',
        'config:DeleteConfigurationRecorder',
        'securityhub:DisableSecurityHub',
        'bedrock:DeleteModelInvocationLoggingConfiguration',
      ],
    ],
    nats: 3.5,
  },
  {
    name: 'model access bought',
    what: 'access to language models was asked for',
    groups: [
      [
        'bedrock:PutUseCaseForModelAccess',
        'bedrock:CreateFoundationModelAgreement',
        'bedrock:PutFoundationModelEntitlement',
      ],
    ],
    nats: 2.5,
  },
  {
    name: 'mail sender made',
    what: 'a sender of mail was set up',
    groups: [['ses:VerifyEmailIdentity', 'ses:CreateEmailIdentity', 'ses:PutAccountDetails']],
    nats: 1.5,
  },
  {
    name: 'machines opened and started',
    what: 'a key pair or security group was made and machines started',
    groups: [
      [
        'ec2:CreateKeyPair',
        'ec2:ImportKeyPair',
        'ec2:CreateSecurityGroup',
        'ec2:AuthorizeSecurityGroupIngress',
      ],
      ['ec2:RunInstances'],
    ],
    nats: 2,
  },
  {
    name: 'organisation left',
    what: 'the account was taken, or tried to be taken, out of the organisation',
    groups: [['organizations:LeaveOrganization']],
    nats: 4,
  },
];

/** Attempts at these that are refused are seldom an owner's: owners know what they may do. */
export const PERSISTENCE_CALLS: ReadonlySet<string> = new Set([
  'iam:CreateUser',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:AttachUserPolicy',
  'iam:AttachRolePolicy',
  'iam:PutUserPolicy',
  'iam:PutRolePolicy',
  'iam:AddUserToGroup',
  'iam:CreateRole',
  'iam:CreatePolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'sts:GetFederationToken',
  'cloudtrail:StopLogging',
  'cloudtrail:DeleteTrail',
  'guardduty:DeleteDetector',
  'organizations:LeaveOrganization',
  'secretsmanager:GetSecretValue',
  'ec2:RunInstances',
]);
