/** Text from logs made fit to be shown: whoever leaked a key also chose user agents and names. */
import { redactText } from './redact.ts';

/**
 * Characters that a terminal acts on (control and escape sequences) or that change what a reader sees (marks that
 * turn the direction of text, characters without width).
 */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\u{e0000}|[\u{e0001}-\u{e007f}]/gu;

/** One line that shows every character: what a terminal would act on becomes `\u{…}`, session tokens are left out. */
export function clean(text: string): string {
  return redactText(text).replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** As `UNSAFE`, for JSON, whose texts hold no such characters below the space and no halves of pairs. */
const UNSAFE_IN_JSON =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/**
 * JSON that is safe to print: the same value, with what a terminal would act on written as `\u…`. On one line, or
 * indented by some spaces.
 */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, (text) =>
    Array.from(
      { length: text.length },
      (_, n) => `\\u${text.charCodeAt(n).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** Whether JSON holds what `jsonText` writes otherwise. */
export function isUnsafeJson(json: string): boolean {
  return json.search(UNSAFE_IN_JSON) >= 0;
}

/** A cell of a CSV file: quoted where needed, and never a formula for the program that opens it. */
export function csvCell(value: string): string {
  const text = clean(value);
  // Some programs trim cells before they look; those set to Japanese or Chinese read the wide signs as well.
  const safe = /^[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\n\r]|^'/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** UTC time to the second, `-` when unknown. */
export function timeText(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 19).replace('T', ' ') : '-';
}

/** Time as JSON has it: RFC 3339 with `Z`; null when unknown. */
export function timeJson(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString().replace('.000Z', 'Z') : null;
}

/** The first of a list, and how many more there are. */
export function some(list: readonly string[], most: number): string {
  const shown = list.slice(0, most).map(clean).join(', ');
  return list.length > most ? `${shown} and ${list.length - most} more` : shown;
}

/** `1,234,567` */
export function numberText(value: number): string {
  // Not toLocaleString: loading its tables takes longer than a small hunt.
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1.2 GB`, in powers of ten. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
