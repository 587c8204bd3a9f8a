/** Shapes of probing: sets of calls that tools and intruders make together. */
import { PROBE_SHAPES } from '../probe-shapes.ts';
import { firstEvent } from '../view.ts';
import { PROBES } from '../weights.ts';
import { auditShare } from './audit.ts';
import type { TermMaker } from './finding-term.ts';
import { listed } from './sentence.ts';

const PROBES_OF_ANY: ReadonlySet<string> = new Set(PROBE_SHAPES.flatMap(({ calls }) => calls));

export const probeTerms: TermMaker = (view) => {
  if (view.around.isScanner) return [];
  const calls = new Map(view.unfamiliar('call').filter(([call]) => PROBES_OF_ANY.has(call)));
  if (calls.size === 0) return [];
  const share = auditShare(view);
  let left: number = share * PROBES.most;
  return PROBE_SHAPES.flatMap(({ name, what, calls: shape, least }) => {
    const made = shape.filter((call) => calls.has(call));
    const nats = Math.min(share * PROBES.each, left);
    if (made.length < least || nats <= 0) return [];
    left -= nats;
    return [
      {
        name: 'probe',
        about: 'what' as const,
        nats,
        tell: () => ({
          sentence: `New to the credential, and made together when ${what} (${name}): ${listed(made)}.`,
          evidence: made.map((call) => firstEvent(calls.get(call)!)),
          benignIf: `The owner set up or checked that on purpose.`,
        }),
      },
    ];
  });
};
