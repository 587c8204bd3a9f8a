/** The session of an instance's role is taken off the instance and used elsewhere. No key leaks. */
import { assumeByService } from '../minting.ts';
import type { Attack } from '../attack.ts';
import { rentedServer, shell, vpnExit } from '../hideouts.ts';

export const roleTheft: Attack = {
  name: 'role-theft',
  title: 'The session of an instance is used away from it',
  victims: [],
  days: 1,
  least: 7,
  run(raid) {
    const { random, organisation } = raid;
    const { role, instance } = random.pick(organisation.instances);
    const region = role.account.regions[0] ?? 'us-east-1';
    const { call, signer } = assumeByService(
      { timeMs: raid.timeMs - 3_600_000, region },
      { role, service: 'ec2', session: instance },
      random,
    );
    raid.before(call);
    raid.leaked.push(signer.id);
    raid.from(random.chance(0.5) ? rentedServer(random) : vpnExit(random), shell(random)).as(signer);
    raid.call('sts:GetCallerIdentity');
    raid.each(['s3:ListBuckets', 's3:GetObject', 'secretsmanager:GetSecretValue']);
    for (const api of [
      'iam:ListUsers',
      'ec2:DescribeInstances',
      'secretsmanager:ListSecrets',
      'iam:CreateUser',
    ]) {
      raid.denied(api);
    }
  },
};
