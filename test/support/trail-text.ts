/** Arbitrary texts of CloudTrail-like records and of the documents that hold them. */
import * as fc from 'fast-check';
import { HOT_FIELDS } from '../../src/cloudtrail/fields.ts';
import { jsonText, keyToken, literal, objectText, space, stringToken } from './json-text.ts';

const TOP_FIELDS = HOT_FIELDS.filter((field) => !field.includes('.'));

/** Names that mean something to the reader, at other depths than they stand here. */
const LOOK_ALIKES = [
  ...TOP_FIELDS,
  'eventTime',
  'eventID',
  'requestParameters',
  'userIdentity',
  'sessionContext',
  'sessionIssuer',
  'attributes',
  'inScopeOf',
  'type',
  'arn',
  'accessKeyId',
  'Records',
  'Events',
  'logEvents',
  'detail',
];

const anyValue = jsonText(LOOK_ALIKES);
/** What a hot field may hold: mostly text, but nothing is certain. */
const fieldValue = fc.oneof(
  { weight: 4, arbitrary: stringToken },
  {
    weight: 2,
    arbitrary: fc.constantFrom('"s3.amazonaws.com"', '"GetObject"', '"us-east-1"', '"AKIAEXAMPLE"'),
  },
  { weight: 1, arbitrary: literal },
  { weight: 1, arbitrary: anyValue },
);

const timeValue = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .date({
        min: new Date('0000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59Z'),
        noInvalidDate: true,
      })
      .map((date) => `"${date.toISOString().slice(0, 19)}Z"`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('2023', '2024', '1900', '2000', '0000'),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: 0, max: 24 }),
        fc.integer({ min: 0, max: 60 }),
      )
      .map(([year, ...parts]) => parts.map((part) => String(part).padStart(2, '0')).concat(year))
      .map(([month, day, hour, second, year]) => `"${year}-${month}-${day}T${hour}:00:${second}Z"`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '"2023-07-10T11:42:36.123Z"',
      '"2023-07-10T11:42:36+02:00"',
      String.raw`"2023-07-10T11:42:3\u0036Z"`,
      '"2023-07-10 11:42:36Z"',
      '"2023-07-10T11:42:36z"',
      '1688989356',
    ),
  },
  { weight: 1, arbitrary: anyValue },
);

const idValue = fc.oneof(
  { weight: 3, arbitrary: fc.uuid().map((id) => `"${id}"`) },
  { weight: 1, arbitrary: fieldValue },
);

type Member = fc.Arbitrary<readonly [string, string]>;

function member(names: readonly string[], value: fc.Arbitrary<string>): Member {
  return fc.tuple(fc.constantFrom(...names).chain(keyToken), value);
}

/** An object at `path` of which hot fields are read; now and then something else stands in its place. */
function partAt(path: string): fc.Arbitrary<string> {
  const inside = HOT_FIELDS.filter((field) => field.startsWith(`${path}.`));
  const names = inside.map((field) => field.slice(path.length + 1));
  const parts = new Set(names.filter((name) => name.includes('.')).map((name) => name.split('.', 1)[0]!));
  const fields = names.filter((name) => !name.includes('.'));
  const members: Member[] = [member([...LOOK_ALIKES, ''], anyValue)];
  for (const part of parts) {
    const inner = member([part], partAt(`${path}.${part}`));
    members.push(inner, inner);
  }
  if (fields.length > 0) members.push(member(fields, fieldValue), member(fields, fieldValue));
  return fc.oneof(
    { weight: 6, arbitrary: objectText(fc.oneof(...members), { maxLength: 10 }) },
    { weight: 1, arbitrary: anyValue },
  );
}

const identity = partAt('userIdentity');

const recordMember: Member = fc.oneof(
  { weight: 8, arbitrary: member(TOP_FIELDS, fieldValue) },
  { weight: 4, arbitrary: member(['eventName', 'eventSource'], fieldValue) },
  { weight: 4, arbitrary: member(['userIdentity'], identity) },
  { weight: 2, arbitrary: member(['eventTime'], timeValue) },
  { weight: 2, arbitrary: member(['eventID'], idValue) },
  { weight: 3, arbitrary: member(['requestParameters', 'responseElements', 'resources'], anyValue) },
  // Arrays under these names are lists of records where no event is begun yet, so only other values stand here.
  { weight: 1, arbitrary: member(['Records', 'Events', 'logEvents'], fc.oneof(literal, stringToken)) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      stringToken.filter((key) => JSON.parse(key) !== ''),
      anyValue,
    ),
  },
  { weight: 1, arbitrary: member([''], anyValue) },
);

/** The text of one record: any members in any order, some more than once, some missing. */
const recordText: fc.Arbitrary<string> = objectText(recordMember, { maxLength: 30 });

/** A document of records, by the values that `JSON.parse` gives for each, and its text. */
export interface Trail {
  readonly records: readonly string[];
  readonly text: string;
}

const LAYOUTS = ['log file', 'lines', 'array', 'concatenated', 'several log files'] as const;

const otherMembers = fc
  .array(fc.tuple(fc.constantFrom('"a"', '""', '"Records2"', '"detail"', '"NextToken"'), anyValue, space), {
    maxLength: 2,
  })
  .map((members) => members.map(([key, value, gap]) => `${gap}${key}:${value}`));

/** Documents in every layout that holds bare records. */
export const trail: fc.Arbitrary<Trail> = fc
  .record({
    records: fc.array(recordText, { maxLength: 7 }),
    layout: fc.constantFrom(...LAYOUTS),
    before: otherMembers,
    after: otherMembers,
    gap: fc.constantFrom('', '\n', ' ', '\r\n  ', '\t'),
    lineEnd: fc.constantFrom('\n', '\r\n', '\n\n'),
    mark: fc.constantFrom('', '', '', '\ufeff'),
  })
  .map(({ records, layout, before, after, gap, lineEnd, mark }) => {
    const list = `[${gap}${records.join(`${gap},${gap}`)}${gap}]`;
    const file = (inner: string): string =>
      `${gap}{${[...before, `${gap}"Records"${gap}:${gap}${inner}${gap}`, ...after].join(',')}}${gap}`;
    const texts: Record<(typeof LAYOUTS)[number], string> = {
      'log file': file(list),
      lines: records.map((record) => record + lineEnd).join(''),
      array: gap + list + gap,
      concatenated: records.join(gap),
      'several log files': records.map((record) => file(`[${record}]`)).join(''),
    };
    return { records, text: mark + texts[layout] };
  });
