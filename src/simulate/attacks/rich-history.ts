/** A developer's key, whose owner calls almost everything almost everywhere, in the hands of a careful intruder. */
import { victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { cli } from '../agents.ts';
import { addressOf, HOMES } from '../networks.ts';
import { vpnExit } from '../hideouts.ts';

export const richHistory: Attack = {
  name: 'rich-history',
  title: 'A developer’s key with a rich history',
  victims: [({ archetype }) => archetype === 'developer'],
  days: 2,
  least: 8,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    const address = random.chance(0.5) ? addressOf(random.pick(HOMES), random) : vpnExit(random);
    raid
      .from(address, cli(random, random.pick(['macos', 'ubuntu', 'windows'] as const), 'profile'))
      .steal(holder);
    raid.explore(holder, [
      'sts:GetCallerIdentity',
      's3:ListBuckets',
      's3:ListObjects',
      's3:GetObject',
      's3:GetObject',
    ]);
    raid.wait(200).imitate(holder, 3);
    raid.explore(holder, [
      'iam:ListRoles',
      'iam:ListAttachedUserPolicies',
      'secretsmanager:GetSecretValue',
      'rds:DescribeDBSnapshots',
    ]);
    raid.sessionToken(holder.user);
    raid.explore(holder, ['s3:ListBuckets', 's3:GetObject', 'ec2:DescribeInstances', 's3:GetObject']);
  },
};
