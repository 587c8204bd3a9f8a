// The bars: what has to be reached, and what was.

/** What `keytrail hunt` has to reach on each corpus, as the time of another contender divided by its own. */
const RATIOS = [
  { against: 'raw', least: { many: 0.38, big: 0.38 } },
  { against: 'obvious', least: { many: 2, big: 6 } },
  { against: 'duckdb', least: { big: 5 } },
];
const MOST_MB = 350;
/** What `keytrail investigate` may take, as a multiple of the time of a hunt, and in memory. */
const MOST_INVESTIGATE = { times: 1.6, mb: 700 };
const MOST_START_SECONDS = 0.4;
const MOST_RULE_COST = 0.1;
/** Memory is that of a garbage collector: growth below this share is no growth. */
const SAME_MEMORY = 1.1;

/** Bars on one corpus. `rows` maps a contender's id to its summary. */
export function corpusBars(corpus, rows) {
  const bars = [];
  for (const { against, least } of RATIOS) {
    const other = rows[against];
    if (other === undefined || rows.hunt === undefined) continue;
    const reached = other.seconds / rows.hunt.seconds;
    const wanted = least[corpus];
    bars.push({
      what: `${corpus}: hunt against ${other.label}`,
      reached: `${reached.toFixed(2)} ×`,
      wanted: wanted === undefined ? null : `≥ ${wanted} ×`,
      met: wanted === undefined ? null : reached >= wanted,
    });
  }
  if (rows.hunt?.peakMb != null) bars.push(memoryBar(`${corpus}: peak memory of hunt`, rows.hunt.peakMb));
  return [...bars, ...investigateBars(corpus, rows)];
}

function investigateBars(corpus, { hunt, investigate }) {
  if (investigate === undefined) return [];
  const bars = [];
  if (hunt !== undefined) {
    const times = investigate.seconds / hunt.seconds;
    bars.push({
      what: `${corpus}: investigate against hunt, time`,
      reached: `${times.toFixed(2)} ×`,
      wanted: `≤ ${MOST_INVESTIGATE.times} ×`,
      met: times <= MOST_INVESTIGATE.times,
    });
  }
  if (investigate.peakMb != null) {
    const what = `${corpus}: peak memory of investigate`;
    bars.push(memoryBar(what, investigate.peakMb, MOST_INVESTIGATE.mb));
  }
  return bars;
}

export function memoryBar(what, peakMb, most = MOST_MB) {
  return { what, reached: `${peakMb.toFixed(0)} MB`, wanted: `< ${most} MB`, met: peakMb < most };
}

export function startBar({ seconds }) {
  return {
    what: 'hunt in one small file, median',
    reached: `${seconds.toFixed(2)} s`,
    wanted: `< ${MOST_START_SECONDS} s`,
    met: seconds < MOST_START_SECONDS,
  };
}

/** @param cost share by which an event got dearer. */
export function rulesBar(cost, what) {
  return {
    what,
    reached: `${(cost * 100).toFixed(1)} %`,
    wanted: `< ${MOST_RULE_COST * 100} %`,
    met: cost < MOST_RULE_COST,
  };
}

export function growthBar(small, large) {
  return {
    what: `peak memory from ${millions(small.events)} to ${millions(large.events)} events`,
    reached: `${small.peakMb.toFixed(0)} to ${large.peakMb.toFixed(0)} MB`,
    wanted: 'not growing',
    met: large.peakMb <= small.peakMb * SAME_MEMORY,
  };
}

function millions(events) {
  return `${events / 1e6} M`;
}
