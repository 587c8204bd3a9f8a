/** How a report names the events that a statement rests on. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { numberText } from '../text.ts';
import type { Span } from './document.ts';

/** The event ID, or where the record lies if it has none. */
export function eventText({ eventId, file, record }: EventRef): string {
  return eventId === '' ? `${file}#${record}` : eventId;
}

/** The first event, and how many more there are: all of them are in the JSON. */
export function cite(events: readonly EventRef[]): readonly Span[] {
  const [first] = events;
  if (first === undefined) return ['–'];
  const more = events.length - 1;
  return more === 0
    ? [{ code: eventText(first) }]
    : [{ code: eventText(first) }, ` and ${numberText(more)} more`];
}
