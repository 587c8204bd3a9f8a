/** How secrets are told apart without being kept. */
import { createHash, createHmac } from 'node:crypto';
import type { HashSecret } from './assess.ts';

/** Hashes secrets with a salt: equal ones are equal within an audit, and cannot be looked up outside it. */
export function saltedHash(salt: string): HashSecret {
  return (secret) => createHmac('sha256', salt).update(secret).digest('hex').slice(0, 32);
}

/** What a credential is known by in lists of what to ignore: of its key ID or, without one, of its secret's hash. */
export function fingerprintOf(keyId: string | null, secretHash: string | null): string {
  return fingerprintOfText(keyId === null ? `secret ${secretHash}` : `key ${keyId}`);
}

/** What something is known by in such lists: 16 hexadecimal digits. */
export function fingerprintOfText(text: string): string {
  return createHash('sha256').update(`keytrail ${text}`).digest('hex').slice(0, 16);
}
