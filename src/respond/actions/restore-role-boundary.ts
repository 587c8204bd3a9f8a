/** Sets the permissions boundary of a role that an intruder removed or widened. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { boundaryAction } from '../kinds/boundary.ts';

export const restoreRoleBoundary: Action = boundaryAction({
  name: 'restore-role-boundary',
  does: 'Sets the permissions boundary of a role to a given policy.',
  undoes: 'The boundary that was there is set again, or the boundary removed.',
  holder: 'Role',
  parameters: ['permissionsBoundary'],
  boundary: (step) => parameter(step, 'permissionsBoundary'),
});
