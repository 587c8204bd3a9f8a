/** The key of somebody who has just begun leaks in the first days. */
import { victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, shell } from '../hideouts.ts';

export const newKey: Attack = {
  name: 'new-key',
  title: 'A key that is a few days old',
  victims: [({ archetype }) => archetype === 'new-hire'],
  within: 5,
  days: 1,
  least: 8,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    raid.from(anyHideout(random), shell(random)).steal(holder).call('sts:GetCallerIdentity');
    raid.explore(holder, [
      'iam:ListUsers',
      'iam:ListRoles',
      's3:ListBuckets',
      'ec2:DescribeInstances',
      'rds:DescribeDBInstances',
    ]);
    raid.denied('iam:CreateUser', { parameters: { userName: 'devops2' } });
    raid.explore(holder, ['secretsmanager:ListSecrets', 'lambda:ListFunctions20150331']);
  },
};
