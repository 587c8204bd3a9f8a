/** Several keys leaked: one may do nothing, another makes a user and a key, takes a role and stays. */
import { assumableRoles } from '../account.ts';
import { inUse, isMachine, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, kali, nextExit, shell } from '../hideouts.ts';

export const takeover: Attack = {
  name: 'takeover',
  title: 'Takeover of IAM users with a key that stays',
  victims: [isMachine, isMachine, (holder, day) => inUse(holder, day) && holder.admin],
  days: 2,
  least: 15,
  run(raid, victims) {
    const { random } = raid;
    const address = anyHideout(random);
    const tool = random.chance(0.6) ? kali(random) : shell(random);
    raid.from(address, tool);
    for (const weak of victims.slice(0, 2)) {
      raid.steal(weak).call('sts:GetCallerIdentity');
      raid.explore(weak, random.some(['s3:ListBuckets', 'iam:ListUsers', 'iam:GetUser'], 2));
      raid.denied('iam:CreateUser', { parameters: { userName: 'backup-svc' } });
      raid.wait(6);
    }
    const strong = victim(victims, 2);
    raid.steal(strong).call('sts:GetCallerIdentity');
    raid.each(['iam:ListUsers', 'iam:ListRoles', 'iam:ListAttachedUserPolicies', 's3:ListBuckets']);
    const made = raid.plantUser(random.pick(['backup-svc', 'support-aws', 'cloud-sync', 'svc-deploy2']));
    raid.plantRights(made);
    const key = raid.plantKey(made);
    raid.assume(random.pick(assumableRoles(raid.account)), random.pick(['admin', 'aws-cli', 'test']));
    raid.each([
      's3:ListBuckets',
      'secretsmanager:ListSecrets',
      'secretsmanager:GetSecretValue',
      'ec2:DescribeInstances',
    ]);
    raid.wait(random.between(20, 300)).from(nextExit(address, random), shell(random)).as(key);
    raid.each(['sts:GetCallerIdentity', 'iam:ListUsers', 's3:ListBuckets', 's3:GetObject', 's3:GetObject']);
  },
};
