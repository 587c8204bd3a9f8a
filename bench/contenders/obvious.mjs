// Contender: the obvious program. A competent Node developer's afternoon: gunzipSync, JSON.parse, closures.
// Usage: node obvious.mjs FOLDER THREADS RULES.JSON
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { enrichment } from '../../build/enrich/enrichment.js';
import { loadNetworkTables, loadUserNetworks } from '../../build/network/load.js';
import { openNetworks } from '../../build/network/lookup.js';
import { filesBelow, inThreads, takeFiles } from './files.mjs';
import { indexRules } from './obvious-rules.mjs';

function huntShare({ files, taken, rules }) {
  const { rules: all } = JSON.parse(readFileSync(rules, 'utf8'));
  const rulesFor = indexRules(
    all.filter(({ type }) => type === 'event'),
    derivedFields(),
  );
  const names = new Map();
  const matches = new Map();
  let [events, bytes] = [0, 0];
  for (const file of takeFiles({ files, taken })) {
    const text = gunzipSync(readFileSync(file));
    bytes += text.length;
    for (const event of JSON.parse(text.toString()).Records) {
      events++;
      names.set(event.eventName, (names.get(event.eventName) ?? 0) + 1);
      for (const rule of rulesFor(event.eventName)) {
        if (rule.matches(event)) matches.set(rule.id, (matches.get(rule.id) ?? 0) + 1);
      }
    }
  }
  return { events, bytes, names, matches };
}

/** Fields about networks and tools, worked out once per address and per agent. */
function derivedFields() {
  const derive = enrichment(() => openNetworks(loadNetworkTables(), loadUserNetworks([])));
  const fields = new Map();
  return (name, event) => {
    let field = fields.get(name);
    if (field === undefined) fields.set(name, (field = { ...derive(name), known: new Map() }));
    const value = event[field.from];
    if (!field.known.has(value)) field.known.set(value, field.of(value));
    return field.known.get(value);
  };
}

function sum(maps) {
  const total = new Map();
  for (const map of maps) for (const [key, count] of map) total.set(key, (total.get(key) ?? 0) + count);
  return Object.fromEntries(total);
}

if (isMainThread) {
  const [folder, threads, rules] = process.argv.slice(2);
  const shares = await inThreads(new URL(import.meta.url), Number(threads), {
    files: filesBelow(folder),
    rules,
  });
  process.stdout.write(
    JSON.stringify({
      events: shares.reduce((total, { events }) => total + events, 0),
      bytes: shares.reduce((total, { bytes }) => total + bytes, 0),
      names: sum(shares.map(({ names }) => names)),
      matches: sum(shares.map(({ matches }) => matches)),
    }),
  );
} else {
  parentPort.postMessage(huntShare(workerData), []);
}
