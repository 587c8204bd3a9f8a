/** The trail is stopped first, then the intruder works unseen but for what was already done. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, shell } from '../hideouts.ts';

export const loggingStopped: Attack = {
  name: 'logging-stopped',
  title: 'The recording is stopped',
  victims: [(holder, day) => inUse(holder, day) && holder.admin],
  days: 1,
  least: 9,
  run(raid, victims) {
    const { random } = raid;
    raid.from(anyHideout(random), shell(random)).steal(victim(victims, 0)).call('sts:GetCallerIdentity');
    raid.each([
      'cloudtrail:DescribeTrails',
      'guardduty:ListDetectors',
      'config:DescribeConfigurationRecorders',
    ]);
    const name = `arn:aws:cloudtrail:${raid.region}:${raid.account.id}:trail/organization`;
    raid.call('cloudtrail:StopLogging', { parameters: { name } }).plant('StopLogging', name);
    const detectorId = random.hex(32);
    raid.call('guardduty:DeleteDetector', { parameters: { detectorId } }).plant('DeleteDetector', detectorId);
    raid.each(['rds:DescribeDBInstances', 's3:ListBuckets']);
    const made = raid.plantUser('cloudwatch-agent2');
    raid.plantRights(made);
  },
};
