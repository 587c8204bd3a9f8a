/** A key is tried once with a tool that everybody has. There is next to nothing to see. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, plainTool } from '../hideouts.ts';

export const plainWhoami: Attack = {
  name: 'plain-whoami',
  title: 'One GetCallerIdentity with a usual tool',
  victims: [inUse],
  days: 1,
  least: 1,
  run(raid, victims) {
    raid.from(anyHideout(raid.random), plainTool(raid.random)).steal(victim(victims, 0));
    raid.call('sts:GetCallerIdentity', { region: 'us-east-1' });
  },
};
