/** `.keytrailignore`: credentials that are no concern, each with a reason, and a last day where it should not be for ever. */
import { KeytrailError } from '../error.ts';

export interface IgnoreEntry {
  readonly line: number;
  /** Key ID or fingerprint. */
  readonly name: string;
  /** The last day it counts, in UTC; null for ever. */
  readonly until: string | null;
  readonly reason: string;
}

/** What an entry can name. */
export interface Ignorable {
  readonly keyId: string | null;
  readonly fingerprint: string;
}

export interface Ignored<T extends Ignorable> {
  readonly left: readonly T[];
  readonly ignored: number;
  /** Entries that fit nothing. */
  readonly unused: readonly IgnoreEntry[];
  /** Entries whose last day is over; they are not applied. */
  readonly expired: readonly IgnoreEntry[];
}

/**
 * Reads the lines `<key ID or fingerprint> [until YYYY-MM-DD] <reason>`; `#` begins a comment.
 * @throws KeytrailError for a line without a reason, or that names no credential.
 */
export function parseIgnoreList(text: string, file: string): IgnoreEntry[] {
  return text.split(/\r?\n/).flatMap((content, n) => {
    const line = content.trim();
    if (line === '' || line.startsWith('#')) return [];
    const [, name, until = null, reason] =
      /^(\S+)(?:\s+until\s+(\d{4}-\d\d-\d\d))?\s+(\S.*)$/.exec(line) ?? [];
    if (name === undefined || reason === undefined) {
      throw new KeytrailError(`${file}:${n + 1}: an entry needs a reason`, { hint: FORM });
    }
    if (!/^(?:A[A-Z]{2}A[A-Z2-7]{16}|[0-9a-f]{16})$/.test(name)) {
      throw new KeytrailError(`${file}:${n + 1}: neither a key ID nor a fingerprint`, { hint: FORM });
    }
    return [{ line: n + 1, name, until, reason }];
  });
}

const FORM = 'One line for each: <key ID or fingerprint> [until YYYY-MM-DD] <reason>';

/** Leaves out what the entries name. `today` is `YYYY-MM-DD`. */
export function withoutIgnored<T extends Ignorable>(
  all: readonly T[],
  entries: readonly IgnoreEntry[],
  today: string,
): Ignored<T> {
  const expired = entries.filter(({ until }) => until !== null && until < today);
  const names = new Map(
    entries.filter((entry) => !expired.includes(entry)).map((entry) => [entry.name, entry]),
  );
  const used = new Set<string>();
  const left = all.filter(({ keyId, fingerprint }) => {
    const name = [keyId, fingerprint].find((each) => each !== null && names.has(each));
    if (name === undefined || name === null) return true;
    used.add(name);
    return false;
  });
  return {
    left,
    ignored: all.length - left.length,
    unused: [...names.values()].filter(({ name }) => !used.has(name)),
    expired,
  };
}
