/** Tells events that take away what an intruder may have left behind, whoever made the call. */
import { apiOf } from '../activity/call.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';

/** Finds the events that are one of some calls: by their names first, which few events share. */
export class RemovalCalls {
  readonly #isWanted: (id: string) => boolean;
  readonly #name: FieldNumbers;

  /** @param calls `service:Name` */
  constructor(calls: Iterable<string>) {
    const ids = new Set(calls);
    const names = new Set([...ids].map((id) => id.slice(id.indexOf(':') + 1)));
    this.#isWanted = (id) => ids.has(id);
    this.#name = new FieldNumbers(FIELD['eventName'], (name) => Number(names.has(nameIn(name))));
  }

  /** The call (`service:Name`), `undefined` for all others. */
  of(event: Event): string | undefined {
    if (this.#name.of(event) === 0) return undefined;
    const id = apiOf(event.text(FIELD['eventSource']), event.text(FIELD['eventName']));
    return this.#isWanted(id) ? id : undefined;
  }
}

function nameIn(eventName: string): string {
  return apiOf('', eventName).slice(1);
}
