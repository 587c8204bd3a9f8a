// What is measured: the investigation, as a user starts it, or a module that has the same result.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** Nothing found, something found, finished with damaged input. */
const EXITS = [0, 1, 3];

/**
 * Opens a judge: a function that takes a folder of logs and a file for its result, and gives an Investigation
 * (src/investigate/investigation.ts).
 *
 * @param name `cli`, `none` (then the function is undefined), or the path of a module that exports
 *   `investigate(folder)`.
 */
export async function openJudge(name) {
  if (name === 'none') return undefined;
  if (name !== 'cli') {
    const { investigate } = await import(pathToFileURL(path.resolve(name)).href);
    return investigate;
  }
  const help = spawnSync(process.execPath, [MAIN, 'investigate', '--help']);
  if (help.status !== 0) throw new Error('keytrail investigate is not there; try --judge none');
  return (folder, output) => {
    const ran = spawnSync(
      process.execPath,
      [MAIN, 'investigate', folder, '--json', '--quiet', '--output', output],
      {
        encoding: 'utf8',
      },
    );
    if (!EXITS.includes(ran.status))
      throw new Error(`keytrail investigate ended with ${ran.status}: ${ran.stderr}`);
    return JSON.parse(readFileSync(output, 'utf8'), inMilliseconds).investigation;
  };
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Times of the published form as the investigator has them: `last: "2026-…"` is `lastMs: 17…`. */
function inMilliseconds(_, value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      typeof inner === 'string' && TIME.test(inner) ? [`${name}Ms`, Date.parse(inner)] : [name, inner],
    ),
  );
}

/** What is measured, for the head of the table. */
export function commitText() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return 'a version without history';
  }
}
