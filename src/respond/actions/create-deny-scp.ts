/** Makes a service control policy that denies everything to principals of the incident; attaching it is another step. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { scpAction } from '../kinds/scp.ts';
import type { Step } from '../plan.ts';

export const createDenyScp: Action = scpAction({
  name: 'create-deny-scp',
  does: 'Makes a service control policy that denies everything to the principals of the incident.',
  parameters: ['principals'],
  optional: [],
  document: (step) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'KeytrailDenyPrincipals',
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { ArnLike: { 'aws:PrincipalArn': principalsOf(step) } },
        },
      ],
    }),
});

function principalsOf(step: Step): string[] {
  return parameter(step, 'principals').split(',');
}
