/** Sets of calls that tools and intruders make together, and owners seldom do. */

export interface ProbeShape {
  readonly name: string;
  /** What it is, to be read after "calls that are made together when". */
  readonly what: string;
  readonly calls: readonly string[];
  /** So many of them, new to the subject, make the shape. */
  readonly least: number;
}

export const PROBE_SHAPES: readonly ProbeShape[] = [
  {
    name: 'mail',
    what: 'somebody looks whether mail can be sent',
    calls: [
      'ses:GetSendQuota',
      'ses:GetAccount',
      'ses:GetAccountSendingEnabled',
      'ses:ListIdentities',
      'ses:ListEmailIdentities',
      'ses:GetSendStatistics',
      'ses:GetIdentityVerificationAttributes',
    ],
    least: 3,
  },
  {
    name: 'models',
    what: 'somebody looks which language models can be used',
    calls: [
      'bedrock:ListFoundationModels',
      'bedrock:GetFoundationModelAvailability',
      'bedrock:ListFoundationModelAgreementOffers',
      'bedrock:GetModelInvocationLoggingConfiguration',
      'bedrock:GetUseCaseForModelAccess',
      'bedrock:PutUseCaseForModelAccess',
      'bedrock:CreateFoundationModelAgreement',
      'bedrock:InvokeModel',
      'bedrock:InvokeModelWithResponseStream',
      'bedrock:Converse',
    ],
    least: 2,
  },
  {
    name: 'capacity',
    what: 'somebody looks how many machines could be started',
    calls: [
      'ec2:DescribeRegions',
      'ec2:DescribeAccountAttributes',
      'servicequotas:ListServiceQuotas',
      'servicequotas:GetServiceQuota',
      'servicequotas:RequestServiceQuotaIncrease',
    ],
    least: 2,
  },
  {
    name: 'own rights',
    what: 'a program works out what a key may do',
    calls: [
      'iam:GetAccountAuthorizationDetails',
      'iam:GetUser',
      'iam:ListAttachedUserPolicies',
      'iam:ListUserPolicies',
      'iam:ListGroupsForUser',
      'iam:ListGroupPolicies',
      'iam:GetRole',
      'iam:SimulatePrincipalPolicy',
      'sts:GetSessionToken',
    ],
    least: 3,
  },
  {
    name: 'account',
    what: 'an attack tool asks what account it is in',
    calls: [
      'sts:GetCallerIdentity',
      'iam:ListAccountAliases',
      'iam:GetAccountSummary',
      'monitoring:GetMetricStatistics',
      'organizations:DescribeOrganization',
    ],
    least: 3,
  },
  {
    name: 'defences',
    what: 'somebody looks what would notice them',
    calls: [
      'guardduty:ListDetectors',
      'guardduty:GetDetector',
      'securityhub:GetFindings',
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:ListTrails',
      'config:DescribeConfigurationRecorders',
      'access-analyzer:ListAnalyzers',
    ],
    least: 3,
  },
];
