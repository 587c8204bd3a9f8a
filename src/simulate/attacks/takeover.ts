/** Several keys leaked: one may do nothing, another makes a user and a key, takes a role and stays. */
import { inUse, isMachine, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, kali, nextExit, shell } from '../hideouts.ts';

export const takeover: Attack = {
  name: 'takeover',
  title: 'Takeover of IAM users with a key that stays',
  victims: [isMachine, (holder, day) => inUse(holder, day) && holder.admin],
  days: 2,
  least: 13,
  run(raid, victims) {
    const { random } = raid;
    const [weak, strong] = [victim(victims, 0), victim(victims, 1)];
    const address = anyHideout(random);
    const tool = random.chance(0.6) ? kali(random) : shell(random);
    raid.from(address, tool).steal(weak).call('sts:GetCallerIdentity');
    raid.explore(weak, ['s3:ListBuckets', 'iam:ListUsers', 'iam:GetUser']);
    raid.denied('iam:CreateUser', { parameters: { userName: 'backup-svc' } });
    raid.denied('iam:CreateAccessKey').wait(6);
    raid.steal(strong).call('sts:GetCallerIdentity');
    raid.each(['iam:ListUsers', 'iam:ListRoles', 'iam:ListAttachedUserPolicies', 's3:ListBuckets']);
    const made = raid.plantUser(random.pick(['backup-svc', 'support-aws', 'cloud-sync', 'svc-deploy2']));
    raid.plantRights(made);
    const key = raid.plantKey(made);
    raid.assume(random.pick(raid.account.roles), random.pick(['admin', 'aws-cli', 'test']));
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
