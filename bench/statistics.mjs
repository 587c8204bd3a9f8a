// Medians and spreads of runs.
import { isNoisy } from './measure.mjs';

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * What several runs of one contender come to: medians, over the quiet runs where there are any.
 *
 * @returns `{ runs, noisy, seconds, fastest, slowest, cpuSeconds, peakMb }`; memory is the largest of all runs.
 */
export function summarise(runs) {
  const quiet = runs.filter((run) => !isNoisy(run));
  const counted = quiet.length > 0 ? quiet : runs;
  const seconds = counted.map((run) => run.seconds);
  const cpu = known(counted.map((run) => run.cpuSeconds));
  const memory = known(runs.map((run) => run.peakMb));
  return {
    runs: runs.length,
    noisy: runs.length - quiet.length,
    seconds: median(seconds),
    fastest: Math.min(...seconds),
    slowest: Math.max(...seconds),
    cpuSeconds: cpu && median(cpu),
    peakMb: memory && Math.max(...memory),
  };
}

/** The values, or null where they could not be measured. */
function known(values) {
  return values.includes(null) ? null : values;
}
