/** From the owner's own address: malware on the laptop, or somebody in the office. */
import { isPerson, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { boto, oldBoto } from '../agents.ts';
import { shell } from '../hideouts.ts';

export const ownNetwork: Attack = {
  name: 'own-network',
  title: 'Misuse from the owner’s own network',
  victims: [isPerson],
  days: 1,
  least: 10,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    raid.from(
      holder.addressOn(raid.day),
      random.pick([shell, oldBoto, () => boto(random, 'kali', 'code')])(random),
    );
    raid.steal(holder).call('sts:GetCallerIdentity');
    raid.explore(holder, ['iam:ListUsers', 'iam:ListRoles', 's3:ListBuckets', 'secretsmanager:ListSecrets']);
    for (let n = 0; n < 5; n++) raid.explore(holder, ['secretsmanager:GetSecretValue']);
    if (holder.admin) {
      const key = raid.plantKey(holder.user);
      raid.as(key).each(['sts:GetCallerIdentity', 's3:GetObject', 's3:GetObject']);
    } else {
      raid
        .denied('iam:CreateAccessKey')
        .denied('iam:AttachUserPolicy')
        .denied('sts:AssumeRole', { parameters: null });
    }
  },
};
