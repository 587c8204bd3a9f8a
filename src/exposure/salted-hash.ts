/**
 * How secrets are told apart without being kept. What hashes them is loaded with the first: most of what is audited has
 * none, and start-up counts.
 */
import type * as Crypto from 'node:crypto';
import { createRequire } from 'node:module';
import type { HashSecret } from './assess.ts';

let loaded: typeof Crypto | undefined;

function hashes(): typeof Crypto {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `require` is untyped; the types of Node say so
  return (loaded ??= createRequire(import.meta.url)('node:crypto') as typeof Crypto);
}

/** Hashes secrets with a salt: equal ones are equal within an audit, and cannot be looked up outside it. */
export function saltedHash(salt: string): HashSecret {
  return (secret) => hashes().createHmac('sha256', salt).update(secret).digest('hex').slice(0, 32);
}

/** What a credential is known by in lists of what to ignore: of its key ID or, without one, of its secret's hash. */
export function fingerprintOf(keyId: string | null, secretHash: string | null): string {
  return fingerprintOfText(keyId === null ? `secret ${secretHash}` : `key ${keyId}`);
}

/** What something is known by in such lists: 16 hexadecimal digits. */
export function fingerprintOfText(text: string): string {
  return hashes().createHash('sha256').update(`keytrail ${text}`).digest('hex').slice(0, 16);
}
