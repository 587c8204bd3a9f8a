/** A baseline: the credentials that were found and judged before, by hash of key and secret, never by place. */
import type { ExposedCredential } from './credentials.ts';
import { KeytrailError } from '../error.ts';

/** What stands in the file. */
export interface Baseline {
  readonly keytrailBaseline: 1;
  /** What secrets are hashed with; an audit that uses the baseline uses its salt. */
  readonly salt: string;
  readonly credentials: readonly BaselineEntry[];
  /** Fingerprints of findings in accounts; not there in files of audits that looked at none. */
  readonly findings?: readonly string[];
}

export interface BaselineEntry {
  readonly fingerprint: string;
  /** Null for an ID alone: when its secret turns up, that is new. */
  readonly secretHash: string | null;
}

export function makeBaseline(
  credentials: readonly ExposedCredential[],
  findings: readonly string[],
  salt: string,
): Baseline {
  return {
    keytrailBaseline: 1,
    salt,
    credentials: credentials.map(({ fingerprint, secretHash }) => ({ fingerprint, secretHash })),
    ...(findings.length === 0 ? {} : { findings }),
  };
}

/**
 * Reads the text of a baseline file.
 * @throws KeytrailError when it is none.
 */
export function parseBaseline(text: string, file: string): Baseline {
  let value: Partial<Baseline> | null;
  try {
    value = JSON.parse(text) as Partial<Baseline> | null;
  } catch (cause) {
    throw new KeytrailError(`${file} is no baseline: it is no JSON`, { hint: HINT, cause });
  }
  const isBaseline =
    value?.keytrailBaseline === 1 &&
    typeof value.salt === 'string' &&
    Array.isArray(value.credentials) &&
    value.credentials.every((entry) => typeof entry?.fingerprint === 'string') &&
    (value.findings === undefined || Array.isArray(value.findings));
  if (!isBaseline) throw new KeytrailError(`${file} is no baseline of keytrail audit`, { hint: HINT });
  return value as Baseline;
}

const HINT = 'Write one with: keytrail audit PATH --write-baseline FILE';

/** The credentials that the baseline does not have. */
export function withoutBaseline(
  credentials: readonly ExposedCredential[],
  baseline: Baseline,
): ExposedCredential[] {
  const known = new Set(
    baseline.credentials.map(({ fingerprint, secretHash }) => `${fingerprint} ${secretHash}`),
  );
  return credentials.filter(
    ({ fingerprint, secretHash }) =>
      !known.has(`${fingerprint} ${secretHash}`) &&
      // An ID alone is known with its secret too.
      !(secretHash === null && baseline.credentials.some((entry) => entry.fingerprint === fingerprint)),
  );
}
