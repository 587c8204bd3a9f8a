/** The hints of a command line. */
import { KeytrailError } from '../error.ts';
import type { Hints } from '../investigate/hints.ts';
import { hasHints } from '../investigate/hints.ts';
import { parsePrefix } from '../network/address.ts';
import type { InvestigateOptions } from './investigate.ts';
import { parseTime } from './time.ts';

/**
 * What the user knows already.
 * @throws KeytrailError for what cannot be meant.
 */
export function hintsOf(options: InvestigateOptions, nowMs: number): Hints {
  const hints: Hints = {
    credentials: options.credential ?? [],
    principals: options.principal ?? [],
    addresses: options.address ?? [],
    sinceMs: options.since === undefined ? null : parseTime(options.since, nowMs, false),
  };
  for (const address of hints.addresses) {
    if (parsePrefix(address) === undefined)
      throw new KeytrailError(`not an address: ${address}`, {
        hint: 'Write 203.0.113.7, 2001:db8::1, or a block such as 203.0.113.0/24.',
      });
  }
  if (hints.sinceMs !== null && !hasHints(hints))
    throw new KeytrailError('--since says when, but not of what', {
      hint: 'Add --credential, --principal or --address; --from reads only what came later.',
    });
  return hints;
}

/** The hints as a journal has them. */
export function hintNotes({ credentials, principals, addresses, sinceMs }: Hints): {
  readonly [hint: string]: string | readonly string[];
} {
  return {
    ...(credentials.length > 0 ? { credentials } : {}),
    ...(principals.length > 0 ? { principals } : {}),
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(sinceMs === null ? {} : { since: new Date(sinceMs).toISOString() }),
  };
}
