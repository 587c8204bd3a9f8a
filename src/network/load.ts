/** Reads the built tables and the user's network files from disk; everything else here is pure. */
import { readFileSync } from 'node:fs';
import { builtFile } from '../built-file.ts';
import { KeytrailError } from '../error.ts';
import { decodeTables, type NetworkTables } from './tables.ts';
import { LIST_KINDS, readUserNetworks, type UserNetworks, type UserText } from './user.ts';

const loaded = new Map<string, NetworkTables>();

/**
 * The tables that the build puts beside the compiled code, read once; some milliseconds, so call it only when a
 * network field is asked for. Throws KeytrailError when the file is missing or damaged.
 */
export function loadNetworkTables(file: URL = builtFile('network/tables.bin')): NetworkTables {
  let tables = loaded.get(file.href);
  if (tables === undefined) {
    tables = decodeTables(
      read(file, 'The network tables are missing', 'Reinstall keytrail, or run "npm run build".'),
    );
    loaded.set(file.href, tables);
  }
  return tables;
}

/**
 * Reads files given as `FILE` or `KIND=FILE`, where KIND says what a plain list stands for: corporate (the
 * default), vpn, tor or hosting. Throws KeytrailError naming the file, and the line where there is one.
 */
export function loadUserNetworks(given: readonly string[]): UserNetworks {
  return readUserNetworks(given.map(readText));
}

function readText(given: string): UserText {
  const kind = LIST_KINDS.find((name) => given.startsWith(`${name}=`));
  const file = kind ? given.slice(kind.length + 1) : given;
  const text = read(
    file,
    `Cannot read the networks file ${file}`,
    'Give --networks FILE or KIND=FILE.',
  ).toString();
  return kind ? { file, text, kind } : { file, text };
}

function read(file: string | URL, problem: string, hint: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new KeytrailError(`${problem} (${reason}).`, {
      hint,
      cause,
    });
  }
}
