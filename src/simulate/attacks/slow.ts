/** A few reads a day over a week, never much at once. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { addressOf, HOMES } from '../networks.ts';
import { plainTool, vpnExit } from '../hideouts.ts';

const READS = [
  's3:ListBuckets',
  's3:GetBucketPolicy',
  'ec2:DescribeInstances',
  'iam:ListUsers',
  'iam:ListRoles',
  'iam:GetUser',
  'secretsmanager:ListSecrets',
  'secretsmanager:GetSecretValue',
  'ssm:DescribeParameters',
  'rds:DescribeDBInstances',
  'rds:DescribeDBSnapshots',
  'lambda:ListFunctions20150331',
  's3:GetObject',
  'kms:ListKeys',
];

export const slow: Attack = {
  name: 'slow',
  title: 'Slow and low: a few reads a day',
  victims: [(holder, day) => inUse(holder, day) && holder.archetype !== 'scanner'],
  days: 8,
  least: 4,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    const address = random.chance(0.5) ? addressOf(random.pick(HOMES), random) : vpnExit(random);
    raid.from(address, plainTool(random)).steal(holder);
    // Some only do what the owner does.
    const careful = random.chance(0.35);
    for (let day = 0; day < 7; day++) {
      const count = random.between(2, 4);
      if (careful) raid.imitate(holder, count);
      else raid.explore(holder, random.some(READS, count));
      if (day < 6) raid.wait(18 * 60);
    }
  },
};
