/** TruffleHog or its like tries a key once, and that is all. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { plain } from '../agents.ts';
import { anyHideout } from '../hideouts.ts';

export const keyValidation: Attack = {
  name: 'key-validation',
  title: 'TruffleHog validates a key, then silence',
  victims: [inUse],
  days: 1,
  least: 1,
  run(raid, victims) {
    raid.from(anyHideout(raid.random), plain('TruffleHog')).steal(victim(victims, 0));
    raid.call('sts:GetCallerIdentity', { region: 'us-east-1' });
  },
};
