/** What stands around a value: the name it is given, and whether two values belong to the same record. */
import { latin1 } from './value.ts';

/** A name is looked for so far before a value. */
const BEFORE = 120;

/**
 * How a value is named: as an AWS secret (`aws_secret_access_key`, `SecretAccessKey`), as some secret key, as something
 * that another product has (`JWT_SECRET`, `GITHUB_TOKEN`), or not at all.
 */
export type Naming = 'aws-secret' | 'secret' | 'other' | 'none';

const AWS_SECRET =
  /(?:aws[\w.:/-]{0,20}secret|secret[_\-. ]?access[_\-. ]?key|aws[_\-. ]?secret|(?:s3|aws|amazon|iam|dynamo(?:db)?)[\w.\- ]{0,12}secret|aws[_\-. ]?sk)[\w.\- ]{0,20}/gi;
const SECRET = /(?:secret[_\-. ]?(?:key|access)|(?:secret|private)key|secret)[\w.\- ]{0,16}/gi;

/** The name that a value is assigned to: `NAME=`, `"name": "`, `name => '`. */
const ASSIGNED = /([A-Za-z][\w.-]{0,60})["'\s]{0,3}(?:[:=]|=>)\s{0,8}["'`]?$/;
/** Of AWS or anybody's. */
const OWN = /aws|amazon|access|(?:^|[_.-])(?:s3|iam|ses|dynamo)/i;
/** What another product calls its own: by what it is, or by whose. */
const OTHERS =
  /token|password|passwd|pwd|hash|sum$|signature|nonce|salt|digest|(?:^|[_.-])(?:jwt|session|cookie|csrf|client|consumer|webhook|signing|encryption|oauth|auth|app|application|django|flask|rails|laravel|nextauth|stripe|paypal|twilio|slack|discord|telegram|github|gitlab|bitbucket|npm|pypi|cloudflare|datadog|dd|sentry|google|gcp|azure|firebase|openai|anthropic|algolia|mailgun|sendgrid|heroku|digitalocean|okta|auth0|vault|consul|redis|db|database|mysql|postgres|mongo)(?=[_.-]|$)|^(?:jwt|session|cookie|client|webhook|app|auth)(?=[A-Z])/i;

/** How the value at `offset` is named by what stands before it: in its line, or alone in the line above. */
export function namingOf(bytes: Uint8Array, offset: number): Naming {
  const text = latin1(bytes, offset - BEFORE, offset).replaceAll('\0', '');
  if (leadsToEnd(text, AWS_SECRET)) return 'aws-secret';
  const name = ASSIGNED.exec(text)?.[1];
  if (name !== undefined && OTHERS.test(name) && !OWN.test(name)) return 'other';
  return leadsToEnd(text, SECRET) ? 'secret' : 'none';
}

/** Whether, behind the last name, only what may stand between a name and its value is left. */
function leadsToEnd(text: string, name: RegExp): boolean {
  const last = [...text.matchAll(name)].at(-1);
  if (last === undefined) return false;
  const between = text.slice(last.index + last[0].length);
  // Signs, with `value:` or a type among them; at most one line end; no sentence and no other value.
  return (
    /^[^A-Za-z0-9]{0,24}(?:(?:value|default|string|str|is|of|for|in|set|to|the)\b[^A-Za-z0-9]{0,12}){0,3}$/i.test(
      between.replace(/%[0-9a-f]{2}|\\[nrt]|\\u00[0-9a-f]{2}/gi, ' '),
    ) && (between.match(/\n/g)?.length ?? 0) < 2
  );
}

const SMTP = /email-smtp\.|amazonses|\bses[_\-. ]|smtp/i;
const SES = /email-smtp\.[a-z0-9-]+\.amazonaws\.com|amazonses\.com|\bses[_\-. ]smtp/i;

/** Whether the text around speaks of Amazon's mail service, or of mail. */
export function mailAround(bytes: Uint8Array, offset: number): 'ses' | 'smtp' | 'none' {
  const text = latin1(bytes, offset - 600, offset + 600).replaceAll('\0', '');
  if (SES.test(text)) return 'ses';
  return SMTP.test(text) ? 'smtp' : 'none';
}

/** Values further apart than this many lines or bytes are no pair. */
const MOST_LINES = 5;
const MOST_BYTES = 1200;

/** How two values lie to each other; null when they cannot belong together. */
export interface Nearness {
  readonly lines: number;
  readonly bytes: number;
}

/** How near the values `a` and `b` (from, to) are, null when they are far apart or in different records. */
export function nearness(
  bytes: Uint8Array,
  a: readonly [number, number],
  b: readonly [number, number],
): Nearness | null {
  const [from, to] = a[0] < b[0] ? [a[1], b[0]] : [b[1], a[0]];
  if (to < from || to - from > MOST_BYTES) return null;
  const text = latin1(bytes, from, to).replaceAll('\0', '');
  const lines = Math.max(count(text, '\n'), count(text, '\\n'));
  if (lines > MOST_LINES || isOtherRecord(text)) return null;
  return { lines, bytes: to - from };
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** Whether a record ends in this text and another begins: an INI profile, a JSON object, a YAML document. */
function isOtherRecord(text: string): boolean {
  if (/(?:^|\n|\\n)\s*\[[^\]\n]+\]\s*(?:\r?\n|\\n|$)/.test(text) || /\n---\s*\n/.test(text)) return true;
  let depth = 0;
  let hasLeft = false;
  for (const character of text) {
    if (character === '}') hasLeft = --depth < 0 || hasLeft;
    else if (character === '{') {
      if (hasLeft && depth < 0) return true;
      depth++;
    }
  }
  return false;
}

const TOKEN =
  /(?:session|security)[_\-. ]?token[^A-Za-z0-9]{1,12}[A-Za-z0-9+/=%\\]{100}|(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9+/=%\\]{60}/i;

/** Whether a session token stands near the values between `from` and `to`. */
export function tokenAround(bytes: Uint8Array, from: number, to: number): boolean {
  return TOKEN.test(latin1(bytes, from - 2500, to + 2500).replaceAll('\0', ''));
}
