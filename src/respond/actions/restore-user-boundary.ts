/** Sets the permissions boundary of a user that an intruder removed or widened. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { boundaryAction } from '../kinds/boundary.ts';

export const restoreUserBoundary: Action = boundaryAction({
  name: 'restore-user-boundary',
  does: 'Sets the permissions boundary of a user to a given policy.',
  undoes: 'The boundary that was there is set again, or the boundary removed.',
  holder: 'User',
  parameters: ['permissionsBoundary'],
  boundary: (step) => parameter(step, 'permissionsBoundary'),
});
