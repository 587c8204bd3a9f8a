/** As JavaGhost does: no GetCallerIdentity, a federation token, and on in the console. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { boto, browser, oldBoto } from '../agents.ts';
import { anyHideout } from '../hideouts.ts';

export const federation: Attack = {
  name: 'federation',
  title: 'A federation token opens the console',
  victims: [(holder, day) => inUse(holder, day) && holder.admin],
  days: 1,
  least: 14,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    const address = anyHideout(random);
    const web = browser(random);
    raid.from(address, random.chance(0.5) ? boto(random, 'ubuntu', 'code') : oldBoto(random)).steal(holder);
    raid.each(['servicequotas:GetServiceQuota', 'ses:GetSendQuota', 'ses:GetAccount'], {
      region: 'us-east-1',
    });
    raid.federate(holder.user, random.pick(['root', 'aws_consoler', 'user1'])).openConsole(web);
    raid.browse(web, [
      'iam:ListUsers',
      'iam:GetAccountSummary',
      'ses:ListIdentities',
      'ec2:DescribeInstances',
      'organizations:DescribeOrganization',
    ]);
    const made = raid.plantUser(random.pick(['ses-admin', 'adminstrator', 'billing-user']));
    raid.plantRights(made).plantPassword(made);
    raid.wait(15).signIn(made, web, false);
    raid.browse(web, ['ses:ListIdentities', 'ses:GetAccount', 'iam:ListRoles']);
  },
};
