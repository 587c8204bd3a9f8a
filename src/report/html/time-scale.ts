/** Maps times to a line of pixels on which nothing happens for long nowhere: wide gaps are cut out and marked. */

export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** Pixels, from the left. */
  readonly left: number;
  readonly right: number;
  /** Cut out: only its length is shown. */
  readonly isCut: boolean;
}

export interface TimeScale {
  readonly stretches: readonly Stretch[];
  /** Pixel of a time, kept inside the line. */
  readonly at: (ms: number) => number;
}

const MOST_CUTS = 5;
const CUT_WIDTH = 64;
/** A gap is cut out when it is longer than this part of the whole, and than this time. */
const CUT_SHARE = 0.12;
const CUT_LEAST_MS = 20 * 60_000;
/** Around a stretch, so that what happens at its ends stands inside. */
const MARGIN = 0.03;
const LEAST_MARGIN_MS = 20_000;

/**
 * `anchors` are the times that matter (in any order); `others` only decide whether there is something before and
 * behind them. Empty anchors make an empty scale.
 */
export function timeScale(
  anchors: readonly number[],
  others: { readonly fromMs: number; readonly toMs: number } | null,
  left: number,
  right: number,
): TimeScale {
  const spans = spansOf(anchors.toSorted((a, b) => a - b));
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) return { stretches: [], at: () => left };
  const parts: { fromMs: number; toMs: number; isCut: boolean }[] = [];
  if (others !== null && others.fromMs < first.fromMs) {
    parts.push({ fromMs: others.fromMs, toMs: first.fromMs, isCut: true });
  }
  for (const [n, span] of spans.entries()) {
    if (n > 0) parts.push({ fromMs: spans[n - 1]!.toMs, toMs: span.fromMs, isCut: true });
    parts.push({ ...span, isCut: false });
  }
  if (others !== null && others.toMs > last.toMs) {
    parts.push({ fromMs: last.toMs, toMs: others.toMs, isCut: true });
  }
  const cuts = parts.filter(({ isCut }) => isCut).length;
  const shares = parts.map(({ isCut, fromMs, toMs }) =>
    isCut ? 0 : 4 + Math.log1p((toMs - fromMs) / 60_000),
  );
  const pixels = (right - left - cuts * CUT_WIDTH) / shares.reduce((sum, share) => sum + share, 0);
  let x = left;
  const stretches = parts.map((part, n): Stretch => {
    const start = x;
    x += part.isCut ? CUT_WIDTH : shares[n]! * pixels;
    return { ...part, left: start, right: x };
  });
  return { stretches, at: (ms) => place(stretches, ms) };
}

/** Stretches with a margin, between the widest gaps. */
function spansOf(times: readonly number[]): { fromMs: number; toMs: number }[] {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return [];
  const least = Math.max(CUT_LEAST_MS, (last - first) * CUT_SHARE);
  const gaps: { at: number; size: number }[] = [];
  for (let n = 1; n < times.length; n++) {
    const size = times[n]! - times[n - 1]!;
    if (size > least) gaps.push({ at: n, size });
  }
  const cuts = gaps
    .toSorted((a, b) => b.size - a.size)
    .slice(0, MOST_CUTS)
    .map(({ at }) => at)
    .toSorted((a, b) => a - b);
  return [0, ...cuts].map((start, n) => {
    const [fromMs, toMs] = [times[start]!, times[(cuts[n] ?? times.length) - 1]!];
    const margin = Math.max(LEAST_MARGIN_MS, (toMs - fromMs) * MARGIN);
    return { fromMs: fromMs - margin, toMs: toMs + margin };
  });
}

function place(stretches: readonly Stretch[], ms: number): number {
  const found = stretches.find(({ toMs }) => ms <= toMs) ?? stretches.at(-1);
  if (found === undefined) return 0;
  const { fromMs, toMs, left, right } = found;
  const part = toMs === fromMs ? 0.5 : (ms - fromMs) / (toMs - fromMs);
  return left + Math.min(1, Math.max(0, part)) * (right - left);
}
