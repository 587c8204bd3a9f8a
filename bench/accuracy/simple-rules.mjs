// What one would write first: alerts on whatever a key has not done before. Each alert is one key on one day.
import { parseAgent } from '../../build/agent/parse.js';
import { loadNetworkTables } from '../../build/network/load.js';
import { openNetworks } from '../../build/network/lookup.js';

const DAY_MS = 86_400_000;

/** Days for which something is remembered, and whether this event is new for its key. */
const RULES = {
  'new address, 10 days': { days: 10, isNew: (fresh) => fresh('address') },
  'new AS, 60 days': { days: 60, isNew: (fresh) => fresh('asn') },
  'new country, 60 days': { days: 60, isNew: (fresh) => fresh('country') },
  'new AS and new tool': { days: 60, isNew: (fresh) => fresh('asn') && fresh('tool') },
  'new AS and new API': { days: 60, isNew: (fresh) => fresh('asn') && fresh('api') },
  'first GetCallerIdentity in 10 days': {
    days: 10,
    isNew: (fresh, values) => values.api === 'sts:GetCallerIdentity' && fresh('api'),
  },
};
export const RULE_NAMES = Object.keys(RULES);

/** Days at the beginning in which nothing is said: everything is new then. */
const LEARNING = 10;

const networks = openNetworks(loadNetworkTables());
const known = new Map();

/**
 * Runs all rules over an archive.
 *
 * @returns a list of `{ rule, incidents, falseAlerts }`: the true incidents it alerts on, and key-days without a
 *   hostile event on which it alerts.
 */
export function runSimpleRules(archive) {
  const startMs = Date.parse(archive.records[0].eventTime);
  const memory = new Map();
  const alerts = new Map(RULE_NAMES.map((rule) => [rule, new Map()]));
  for (const record of archive.records) {
    const key = record.userIdentity.accessKeyId ?? '';
    if (!key.startsWith('AKIA')) continue;
    const timeMs = Date.parse(record.eventTime);
    const day = Math.floor(timeMs / DAY_MS);
    const values = valuesOf(record);
    const habits = memory.get(key) ?? memory.set(key, new Map()).get(key);
    for (const rule of RULE_NAMES) {
      const { days, isNew } = RULES[rule];
      const fresh = (name) => {
        const seen = habits.get(`${name} ${values[name]}`);
        // Today does not count: a rule is not silenced by the call before.
        return seen === undefined || day - (seen.last === day ? seen.before : seen.last) > days;
      };
      if (timeMs - startMs < LEARNING * DAY_MS || !isNew(fresh, values)) continue;
      const made = alerts.get(rule);
      const place = `${key} ${day}`;
      const incidents = made.get(place) ?? made.set(place, new Set()).get(place);
      const label = archive.labels.get(record.eventID);
      if (label !== undefined) incidents.add(label.incident);
    }
    for (const [name, value] of Object.entries(values)) remember(habits, `${name} ${value}`, day);
  }
  return RULE_NAMES.map((rule) => {
    const places = [...alerts.get(rule).values()];
    return {
      rule,
      incidents: new Set(places.flatMap((incidents) => [...incidents])),
      falseAlerts: places.filter((incidents) => incidents.size === 0).length,
    };
  });
}

/** Keeps the last day on which it was seen, and the last before that. */
function remember(habits, name, day) {
  const seen = habits.get(name);
  if (seen === undefined) habits.set(name, { last: day, before: -Infinity });
  else if (seen.last !== day) Object.assign(seen, { last: day, before: seen.last });
}

function valuesOf({ sourceIPAddress, userAgent, eventSource, eventName }) {
  const address = String(sourceIPAddress);
  const network = cached(`address ${address}`, () => networks.lookup(address));
  return {
    address,
    asn: network.asn ?? network.kind,
    country: network.country ?? network.kind,
    tool: cached(`agent ${userAgent}`, () => parseAgent(String(userAgent)).family1),
    api: `${eventSource.split('.')[0]}:${eventName}`,
  };
}

/** Agents with a session in them are many: the cache is emptied before it grows large. */
function cached(name, find) {
  if (known.size > 200_000) known.clear();
  if (!known.has(name)) known.set(name, find());
  return known.get(name);
}
