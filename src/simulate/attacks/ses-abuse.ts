/** Quotas of SES are asked for in several regions, then identities are made to send from. */
import { isMachine, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { boto, oldBoto, phpSdk } from '../agents.ts';
import { anyHideout } from '../hideouts.ts';

export const sesAbuse: Attack = {
  name: 'ses-abuse',
  title: 'SES is prepared for sending mail',
  victims: [isMachine],
  days: 1,
  least: 10,
  run(raid, victims) {
    const { random } = raid;
    const holder = victim(victims, 0);
    raid
      .from(anyHideout(random), random.pick([oldBoto, phpSdk, () => boto(random, 'windows', 'code')])(random))
      .steal(holder);
    for (const region of ['us-east-1', 'us-west-2', 'eu-west-1']) {
      raid.each(['ses:GetSendQuota', 'ses:GetAccount'], { region });
    }
    raid.each(['ses:ListIdentities', 'ses:GetIdentityVerificationAttributes']);
    for (const domain of ['invoices.example.net', 'notice.example.org']) {
      raid.call('ses:CreateEmailIdentity', { parameters: { emailIdentity: domain } });
      raid.plant('CreateEmailIdentity', domain);
    }
    raid.call('ses:PutAccountDetails', {
      parameters: {
        productionAccessEnabled: true,
        mailType: 'MARKETING',
        websiteURL: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        useCaseDescription: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
    });
    raid.denied('iam:CreateUser', { parameters: { userName: 'ses-smtp-user' } });
  },
};
