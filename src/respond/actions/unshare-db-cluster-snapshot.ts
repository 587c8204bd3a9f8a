/** Ends the sharing of a snapshot of a database cluster with an account or with everybody. */
import type { Action } from '../action.ts';
import { unshareInRds } from '../kinds/unsharing.ts';

export const unshareDbClusterSnapshot: Action = unshareInRds({
  name: 'unshare-db-cluster-snapshot',
  thing: 'a snapshot of a database cluster',
  id: 'dbClusterSnapshotIdentifier',
  noun: 'DBClusterSnapshot',
  kind: 'cluster-snapshot',
});
