/** Ends the sharing of a snapshot with an account or with everybody. */
import type { Action } from '../action.ts';
import { unshareInEc2 } from '../kinds/unsharing.ts';

export const unshareSnapshot: Action = unshareInEc2({
  name: 'unshare-snapshot',
  thing: 'a snapshot',
  id: 'snapshotId',
  noun: 'Snapshot',
  kind: 'snapshot',
  attribute: 'createVolumePermission',
  list: 'CreateVolumePermissions',
});
