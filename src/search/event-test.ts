/** Whether an event is searched for: what is cheap to know first, what needs the record parsed last. */
import type { Event } from '../cloudtrail/event.ts';
import type { Columns } from '../sigma/columns.ts';
import { Decision } from '../sigma/decision.ts';
import type { Condition } from '../sigma/rule.ts';
import { and } from '../sigma/simplify.ts';
import { RawTexts } from './raw-text.ts';

/** Remembers answers by the ids of one reader's events, so each thread has its own. */
export class EventTest {
  readonly #cheap: Decision;
  readonly #raw: RawTexts | undefined;
  readonly #costly: Decision;

  constructor(condition: Condition, columns: Columns) {
    const parts = condition.type === 'and' ? condition.items : [condition];
    const costly = and(parts.filter((part) => !isCheap(part, columns)));
    this.#cheap = new Decision([and(parts.filter((part) => isCheap(part, columns)))], columns);
    this.#raw = RawTexts.of(costly, columns);
    this.#costly = new Decision([costly], columns);
  }

  holds(event: Event): boolean {
    if (!decides(this.#cheap, event)) return false;
    if (this.#raw !== undefined && !this.#raw.mayHold(event.source())) return false;
    return this.#costlyHolds(event);
  }

  /** A record nested too deeply to be looked through is shown rather than missed. */
  #costlyHolds(event: Event): boolean {
    try {
      return decides(this.#costly, event);
    } catch (error) {
      if (error instanceof RangeError) return true;
      throw error;
    }
  }
}

/** Whether a condition asks for nothing but columns. */
function isCheap(condition: Condition, columns: Columns): boolean {
  switch (condition.type) {
    case 'const':
      return true;
    case 'not':
      return isCheap(condition.item, columns);
    case 'and':
    case 'or':
      return condition.items.every((item) => isCheap(item, columns));
    case 'match':
      return condition.field !== null && columns.of(condition.field) !== undefined;
  }
}

function decides(decision: Decision, event: Event): boolean {
  let holds = false;
  decision.decide(event, () => {
    holds = true;
  });
  return holds;
}
