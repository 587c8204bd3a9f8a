/** Ends the sharing of a database snapshot with an account or with everybody. */
import type { Action } from '../action.ts';
import { unshareInRds } from '../kinds/unsharing.ts';

export const unshareDbSnapshot: Action = unshareInRds({
  name: 'unshare-db-snapshot',
  thing: 'a database snapshot',
  id: 'dbSnapshotIdentifier',
  noun: 'DBSnapshot',
  kind: 'snapshot',
});
