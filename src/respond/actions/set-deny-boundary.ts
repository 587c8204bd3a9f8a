/** Denies a user everything by its permissions boundary, which has a place of its own. */
import type { Action } from '../action.ts';
import { awsManaged } from '../arns.ts';
import { boundaryAction } from '../kinds/boundary.ts';

export const setDenyBoundary: Action = boundaryAction({
  name: 'set-deny-boundary',
  does: 'Sets AWSDenyAll as permissions boundary of a user: a third deny, where no quota can be full.',
  undoes: 'The boundary that was there is set again, or the boundary removed.',
  holder: 'User',
  boundary: (step) => awsManaged(step, 'AWSDenyAll'),
});
