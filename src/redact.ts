/** Takes secrets out of what is shown: CloudTrail masks most of them, but real logs hold session tokens in clear text. */
import { isJsonObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** What stands where a secret stood. */
export const REDACTED = '(redacted)';

/** Names of members whose values are secret, without dashes and underscores, in lower case. */
const SECRET_NAMES = new Set([
  'sessiontoken',
  'xamzsecuritytoken',
  'securitytoken',
  'secretaccesskey',
  'secretkey',
  'secretstring',
  'secretbinary',
  'password',
  'newpassword',
  'oldpassword',
  'masteruserpassword',
  'masterpassword',
  'plaintext',
  'privatekey',
  'keymaterial',
  'accesstoken',
  'authtoken',
  'tokenvalue',
  'refreshtoken',
  'idtoken',
  'bearertoken',
  'signintoken',
  'authorizationtoken',
  'clientsecret',
  'servicepassword',
  'servicecredentialsecret',
  'webidentitytoken',
  'samlassertion',
]);

/**
 * Beginnings of STS session tokens, which are long and in base64. They appear under any name, inside URLs and in
 * user agents that an attacker chose.
 */
const TOKEN = /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AgoJb3JpZ2lu|FQoDYXdz)[A-Za-z0-9+/=%_-]{40,}/g;
/** The value of a signed request's token or signature in a query string. */
const QUERY = /(X-Amz-(?:Security-Token|Signature|Credential)=)[^&\s"]+/gi;

/** The text without session tokens. */
export function redactText(text: string): string {
  if (text.length < 40) return text;
  return text.replace(TOKEN, REDACTED).replace(QUERY, `$1${REDACTED}`);
}

/** Whether `redactText` would take something out of a text, or out of one in this JSON. */
export function holdsToken(text: string): boolean {
  return text.search(TOKEN) >= 0 || (text.includes('=') && text.search(QUERY) >= 0);
}

/** A copy of the value without secrets; the value itself where it holds none. */
export function redact(value: Json): Json {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return redactItems(value as readonly Json[]);
  return isJsonObject(value) ? redactMembers(value) : value;
}

function redactItems(items: readonly Json[]): readonly Json[] {
  let copy: Json[] | undefined;
  for (let n = 0; n < items.length; n++) {
    const item = items[n]!;
    const kept = redact(item);
    if (copy === undefined && kept !== item) copy = items.slice(0, n);
    copy?.push(kept);
  }
  return copy ?? items;
}

function redactMembers(object: JsonObject): JsonObject {
  let copy: [name: string, value: Json][] | undefined;
  const names = Object.keys(object);
  for (let n = 0; n < names.length; n++) {
    const name = names[n]!;
    const value = object[name]!;
    const member: [string, Json] = [redactText(name), redactMember(name, value)];
    if (copy === undefined && (member[0] !== name || member[1] !== value))
      copy = names.slice(0, n).map((before) => [before, object[before]!]);
    copy?.push(member);
  }
  return copy === undefined ? object : Object.fromEntries(copy);
}

/** The value without secrets, of which its name may say that it is one itself. */
export function redactMember(name: string, value: Json): Json {
  return isSecret(name, value) ? REDACTED : redact(value);
}

/** Only texts are secrets: `{"password": {"minLength": 8}}` and `"sessionToken": null` are not. */
function isSecret(name: string, value: Json): boolean {
  return typeof value === 'string' && value !== '' && isSecretName(name);
}

/** Callers choose names too: beyond so many, all are forgotten. */
const MOST_NAMES = 4096;
const SECRECY = new Map<string, boolean>();

function isSecretName(name: string): boolean {
  let known = SECRECY.get(name);
  if (known === undefined) {
    known = SECRET_NAMES.has(name.toLowerCase().replace(/[-_]/g, ''));
    if (SECRECY.size >= MOST_NAMES) SECRECY.clear();
    SECRECY.set(name, known);
  }
  return known;
}
