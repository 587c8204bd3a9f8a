// `npm run bench`: how fast and in how much memory logs are hunted, against references measured in the same run.
import { readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { disagreements } from './agreement.mjs';
import { corpusBars, growthBar, memoryBar, rulesBar, startBar } from './bars.mjs';
import { ATTACKS, ensureCorpus } from './corpus.mjs';
import {
  DUCKDB_MISSING,
  HUNT_EXITS,
  cleanUp,
  contenders,
  hasDuckDb,
  huntCommand,
  huntReport,
  scratchPath,
} from './contenders.mjs';
import { filesBelow } from './contenders/files.mjs';
import { EXTRA_RULES, writeExtraRules } from './extra-rules.mjs';
import { measure, measureQuietly } from './measure.mjs';
import { barTable, corpusLine, corpusTable } from './show.mjs';
import { summarise } from './statistics.mjs';

const HELP = `Usage: npm run bench -- [options]

  --corpus NAME    many or big; repeatable (default: both)
  --events N       size of big, in events (default: 1000000)
  --attacks MIX    few: recorded attacks are made with one stolen key in each account;
                   spread: with everybody's sessions, the worst case for investigate (default: few)
  --only ID        raw, checked, hunt, investigate, obvious or duckdb; repeatable (default: all)
  --rounds N       how often each contender runs (default: 5)
  --threads N      threads for every contender (default: one for each processor)
  --no-start, --no-rules
                   leave out the time to start, the cost of more rules
  --memory         also compare peak memory at 1 M and 5 M events
  --json           print JSON

Exit code: 1 when contenders disagree about what is in a corpus. Missed bars do not change it.
`;

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    corpus: { type: 'string', multiple: true, default: ['many', 'big'] },
    events: { type: 'string', default: '1000000' },
    attacks: { type: 'string', default: 'few' },
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: String(availableParallelism()) },
    start: { type: 'boolean', default: true },
    rules: { type: 'boolean', default: true },
    memory: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const rounds = Number(options.rounds);
const mix = { events: Number(options.events), attacks: options.attacks };
const threads = Number(options.threads);
const START_ROUNDS = 10;

if (options.help) process.stdout.write(HELP);
else if (!ATTACKS.includes(options.attacks)) {
  process.stderr.write(`--attacks is ${ATTACKS.join(' or ')}\n`);
  process.exitCode = 2;
} else {
  try {
    await bench();
  } finally {
    cleanUp();
  }
}

async function bench() {
  /** @type {{ machine: object, corpora: object[], bars: object[], problems: string[] }} */
  const result = { machine: machine(), corpora: [], bars: [], problems: [] };
  say(
    `${result.machine.processors} × ${result.machine.model}, Node ${result.machine.node}, ${threads} threads, ${rounds} rounds`,
  );
  if (!hasDuckDb()) say(DUCKDB_MISSING);
  for (const name of options.corpus) await benchCorpus(await ensureCorpus(name, mix), result);
  if (options.start) await benchStart(result);
  if (options.rules) await benchRules(result);
  if (options.memory) await benchMemory(result);
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else say(`\n${barTable(result.bars)}`);
  for (const problem of result.problems) process.stderr.write(`disagreement: ${problem}\n`);
  if (result.problems.length > 0) process.exitCode = 1;
}

/** All contenders in turns, round after round, so that a change of the machine's state meets them all. */
async function benchCorpus(corpus, result) {
  say(`\n${corpusLine(corpus)}`);
  const list = (await contenders(corpus, threads)).filter(({ id }) => options.only?.includes(id) ?? true);
  // The first look at the files is from disk; all later ones are from the page cache.
  await measure(list[0].command, list[0]);
  const runs = Object.fromEntries(list.map(({ id }) => [id, []]));
  const reports = {};
  for (let round = 0; round < rounds; round++) {
    for (const { id, command, accepted, report } of list) {
      const run = await measureQuietly(command, { accepted });
      reports[id] ??= report(run.stdout);
      runs[id].push(run);
    }
  }
  const rows = Object.fromEntries(list.map(({ id, label }) => [id, { label, ...summarise(runs[id]) }]));
  say(corpusTable(corpus, rows));
  result.corpora.push({ ...corpus, rows });
  result.bars.push(...corpusBars(corpus.name, rows));
  result.problems.push(...disagreements(corpus, reports));
}

/** What a hunt in one small file takes, from the command to its end. */
async function benchStart(result) {
  const { folder } = await ensureCorpus('small');
  const [file] = filesBelow(folder);
  const summary = await repeat(huntCommand([file]), START_ROUNDS);
  result.start = summary;
  result.bars.push(startBar(summary));
}

/**
 * What more rules cost per event. One account's logs are a part of the corpus large enough for all threads to start;
 * what the whole takes beyond it is work on events, with the time to start and to read the rules taken out.
 */
async function benchRules(result) {
  const { folder } = await ensureCorpus('big', mix);
  const accounts = path.join(folder, 'AWSLogs');
  const part = path.join(accounts, readdirSync(accounts).toSorted()[0]);
  const extra = scratchPath('extra-rules');
  writeExtraRules(extra);
  const commands = [[], ['--rules', extra]].flatMap((more) => [
    huntCommand([part], more),
    huntCommand([folder], more),
  ]);
  const runs = commands.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [n, command] of commands.entries())
      runs[n].push(await measureQuietly(command, { accepted: HUNT_EXITS }));
  }
  const [few, all, fewMore, allMore] = runs.map(summarise);
  const cost = (of) => (allMore[of] - fewMore[of]) / (all[of] - few[of]) - 1;
  result.rules = {
    extra: EXTRA_RULES,
    part: few,
    whole: all,
    partWithExtra: fewMore,
    wholeWithExtra: allMore,
  };
  result.bars.push(rulesBar(cost('seconds'), `cost per event of ${EXTRA_RULES} more rules, by the clock`));
  if (all.cpuSeconds !== null)
    result.bars.push(
      rulesBar(cost('cpuSeconds'), `cost per event of ${EXTRA_RULES} more rules, processor time`),
    );
}

async function benchMemory(result) {
  const peaks = [];
  for (const events of [1_000_000, 5_000_000]) {
    const corpus = await ensureCorpus('big', { ...mix, events });
    const { peakMb, seconds } = await repeat(huntCommand([corpus.folder]), Math.min(rounds, 3));
    if (huntReport().events !== corpus.events)
      result.problems.push(`big: hunt did not see all ${corpus.events} events`);
    peaks.push({ events: corpus.events, peakMb, seconds });
  }
  result.memory = peaks;
  if (peaks.some(({ peakMb }) => peakMb === null)) return;
  result.bars.push(memoryBar('big: peak memory of hunt at 5 M events', peaks[1].peakMb), growthBar(...peaks));
}

async function repeat(command, times) {
  const runs = [];
  for (let n = 0; n < times; n++) runs.push(await measureQuietly(command, { accepted: HUNT_EXITS }));
  return summarise(runs);
}

function machine() {
  const [{ model }] = cpus();
  return {
    processors: availableParallelism(),
    model: model.trim(),
    node: process.versions.node,
    threads,
    rounds,
  };
}

/** Text for people; silent when JSON was asked for. */
function say(text) {
  if (!options.json) process.stdout.write(`${text}\n`);
}
