/** enumerate-iam: everything that needs no arguments is called, service by service. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { boto, oldBoto } from '../agents.ts';
import { anyHideout } from '../hideouts.ts';

const FIRST = [
  'iam:GetAccountAuthorizationDetails',
  'iam:GetUser',
  'iam:ListAttachedUserPolicies',
  'iam:ListUserPolicies',
  'iam:ListGroupsForUser',
  'iam:ListGroups',
  'iam:ListRoles',
];

/** Some of its 137 services. */
const SERVICES: { readonly [service: string]: readonly string[] } = {
  acm: ['ListCertificates'],
  a4b: ['ListSkills', 'SearchRooms'],
  athena: ['ListWorkGroups', 'ListNamedQueries'],
  cloudformation: ['ListStacks', 'DescribeAccountLimits', 'ListExports'],
  cloudfront: ['ListDistributions2020_05_31'],
  cloudtrail: ['DescribeTrails'],
  codecommit: ['ListRepositories'],
  config: ['DescribeConfigurationRecorders', 'DescribeConfigRules'],
  dynamodb: ['ListTables', 'ListBackups', 'DescribeLimits'],
  ec2: [
    'DescribeInstances',
    'DescribeVpcs',
    'DescribeSubnets',
    'DescribeVolumes',
    'DescribeSnapshots',
    'DescribeAddresses',
    'DescribeKeyPairs',
    'DescribeImages',
    'DescribeRegions',
    'DescribeSecurityGroups',
    'DescribeVpnConnections',
    'DescribeReservedInstances',
  ],
  ecr: ['DescribeRepositories', 'GetAuthorizationToken'],
  ecs: ['ListClusters', 'ListTaskDefinitions'],
  eks: ['ListClusters'],
  elasticbeanstalk: ['DescribeApplications', 'DescribeEnvironments'],
  elasticloadbalancing: ['DescribeLoadBalancers'],
  glue: ['GetDatabases', 'GetJobs', 'GetCrawlers'],
  guardduty: ['ListDetectors', 'ListInvitations'],
  inspector: ['ListAssessmentTargets'],
  kms: ['ListKeys', 'ListAliases'],
  lambda: ['ListFunctions20150331', 'GetAccountSettings20160819'],
  logs: ['DescribeLogGroups'],
  monitoring: ['DescribeAlarms', 'ListDashboards'],
  rds: ['DescribeDBInstances', 'DescribeDBSnapshots', 'DescribeDBClusters'],
  route53: ['ListHostedZones'],
  s3: ['ListBuckets'],
  sagemaker: ['ListModels', 'ListNotebookInstances'],
  secretsmanager: ['ListSecrets', 'GetRandomPassword'],
  sns: ['ListTopics', 'ListSubscriptions'],
  ssm: ['DescribeParameters', 'DescribeInstanceInformation'],
  sts: ['GetSessionToken', 'GetCallerIdentity'],
  waf: ['ListWebACLs', 'ListRules'],
  workspaces: ['DescribeWorkspaces'],
};

export const enumerateIam: Attack = {
  name: 'enumerate-iam',
  title: 'enumerate-iam tries every call without arguments',
  victims: [inUse],
  days: 1,
  least: 40,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    raid
      .from(anyHideout(random), random.chance(0.5) ? oldBoto(random) : boto(random, 'debian', 'code'))
      .steal(holder);
    raid.explore(holder, FIRST);
    for (const service of random.some(Object.keys(SERVICES))) {
      const apis = random.some(SERVICES[service] ?? []).map((name) => `${service}:${name}`);
      raid.explore(
        holder,
        apis.filter((api) => api !== 'sts:GetSessionToken' || !holder.admin),
      );
    }
  },
};
