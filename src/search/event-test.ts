/** Whether an event is searched for: what is cheap to know first, the texts of the whole record last. */
import type { Event } from '../cloudtrail/event.ts';
import type { Columns } from '../sigma/columns.ts';
import { Decision } from '../sigma/decision.ts';
import type { Condition } from '../sigma/rule.ts';
import { RawKeywords } from './raw-text.ts';

/** What is searched for; all must hold. */
export interface EventWishes {
  /** Wanted event IDs in lower case; empty for all. */
  readonly eventIds: readonly string[];
  /** What fields must be. */
  readonly fields: Condition;
  /** Keywords of which `texts` needs one; empty when it needs none. */
  readonly keywords: readonly string[];
  /** What must stand anywhere in the event. */
  readonly texts: Condition;
}

/** Remembers answers by the ids of one reader's events, so each thread has its own. */
export class EventTest {
  readonly #eventIds: ReadonlySet<string>;
  readonly #raw: RawKeywords | undefined;
  readonly #fields: Decision;
  readonly #texts: Decision;

  constructor({ eventIds, fields, keywords, texts }: EventWishes, columns: Columns) {
    this.#eventIds = new Set(eventIds);
    this.#raw = keywords.length === 0 ? undefined : RawKeywords.of(keywords);
    this.#fields = new Decision([fields], columns);
    this.#texts = new Decision([texts], columns);
  }

  holds(event: Event): boolean {
    return (
      (this.#eventIds.size === 0 || this.#eventIds.has(event.eventId.toLowerCase())) &&
      decides(this.#fields, event) &&
      (this.#raw === undefined || this.#raw.mayHold(event.source())) &&
      decides(this.#texts, event)
    );
  }
}

function decides(decision: Decision, event: Event): boolean {
  let holds = false;
  decision.decide(event, () => {
    holds = true;
  });
  return holds;
}
