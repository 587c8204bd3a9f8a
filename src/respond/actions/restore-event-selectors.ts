/** Lets a trail record all management events again, whatever else it records. */
import type { Json, JsonObject } from '../../json.ts';
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, objectsIn, only, readOne } from '../reading.ts';

export const restoreEventSelectors: Action = switchAction({
  name: 'restore-event-selectors',
  does: 'Lets a trail record all management events, reads and writes. Data events that it records stay recorded.',
  undoes: 'The selectors that were there are set again.',
  parameters: ['trailName'],
  read: async (step, aws) => {
    const input = { TrailName: parameter(step, 'trailName') };
    const found = await orNull(readOne(aws, step, 'cloudtrail', 'GetEventSelectors', input));
    return found === null ? null : selectorsIn(found);
  },
  wanted: (_step, value) => (recordsAll(value) ? value : withAll(objectIn(value))),
  set: (step, value) => [
    {
      service: 'cloudtrail',
      operation: 'PutEventSelectors',
      input: { TrailName: parameter(step, 'trailName'), ...objectIn(value) },
    },
  ],
  missing: 'The trail is gone: make it again.',
  permissions: (step) =>
    grants(
      regionalArn(step, 'cloudtrail', `trail/${parameter(step, 'trailName').replace(/^.*\//, '')}`),
      'cloudtrail:GetEventSelectors',
      'cloudtrail:PutEventSelectors',
    ),
  expected: { EventSelectors: [] },
});

/**
 * What a trail records, without the empty lists that CloudTrail adds. A trail without selectors of its own records all
 * management events, and no call could take its selectors away again.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
function selectorsIn(found: JsonObject): JsonObject {
  const lists = Object.entries(only(found, 'EventSelectors', 'AdvancedEventSelectors'))
    .map(([name, list]) => [name, objectsIn(list).map(withoutEmpty)] as const)
    .filter(([, list]) => list.length > 0);
  return lists.length > 0 ? Object.fromEntries(lists) : { EventSelectors: [ALL_MANAGEMENT] };
}

const ALL_MANAGEMENT = { ReadWriteType: 'All', IncludeManagementEvents: true };

function withoutEmpty(selector: JsonObject): JsonObject {
  const filled = Object.entries(selector).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(filled);
}

function recordsAll(value: Json): boolean {
  const selectors = objectIn(value);
  const isBasic = objectsIn(selectors['EventSelectors']).some(
    (each) =>
      each['ReadWriteType'] === 'All' &&
      each['IncludeManagementEvents'] === true &&
      !hasMembers(each['ExcludeManagementEventSources']),
  );
  return isBasic || objectsIn(selectors['AdvancedEventSelectors']).some(isAllManagement);
}

/** Whether a selector asks for the category of management events and nothing more. */
function isAllManagement(selector: JsonObject): boolean {
  const fields = objectsIn(selector['FieldSelectors']);
  const [first] = fields;
  return fields.length === 1 && first !== undefined && hasManagement(first);
}

function hasManagement({ Field: field, Equals: equals }: JsonObject): boolean {
  return field === 'eventCategory' && Array.isArray(equals) && equals.includes('Management');
}

function withAll(value: JsonObject): JsonObject {
  const advanced = objectsIn(value['AdvancedEventSelectors']);
  if (advanced.length > 0) {
    const others = advanced.filter(
      (each) => !objectsIn(each['FieldSelectors']).some((field) => hasManagement(field)),
    );
    const all = {
      Name: 'All management events',
      FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
    };
    return { AdvancedEventSelectors: [...others, all] };
  }
  const [first = {}, ...others] = objectsIn(value['EventSelectors']);
  const { ExcludeManagementEventSources: _excluded, ...kept } = first;
  return {
    EventSelectors: [{ ...kept, ...ALL_MANAGEMENT }, ...others],
  };
}

function hasMembers(list: Json | undefined): boolean {
  return Array.isArray(list) && list.length > 0;
}
