/** As TruffleNet does: one machine tries many keys, and looks closer at those that work. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { plain } from '../agents.ts';
import { nextExit, plainTool, rentedServer } from '../hideouts.ts';

export const manyKeys: Attack = {
  name: 'many-keys',
  title: 'One machine tries many keys',
  victims: [inUse, inUse, inUse, inUse, () => true],
  days: 1,
  least: 5,
  run(raid, victims) {
    const { random } = raid;
    const address = rentedServer(random);
    const tool = random.chance(0.5) ? plain('TruffleHog') : plainTool(random);
    raid.from(address, tool);
    for (const holder of victims) raid.steal(holder).call('sts:GetCallerIdentity', { region: 'us-east-1' });
    const best = victim(victims, 1);
    raid.wait(90).from(nextExit(address, random), plainTool(random)).steal(best);
    raid.explore(best, ['ses:GetSendQuota', 's3:ListBuckets', 'iam:ListUsers']);
  },
};
