/** Keys that open nothing: those of documentation and tests, told by their text. */
import { entropyOf } from './alphabet.ts';

/** Bits a character; IDs are random, so that one with fewer was typed by somebody. */
const LEAST_ID_ENTROPY = 2.5;
/** So many characters that each follow the one before are typed, not random. */
const LONGEST_SEQUENCE = 6;

/** What kind of example this ID is; null for one that may be real. */
export function exampleKeyId(keyId: string): string | null {
  if (keyId.endsWith('EXAMPLE')) return 'an example of the AWS documentation';
  if (/EXAMPLE|SAMPLE|DUMMY|FAKE|PLACEHOLDER|TESTTEST|XXXX/.test(keyId)) return 'a placeholder';
  const body = keyId.slice(4);
  if (entropyOf(Buffer.from(body)) < LEAST_ID_ENTROPY || isSequence(body)) return 'a placeholder';
  return null;
}

/** What kind of example this secret is; null for one that may be real. */
export function exampleSecret(secret: string): string | null {
  if (/EXAMPLE/i.test(secret)) return 'an example of the AWS documentation';
  return /(?:dummy|fake|sample|secret|placeholder|your)|(.)\1{5}/i.test(secret) || isSequence(secret)
    ? 'a placeholder'
    : null;
}

/** `ABCDEFG`, `234567`, also backwards. */
function isSequence(text: string): boolean {
  for (const step of [1, -1]) {
    let length = 1;
    for (let n = 1; n < text.length; n++) {
      length = text.charCodeAt(n) - text.charCodeAt(n - 1) === step ? length + 1 : 1;
      if (length >= LONGEST_SEQUENCE) return true;
    }
  }
  return false;
}
