/** Switches off a profile of Roles Anywhere: sessions made with it work on, new ones cannot be made. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, readOne } from '../reading.ts';

export const disableRolesAnywhereProfile: Action = switchAction({
  name: 'disable-roles-anywhere-profile',
  does: 'Switches off a profile of Roles Anywhere of one region. No new sessions are made with it; those that exist run on.',
  undoes: 'It is switched on again, if it was on.',
  parameters: ['profileId'],
  read: async (step, aws) => {
    const input = { profileId: parameter(step, 'profileId') };
    const found = await orNull(readOne(aws, step, 'rolesanywhere', 'GetProfile', input));
    return found === null ? null : (objectIn(found['profile'])['enabled'] ?? null);
  },
  wanted: () => false,
  set: (step, enabled) => [
    {
      service: 'rolesanywhere',
      operation: enabled === true ? 'EnableProfile' : 'DisableProfile',
      input: { profileId: parameter(step, 'profileId') },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'rolesanywhere', `profile/${parameter(step, 'profileId')}`),
      'rolesanywhere:GetProfile',
      'rolesanywhere:DisableProfile rolesanywhere:EnableProfile',
    ),
  expected: true,
});
