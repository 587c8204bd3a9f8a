// Whether all contenders saw the same events: a fast answer to another question is no answer.
import { readFileSync } from 'node:fs';

const RULES = new URL('../dist/rules.json', import.meta.url);

/**
 * Compares what the contenders reported with the corpus and with each other.
 *
 * @param reports contender's id → what it said: events, bytes, matches by rule, counts by event name, as far as it knows.
 * @returns one sentence for each disagreement.
 */
export function disagreements(corpus, reports) {
  const found = [];
  for (const [id, report] of Object.entries(reports)) {
    for (const what of ['events', 'bytes']) {
      if (report[what] !== undefined && report[what] !== corpus[what]) {
        found.push(`${corpus.name}: ${id} saw ${report[what]} ${what} where there are ${corpus[what]}`);
      }
    }
  }
  const { hunt, obvious, duckdb } = reports;
  if (obvious && duckdb)
    found.push(...differences(`${corpus.name}: duckdb, events by name`, obvious.names, duckdb.names));
  if (obvious && hunt) {
    found.push(...differences(`${corpus.name}: hunt, matches by rule`, shown(obvious.matches), hunt.byRule));
  }
  return found;
}

/** Hunts show rules of level low and above that report by themselves. */
function shown(matches) {
  const { rules } = JSON.parse(readFileSync(RULES, 'utf8'));
  const visible = rules.filter(({ reports, level }) => reports && level !== 'informational');
  return Object.fromEntries(visible.flatMap(({ id }) => (id in matches ? [[id, matches[id]]] : [])));
}

function differences(what, wanted, got) {
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(got)])];
  return keys
    .filter((key) => wanted[key] !== got[key])
    .map((key) => `${what}: ${key}: ${got[key] ?? 0} where the obvious program has ${wanted[key] ?? 0}`);
}
