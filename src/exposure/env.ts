/** Environments of processes: this one's, and where the system shows them, those of the user's others. */
import { readdirSync, readFileSync } from 'node:fs';
import type { HashSecret } from './assess.ts';
import { scanWhole } from './block-scanner.ts';
import type { Exposure, Place } from './exposure.ts';

/** The exposures in an environment, whose variables are given by name. The path is put before `env:NAME`. */
export function scanEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  hash: HashSecret,
  program: string | null,
): Exposure[] {
  const names = Object.keys(environment);
  const lines = names.map((name) => Buffer.from(`${name}=${environment[name]!.replaceAll('\n', ' ')}\n`));
  return scanWhole(Buffer.concat(lines), hash, '', []).map((exposure) => {
    const name = `env:${names[exposure.place.line! - 1]!}`;
    const place: Place =
      program === null
        ? { path: name, inside: [], line: null, offset: 0, git: null }
        : { path: program, inside: [name], line: null, offset: 0, git: null };
    return { ...exposure, place };
  });
}

/** The environments of other processes that may be read (Linux only), by their names; `own` is left out. */
export function* otherEnvironments(
  own: number,
): Generator<{ program: string; environment: Record<string, string> }> {
  let ids: string[];
  try {
    ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== own);
  } catch {
    // Other systems do not show environments as files: there is nothing to read.
    return;
  }
  for (const id of ids) {
    try {
      const command = readFileSync(`/proc/${id}/comm`, 'utf8').trim();
      const pairs = readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
      const environment = Object.fromEntries(
        pairs
          .filter((pair) => pair.includes('='))
          .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
      );
      yield { program: `process ${id} (${command})`, environment };
    } catch (error) {
      // Processes end, and those of others are theirs.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EPERM' && code !== 'ESRCH') throw error;
    }
  }
}
