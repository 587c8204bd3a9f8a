/** What each thread does with the events: count them, each once. */
import type { Event } from '../cloudtrail/event.ts';
import type { Task } from '../cloudtrail/reader.ts';
import { Collector } from './collect.ts';

export function createTask(): Task {
  return new StatsTask();
}

class StatsTask implements Task {
  readonly #collector = new Collector();

  visit(event: Event, isDuplicate: boolean): void {
    if (!isDuplicate) this.#collector.add(event);
  }

  /** `PackedCounts`. */
  finish(): unknown {
    return this.#collector.pack();
  }
}
