/** Reads any field of an event: numbered ones at once, derived ones by their derivation, the rest from the record. */
import type { Event } from '../cloudtrail/event.ts';
import { isJsonObject } from '../json.ts';
import type { Json } from '../json.ts';
import type { Columns } from './columns.ts';
import { valuesAt } from './path.ts';

/** The values of a field in an event: none when absent, several below or in an array. */
export type FieldValues = (event: Event) => readonly Json[];

const PARAMETERS = 'requestParameters.';

export class FieldReader {
  readonly #columns: Columns;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  of(field: string): FieldValues {
    const column = this.#columns.of(field);
    if (column !== undefined) return (event) => column.read(event);
    if (!field.startsWith(PARAMETERS)) return (event) => recordValues(event, field);
    const rest = field.slice(PARAMETERS.length);
    return (event) => parameterValues(event, rest, field);
  }
}

function recordValues(event: Event, field: string): readonly Json[] {
  const record = event.json();
  return record === null ? [] : valuesAt(record, field);
}

/** The request parameters are parsed alone: they are a fraction of the record. */
function parameterValues(event: Event, rest: string, field: string): readonly Json[] {
  const parameters = event.parameters();
  if (isJsonObject(parameters)) return valuesAt(parameters, rest);
  return parameters === undefined || parameters === null ? [] : recordValues(event, field);
}
