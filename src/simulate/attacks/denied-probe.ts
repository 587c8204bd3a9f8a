/** Everything is refused: the key may do nothing of what the intruder wants. */
import { isMachine, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, shell } from '../hideouts.ts';

const WANTED = [
  'iam:ListUsers',
  'iam:CreateUser',
  'iam:CreateAccessKey',
  'ec2:DescribeInstances',
  'ec2:RunInstances',
  'lambda:ListFunctions20150331',
  'secretsmanager:ListSecrets',
  'rds:DescribeDBInstances',
  'organizations:DescribeOrganization',
  'bedrock:ListFoundationModels',
];

export const deniedProbe: Attack = {
  name: 'denied-probe',
  title: 'A probe in which everything is refused',
  victims: [(holder, day) => isMachine(holder, day) && !holder.admin],
  days: 1,
  least: 8,
  run(raid, victims) {
    const { random } = raid;
    raid.from(anyHideout(random), shell(random)).steal(victim(victims, 0)).call('sts:GetCallerIdentity');
    for (const api of random.some(WANTED, 8)) {
      raid.denied(api, api === 'iam:CreateUser' ? { parameters: { userName: 'support' } } : {});
    }
  },
};
