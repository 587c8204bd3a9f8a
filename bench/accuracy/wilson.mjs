// Shares with their uncertainty.

/** 95 % Wilson interval of `hits` out of `all`: `[low, high]`, from 0 to 1; null when there are none. */
function wilson(hits, all) {
  if (all === 0) return null;
  const z = 1.96;
  const share = hits / all;
  const middle = share + z ** 2 / (2 * all);
  const spread = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * all)) / all);
  const scale = 1 + z ** 2 / all;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

/** `0.93 (0.85–0.97) of 60`; `–` when there are none. */
export function shareText(hits, all) {
  const interval = wilson(hits, all);
  if (interval === null) return '–';
  return `${(hits / all).toFixed(2)} (${interval.map((bound) => bound.toFixed(2)).join('–')}) of ${all}`;
}

/** The value that a share `at` of the values do not exceed; null without values. */
export function quantile(values, at) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? null;
}

export function mean(values) {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
