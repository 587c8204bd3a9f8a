/** A key that nobody has used for weeks wakes up. */
import { victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, plainTool } from '../hideouts.ts';

export const dormantKey: Attack = {
  name: 'dormant-key',
  title: 'A forgotten key is found by somebody else',
  victims: [({ archetype }) => archetype === 'dormant'],
  days: 1,
  least: 7,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    raid.from(anyHideout(random), plainTool(random)).steal(holder);
    if (random.chance(0.7)) raid.call('sts:GetCallerIdentity');
    raid.explore(holder, [
      's3:ListBuckets',
      'iam:GetUser',
      'iam:ListAttachedUserPolicies',
      'ec2:DescribeRegions',
    ]);
    raid.explore(holder, ['ec2:DescribeInstances', 'secretsmanager:ListSecrets', 'ses:GetSendQuota']);
    if (holder.admin) raid.plantKey(holder.user);
  },
};
