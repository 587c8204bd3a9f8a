/** Ends the sharing of an image with an account or with everybody. */
import type { Action } from '../action.ts';
import { unshareInEc2 } from '../kinds/unsharing.ts';

export const unshareImage: Action = unshareInEc2({
  name: 'unshare-image',
  thing: 'an image',
  id: 'imageId',
  noun: 'Image',
  kind: 'image',
  attribute: 'launchPermission',
  list: 'LaunchPermissions',
});
