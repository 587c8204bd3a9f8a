/** Whether a sweep looks like an audit by a credential made for it, rather than like somebody trying a found key. */
import { isRead } from '../api-tactic.ts';
import type { View } from '../view.ts';
import { AUDIT, AUDIT_SHARE, AUDIT_TOOLS } from '../weights.ts';

/** A credential with less than half of its habits shown may have been made for what it does now. */
const YOUNG = 0.5;

/** How much of a sweep counts: all, or less where an audit explains it. */
export function auditShare(view: View): number {
  if (view.maturity >= YOUNG) return 1;
  if (AUDIT_TOOLS.has(view.around.context.tool)) return AUDIT_SHARE;
  const refused = view.fresh('denied').length;
  const reads = view.fresh('api').filter(([call]) => isRead(call)).length;
  const isAudit = reads >= AUDIT.leastReads && refused <= AUDIT.mostRefused * (reads + refused);
  return isAudit ? AUDIT_SHARE : 1;
}
