/** Switches off a trust anchor: sessions made with it work on, new ones cannot be made. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, readOne } from '../reading.ts';

export const disableTrustAnchor: Action = switchAction({
  name: 'disable-trust-anchor',
  does: 'Switches off a trust anchor of one region. Certificates of its authority open no new sessions; those that exist run on.',
  undoes: 'It is switched on again, if it was on.',
  parameters: ['trustAnchorId'],
  read: async (step, aws) => {
    const input = { trustAnchorId: parameter(step, 'trustAnchorId') };
    const found = await orNull(readOne(aws, step, 'rolesanywhere', 'GetTrustAnchor', input));
    return found === null ? null : (objectIn(found['trustAnchor'])['enabled'] ?? null);
  },
  wanted: () => false,
  set: (step, enabled) => [
    {
      service: 'rolesanywhere',
      operation: enabled === true ? 'EnableTrustAnchor' : 'DisableTrustAnchor',
      input: { trustAnchorId: parameter(step, 'trustAnchorId') },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'rolesanywhere', `trust-anchor/${parameter(step, 'trustAnchorId')}`),
      'rolesanywhere:GetTrustAnchor',
      'rolesanywhere:DisableTrustAnchor rolesanywhere:EnableTrustAnchor',
    ),
  expected: true,
});
