/** Somebody else signs in to the console with a user's password. No key leaks. */
import { victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { browser, cli } from '../agents.ts';
import { addressOf, FAR_HOMES } from '../networks.ts';
import { vpnExit } from '../hideouts.ts';

export const consoleTakeover: Attack = {
  name: 'console-takeover',
  title: 'A stolen password opens the console',
  victims: [({ archetype }) => archetype === 'console-user'],
  days: 1,
  least: 8,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    const web = browser(random);
    const address = random.chance(0.6) ? vpnExit(random) : addressOf(random.pick(FAR_HOMES), random);
    const password = `password:${holder.user.arn}`;
    raid.leaked.push(password);
    raid
      .from(address, cli(random, 'ubuntu', 'profile'))
      .as(holder.keyOn(0))
      .signIn(holder.user, web, false);
    raid.browse(web, [
      'iam:ListUsers',
      'iam:GetAccountSummary',
      'iam:ListRoles',
      's3:ListBuckets',
      'secretsmanager:ListSecrets',
      'secretsmanager:GetSecretValue',
      'ec2:DescribeInstances',
    ]);
    const key = raid.plantKey(holder.user);
    raid.wait(10).as(key).each(['sts:GetCallerIdentity', 's3:ListBuckets', 's3:GetObject']);
  },
};
