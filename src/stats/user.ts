/** Who a call is counted under: long-lived keys one by one, everything that changes by the hour by whom it belongs to. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import type { Names } from './names.ts';

/**
 * - `long-lived` an access key of a user or of root (AKIA…)
 * - `other-key` an access key ID of neither known form
 * - `temporary` keys that STS gave out (ASIA…), together under the role or user they were given to
 * - `none` nothing was signed with a key: services, sign-in, anonymous calls
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export const CREDENTIAL_KINDS = ['long-lived', 'other-key', 'temporary', 'none'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export interface User {
  readonly kind: CredentialKind;
  /** Access key ID, or the ARN or name the temporary keys belong to. */
  readonly name: string;
}

/** One text for a user, to be numbered. */
function userText(kind: CredentialKind, name: string): string {
  return `${CREDENTIAL_KINDS.indexOf(kind)}${name}`;
}

export function userOf(text: string): User {
  return { kind: CREDENTIAL_KINDS[Number(text[0] ?? 3)]!, name: text.slice(1) };
}

/** Where the owner of a temporary key is named, the most general first: sessions come and go, roles stay. */
const OWNER_FIELDS = [
  FIELD['userIdentity.sessionContext.sessionIssuer.arn'],
  FIELD['userIdentity.arn'],
  FIELD['userIdentity.userName'],
  FIELD['userIdentity.invokedBy'],
  FIELD['userIdentity.principalId'],
  FIELD['userIdentity.accountId'],
  FIELD['userIdentity.type'],
];

const NO_KEY = 0;
const TEMPORARY_KEY = 1;
/** Numbers from here on are users' numbers plus this. */
const OWN_KEY = 2;

/** Numbers the users behind events. */
export class UserNumbers {
  readonly #keys: FieldNumbers;
  /** For calls without a key and with a temporary one; a field's numbers are users' numbers plus one, 0 for none. */
  readonly #owners: readonly (readonly FieldNumbers[])[];
  readonly #nobody: number;

  constructor(names: Names) {
    this.#keys = new FieldNumbers(FIELD['userIdentity.accessKeyId'], (key) => {
      if (key === '') return NO_KEY;
      if (key.startsWith('ASIA')) return TEMPORARY_KEY;
      return OWN_KEY + names.number(userText(key.startsWith('AKIA') ? 'long-lived' : 'other-key', key));
    });
    this.#owners = (['none', 'temporary'] as const).map((kind) =>
      OWNER_FIELDS.map(
        (field) =>
          new FieldNumbers(field, (text) =>
            text === '' ? 0 : 1 + names.number(userText(kind, withoutSession(text))),
          ),
      ),
    );
    this.#nobody = names.number(userText('none', ''));
  }

  /** Number of the event's user. */
  of(event: Event): number {
    const key = this.#keys.of(event);
    if (key >= OWN_KEY) return key - OWN_KEY;
    for (const field of this.#owners[key]!) {
      const owner = field.of(event);
      if (owner > 0) return owner - 1;
    }
    return this.#nobody;
  }

  /** Whether the event's user is one of several keys together. */
  isTemporary(event: Event): boolean {
    return this.#keys.of(event) === TEMPORARY_KEY;
  }

  /** Whether the event's user is one access key. */
  isOwnKey(event: Event): boolean {
    return this.#keys.of(event) >= OWN_KEY;
  }
}

/** `…:assumed-role/Name/session` and `AROA…:session` without the session's name. */
function withoutSession(text: string): string {
  return text
    .replace(/^(arn:[^:]*:sts::\d*:assumed-role\/[^/]+)\/.*$/s, '$1')
    .replace(/^(A[A-Z]{3}[A-Z0-9]{10,}):.*$/s, '$1');
}
