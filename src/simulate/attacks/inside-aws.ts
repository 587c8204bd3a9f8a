/** From an instance of the intruder's own in AWS, beside the owner's workloads. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { boto, cli } from '../agents.ts';
import { addressOf } from '../networks.ts';

export const insideAws: Attack = {
  name: 'inside-aws',
  title: 'A stolen key is used from another account’s instance',
  victims: [
    (holder, day) =>
      inUse(holder, day) && ['server', 'aws-workload', 'saas', 'ci', 'developer'].includes(holder.archetype),
  ],
  days: 1,
  least: 4,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    const address = addressOf(random.pick(['awsFrankfurt', 'awsIreland', 'awsVirginia'] as const), random);
    raid.from(address, random.chance(0.5) ? cli(random, 'amzn', 'profile') : boto(random, 'amzn', 'code'));
    raid.steal(holder);
    if (random.chance(0.3)) {
      raid.imitate(holder, random.between(4, 12));
      return;
    }
    raid.call('sts:GetCallerIdentity');
    raid.explore(holder, [
      's3:ListBuckets',
      'iam:ListUsers',
      'iam:ListAttachedUserPolicies',
      'ec2:DescribeInstances',
      'rds:DescribeDBInstances',
      'secretsmanager:ListSecrets',
      'secretsmanager:GetSecretValue',
      'ssm:GetParametersByPath',
      'lambda:ListFunctions20150331',
    ]);
    if (holder.admin) raid.plantKey(holder.user);
  },
};
