/** Large instances in every region that lets them start. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, plainTool } from '../hideouts.ts';

const REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'eu-west-1',
  'eu-central-1',
  'ap-southeast-1',
  'sa-east-1',
];

export const cryptomining: Attack = {
  name: 'cryptomining',
  title: 'Large instances are started in many regions',
  victims: [(holder, day) => inUse(holder, day) && (holder.admin || holder.archetype === 'terraform')],
  days: 1,
  least: 25,
  run(raid, victims) {
    const { random } = raid;
    raid.from(anyHideout(random), plainTool(random)).steal(victim(victims, 0));
    if (random.chance(0.5)) raid.call('sts:GetCallerIdentity');
    raid.call('ec2:DescribeRegions');
    const imageId = `ami-0${random.hex(16)}`;
    for (const region of random.some(REGIONS, 5)) {
      raid.each(['servicequotas:GetServiceQuota', 'ec2:DescribeVpcs', 'ec2:DescribeImages'], { region });
      const groupId = `sg-0${random.hex(16)}`;
      raid.call('ec2:CreateSecurityGroup', {
        region,
        parameters: { groupName: 'ec2group', groupDescription: 'ec2group' },
        response: { groupId, _return: true },
      });
      const instancesSet = { items: [{ imageId, minCount: 1, maxCount: 20 }] };
      const parameters = { instancesSet, instanceType: 'c5a.24xlarge', groupSet: { items: [{ groupId }] } };
      if (random.chance(0.4)) {
        const message = 'You have requested more vCPU capacity than your current vCPU limit of 32 allows.';
        raid.fail('ec2:RunInstances', { code: 'Client.VcpuLimitExceeded', message }, { region, parameters });
        continue;
      }
      const instanceId = `i-0${random.hex(16)}`;
      const items = [
        { instanceId, imageId, instanceType: 'c5a.24xlarge', instanceState: { code: 0, name: 'pending' } },
      ];
      raid.call('ec2:RunInstances', { region, parameters, response: { instancesSet: { items } } });
      raid.plant('RunInstances', instanceId);
    }
  },
};
