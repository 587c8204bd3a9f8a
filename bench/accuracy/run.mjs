// `npm run accuracy`: what the investigation finds, and what it takes for an intrusion that is none.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addRecords, KINDS, makeArchive } from './archives.mjs';
import { compare, eventsBehind } from './compare.mjs';
import { commitText, openJudge } from './judge.mjs';
import { labelledSamples, moved } from './samples.mjs';
import { ablationText, judgeText, rulesText, table } from './show.mjs';
import { RULE_NAMES, runSimpleRules } from './simple-rules.mjs';

const HELP = `Usage: npm run accuracy -- [options]

  --seeds N      archives that are made and judged (default: 20)
  --first N      seed of the first (default: 1001)
  --days N       length of each (default: 45)
  --users N      long-lived keys in each (default: 100)
  --accounts N   accounts in each (default: 3)
  --attacks N    kinds of attack in each, taken in turn (default: 12, of ${KINDS.length})
  --judge WHAT   cli (default), none, or a module that exports investigate(folder)
  --no-samples   leave the labelled samples out
  --write        write docs/accuracy.md
  --json         print what was measured for each incident
  --keep         leave the archives where they are, and say where

Exit code: 0 measured, 2 could not run. Missed bars do not change it.
`;

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    seeds: { type: 'string', default: '20' },
    first: { type: 'string', default: '1001' },
    days: { type: 'string', default: '45' },
    users: { type: 'string', default: '100' },
    accounts: { type: 'string', default: '3' },
    attacks: { type: 'string', default: '12' },
    judge: { type: 'string', default: 'cli' },
    samples: { type: 'boolean', default: true },
    write: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** The address that attacks of samples come from when they are moved. */
const MOVED_FROM = '159.89.23.45';
/** Events of a moved attack: the whole of the largest sample would take place of everything else. */
const MOVED_EVENTS = 120;

if (options.help) process.stdout.write(HELP);
else await run();

async function run() {
  const setting = Object.fromEntries(
    ['days', 'users', 'accounts', 'attacks'].map((name) => [name, wholeNumber(options[name])]),
  );
  const judge = await openJudge(options.judge).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  });
  const samples = options.samples ? labelledSamples() : [];
  const work = mkdtempSync(path.join(tmpdir(), 'keytrail-accuracy-'));
  const startMs = performance.now();
  const results = [];
  const rules = new Map(RULE_NAMES.map((rule) => [rule, { rule, found: 0, falseAlerts: 0 }]));
  let thresholds;
  let [keyDays, incidents, events] = [0, 0, 0];
  for (let n = 0; n < wholeNumber(options.seeds); n++) {
    const seed = wholeNumber(options.first) + n;
    const archive = makeArchive({ seed, ...setting }, path.join(work, String(seed)));
    if (samples.length > 0) inject(archive, samples[n % samples.length]);
    keyDays += archive.keys * archive.days;
    incidents += archive.incidents.length;
    events += archive.records.length;
    for (const { rule, incidents: found, falseAlerts } of runSimpleRules(archive)) {
      const sum = rules.get(rule);
      sum.found += found.size;
      sum.falseAlerts += falseAlerts;
    }
    if (judge !== undefined) {
      const investigation = await judge(archive.folder, path.join(work, `${seed}.json`));
      thresholds = investigation.judgement.thresholds;
      results.push({ seed, ...compare(archive, investigation) });
    }
    if (!options.keep) rmSync(archive.folder, { recursive: true });
    process.stderr.write(
      `seed ${seed}: ${archive.records.length} events, ${archive.incidents.length} incidents\n`,
    );
  }
  const text = [
    '# Accuracy',
    '',
    `Measured on ${commitText()} by \`npm run accuracy\`: ${options.seeds} made-up archives (seeds from ${options.first}), ${options.users} long-lived`,
    `keys for ${options.days} days each, ${incidents} incidents among ${events} events. The generator shares no table with what judges;`,
    'both were written for this product, so read the figures as relative ones. Shares have 95 % Wilson intervals.',
    '',
    ...(judge === undefined ? [] : [judgeText(results), '']),
    rulesText([...rules.values()], judge === undefined ? undefined : results, { keyDays, incidents }),
    '',
    ...(judge === undefined ? [] : [ablationText(results, thresholds), '']),
    ...(judge === undefined || samples.length === 0 ? [] : [await samplesText(judge, samples, work), '']),
  ].join('\n');
  if (options.json)
    process.stdout.write(`${JSON.stringify({ results, rules: [...rules.values()] }, null, 2)}\n`);
  else process.stdout.write(text);
  if (options.write) writeFileSync(fileURLToPath(new URL('../../docs/accuracy.md', import.meta.url)), text);
  if (options.keep) process.stderr.write(`archives: ${work}\n`);
  else rmSync(work, { recursive: true });
  process.stderr.write(`${((performance.now() - startMs) / 1000).toFixed(0)} s\n`);
}

/** Moves the attack of a sample onto a key that is in no other incident. */
function inject(archive, sample) {
  const taken = new Set(archive.incidents.flatMap(({ leaked, minted }) => [...leaked, ...minted]));
  const days = new Map();
  for (const { userIdentity, eventTime } of archive.records) {
    const key = userIdentity.accessKeyId ?? '';
    if (!key.startsWith('AKIA') || taken.has(key)) continue;
    const known = days.get(key) ?? { identity: userIdentity, days: new Set() };
    days.set(key, known);
    known.days.add(eventTime.slice(0, 10));
  }
  const busy = [...days.values()].filter((each) => each.days.size > archive.days / 3);
  const victim = busy[archive.seed % busy.length];
  const startMs =
    Date.parse(archive.records[0].eventTime) +
    (archive.days - 4) * 86_400_000 +
    (archive.seed % 86_400) * 1000;
  const name = `sample-${archive.seed}`;
  const { records, incident } = moved(sample, {
    victim: { identity: victim.identity, address: MOVED_FROM, archetype: 'any', age: victim.days.size },
    startMs,
    most: MOVED_EVENTS,
    name,
  });
  addRecords(archive, name, records);
  archive.incidents = [...archive.incidents, incident];
  for (const { eventID, userIdentity } of records) {
    archive.labels.set(eventID, {
      eventID,
      incident: name,
      attack: incident.attack,
      credential: userIdentity?.accessKeyId ?? '',
      actor: 'intruder',
    });
  }
}

/** The samples as they are: there is no history in them, and so most of what is judged is what was done. */
async function samplesText(judge, samples, work) {
  const rows = [];
  for (const { name, file, records, labels } of samples) {
    const { incidents } = await judge(file, path.join(work, `${name}.json`));
    const eventsOf = eventsBehind(records);
    const told = incidents
      .filter(({ band }) => band !== 'log')
      .flatMap(({ timeline }) => timeline.filter(({ actor }) => actor === 'intruder').flatMap(eventsOf));
    const right = told.filter((id) => labels.has(id)).length;
    rows.push([
      name,
      records.length,
      labels.size,
      incidents.filter(({ band }) => band !== 'log').length,
      told.length === 0 ? '–' : (right / told.length).toFixed(2),
      (right / labels.size).toFixed(2),
    ]);
  }
  return [
    '## Labelled samples, as they are',
    '',
    table(['sample', 'events', 'hostile', 'incidents', 'purity', 'completeness'], rows),
  ].join('\n');
}

function wholeNumber(text) {
  if (!/^\d+$/.test(text)) {
    process.stderr.write(`${text} is no whole number.\n`);
    process.exit(2);
  }
  return Number(text);
}
