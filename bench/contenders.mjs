// Who takes part, how each is started, and what each says about the work it did.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { VARIANTS, isInstalled } from './contenders/duckdb.mjs';
import { measure } from './measure.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const node = process.execPath;
const hunter = here('../dist/cli/main.js');
const rules = here('../dist/rules.json');

/** Files that runs write; removed by `cleanUp`. */
const scratch = mkdtempSync(path.join(tmpdir(), 'keytrail-bench-'));
const output = path.join(scratch, 'hunt.json');
const investigation = path.join(scratch, 'investigation.json');

export function cleanUp() {
  rmSync(scratch, { recursive: true, force: true });
}

/** A file or folder for a run's own use. */
export function scratchPath(name) {
  return path.join(scratch, name);
}

/** The command of `keytrail hunt` as a user gives it; exit code 1 says that something was found. */
export function huntCommand(paths, extra = []) {
  return [node, hunter, 'hunt', ...paths, '--format', 'json', '--output', output, ...extra];
}
export const HUNT_EXITS = [0, 1];

/** The command of `keytrail investigate`, without a case. */
function investigateCommand(paths, extra = []) {
  return [node, hunter, 'investigate', ...paths, '--format', 'json', '--output', investigation, ...extra];
}

/** Events of the last investigation. */
function investigateReport() {
  const { events } = JSON.parse(readFileSync(investigation, 'utf8')).investigation;
  return { events };
}

/** Events and bytes of the last hunt, and its matches by rule. */
export function huntReport() {
  const { input, matches } = JSON.parse(readFileSync(output, 'utf8'));
  const byRule = {};
  for (const { rule } of matches) byRule[rule.id] = (byRule[rule.id] ?? 0) + 1;
  return { events: input.events, bytes: input.bytesScanned, byRule };
}

/**
 * The contenders on one corpus, in the order they take turns.
 *
 * @returns a list of `{ id, label, command, accepted, report(stdout) }`.
 */
export async function contenders(corpus, threads) {
  const script = (name, ...rest) => [
    node,
    here(`contenders/${name}.mjs`),
    corpus.folder,
    String(threads),
    ...rest,
  ];
  const list = [
    { id: 'raw', label: 'inflate only, no checksum', command: script('inflate-only', 'raw') },
    { id: 'checked', label: 'inflate only, checked', command: script('inflate-only', 'checked') },
    {
      id: 'hunt',
      label: 'keytrail hunt',
      command: huntCommand([corpus.folder], ['--threads', String(threads)]),
      accepted: HUNT_EXITS,
      report: huntReport,
    },
    {
      id: 'investigate',
      label: 'keytrail investigate',
      command: investigateCommand([corpus.folder], ['--threads', String(threads)]),
      accepted: HUNT_EXITS,
      report: investigateReport,
    },
    { id: 'obvious', label: 'the obvious program', command: script('obvious', rules) },
  ];
  if (isInstalled()) list.push(await fastestDuckDb(script));
  return list.map((each) => ({ accepted: [0], report: JSON.parse, ...each }));
}

export const DUCKDB_MISSING = 'DuckDB is not installed, skipped: npm install --no-save @duckdb/node-api';
export { isInstalled as hasDuckDb };

/** Runs each way once and keeps the fastest for the rounds. */
async function fastestDuckDb(script) {
  const tried = [];
  for (const variant of Object.keys(VARIANTS)) {
    const command = script('duckdb', variant);
    const { seconds } = await measure(command);
    tried.push({ seconds, command, variant });
  }
  const [{ variant, command }] = tried.toSorted((a, b) => a.seconds - b.seconds);
  return { id: 'duckdb', label: `DuckDB, count by name (${variant})`, command };
}
