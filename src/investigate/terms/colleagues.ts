/** Whether a network that is new to the subject is one where others of the organisation are. */
import type { View } from '../view.ts';
import { COLLEAGUES, MOVED, PUBLIC_KINDS, SHARED_KINDS } from '../weights.ts';

export interface Colleagues {
  /** Half a sentence on who else is there. */
  readonly clause: string;
  /** Whether they are at the same address, or in a network of the organisation's own; else strangers may be too. */
  readonly isClose: boolean;
}

/** Who else is there; `null` where nobody is, or the network is the subject's own, or anybody can rent an address in it. */
export function colleaguesAt(view: View): Colleagues | null {
  const { network } = view.around.context;
  const kinds = view.fresh('kind').map(([kind]) => kind);
  if (kinds.some((kind) => SHARED_KINDS.has(kind)) || view.isFamiliar('network', network)) return null;
  const address = view
    .fresh('address')
    .map(([each]) => each)
    .find((each) => isUsed(view, 'address', each) || movedTo(view, 'address', each) > 0);
  if (address !== undefined)
    return { clause: `others of the organisation use ${address} too`, isClose: true };
  const isClose = !kinds.some((kind) => PUBLIC_KINDS.has(kind));
  if (isUsed(view, 'network', network))
    return { clause: `others of the organisation used ${network} before`, isClose };
  const moved = movedTo(view, 'network', network);
  if (moved === 0) return null;
  return { clause: `${moved} credentials of the organisation came to ${network} within two days`, isClose };
}

function isUsed(view: View, level: 'network' | 'address', value: string): boolean {
  return view.othersBefore(level, value, COLLEAGUES.least) >= COLLEAGUES.least;
}

/** How many moved to a network or address together; 0 when too few for a move of the organisation. */
export function movedTo(view: View, level: 'network' | 'address', value: string): number {
  const { population } = view.around;
  const moved = population.newcomers(level, value, view.fromDay);
  const all = population.subjectsBefore(view.fromDay);
  return moved >= MOVED.least && moved >= MOVED.share * all ? moved : 0;
}
