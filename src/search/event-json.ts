/** An event as one line of JSON, without secrets: the whole, or its summary. */
import type { Event } from '../cloudtrail/event.ts';
import { summaryOf } from '../cloudtrail/summary.ts';
import { redact, redactText } from '../redact.ts';

/**
 * Characters that JSON leaves as they are but a terminal may act on or a reader is deceived by: control characters
 * beyond ASCII, marks that turn the direction of text, characters without width.
 */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/**
 * The event as it stands in the log, secrets replaced, on one line that is safe to print. A record that is no valid
 * JSON, or nested too deeply to be copied, is shown by its main fields as `{"unreadableRecord": {…}}`.
 */
export function eventJson(event: Event): string {
  return escaped(wholeEvent(event) ?? `{"unreadableRecord":${summaryJson(event)}}`);
}

/** The `Summary` of an event, secrets replaced. Its texts are else as they stand in the log, not yet safe to print. */
export function summaryJson(event: Event): string {
  return JSON.stringify(summaryOf(event), (_, value: unknown) =>
    typeof value === 'string' ? redactText(value) : value,
  );
}

function wholeEvent(event: Event): string | undefined {
  const record = event.json();
  if (record === null) return undefined;
  try {
    return JSON.stringify(redact(record));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function escaped(json: string): string {
  return json.replace(UNSAFE, (text) =>
    Array.from(
      { length: text.length },
      (_, n) => `\\u${text.charCodeAt(n).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
