/** Pacu on Kali: agents out of its list of old ones, and the true one where it makes clients of its own. */
import { inUse, isPerson, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { boto, plain } from '../agents.ts';
import { rentedServer, vpnExit } from '../hideouts.ts';

/** Three of the agents it pretends to be. */
const PRETENDED = [
  'Boto3/1.9.89 Python/2.7.12 Linux/4.2.0-42-generic Botocore/1.12.101',
  'aws-cli/1.16.145 Python/3.6.7 Linux/4.15.0-45-generic botocore/1.12.135',
  'aws-sdk-go/1.4.22 (go1.7.4; linux; amd64)',
];

export const pacu: Attack = {
  name: 'pacu',
  title: 'Pacu enumerates, tries permissions and raises its own',
  victims: [(holder, day) => inUse(holder, day) && (isPerson(holder, day) || holder.admin)],
  days: 1,
  least: 18,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    const address = random.chance(0.5) ? rentedServer(random) : vpnExit(random);
    const pretended = plain(random.pick(PRETENDED));
    raid.from(address, pretended).steal(holder);
    raid.explore(holder, [
      'sts:GetCallerIdentity',
      'iam:ListAccountAliases',
      'monitoring:GetMetricStatistics',
      'organizations:DescribeOrganization',
      'iam:ListUsers',
      'iam:ListRoles',
      'iam:ListGroups',
      'iam:ListPolicies',
      'iam:GetAccountAuthorizationDetails',
    ]);
    raid.from(address, boto(random, 'kali', 'code'));
    for (const region of ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2']) {
      raid.explore(holder, ['ec2:DescribeInstances', 'ec2:DescribeVpcs', 'lambda:ListFunctions20150331'], {
        region,
      });
    }
    raid.from(address, pretended);
    const own = holder.user;
    const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const parameters = { userName: own.name, policyArn };
    if (holder.admin) {
      raid.call('iam:AttachUserPolicy', { parameters }).plant('AttachUserPolicy', `${own.name} ${policyArn}`);
      const key = raid.plantKey(own);
      raid
        .as(key)
        .each(['sts:GetCallerIdentity', 'secretsmanager:ListSecrets', 'secretsmanager:GetSecretValue']);
    } else {
      raid.denied('iam:AttachUserPolicy', { parameters }).denied('iam:PutUserPolicy');
      raid.denied('iam:CreateAccessKey');
    }
  },
};
