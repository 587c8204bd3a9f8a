import { describe, expect, it } from 'vitest';
import { eventName, readDocument } from '../../test/support/read-trail.ts';
import { LAYOUTS, namesOf, recordNamed } from '../../test/support/sample-records.ts';
import { FIELD } from './event.ts';
import { LONGEST_RECORD } from './document.ts';

/** Ways to damage the text of one record. */
const DAMAGE: Record<string, (record: string) => string> = {
  'a missing closing quote': (text) => text.replace('iam.amazonaws.com"', 'iam.amazonaws.com'),
  'a missing opening quote': (text) => text.replace('"iam.amazonaws.com', 'iam.amazonaws.com'),
  'a missing quote deep inside': (text) => text.replace('"eve"', '"eve'),
  'a key without quotes': (text) => text.replace('"eventSource"', 'eventSource'),
  'single quotes': (text) => text.replace('"eventSource"', "'eventSource'"),
  'a missing brace at its end': (text) => text.slice(0, -1),
  'a missing brace deep inside': (text) => text.replace('"}]}}', '"}]}'),
  'a missing bracket deep inside': (text) => text.replace('"}]}}', '"}}}'),
  'a missing colon': (text) => text.replace('"eventSource":', '"eventSource"'),
  'a missing comma': (text) => text.replace(',"eventName"', '"eventName"'),
  'a comma too many': (text) => text.replace(',"eventName"', ',,"eventName"'),
  'a comma at its end': (text) => text.replace(/\}$/, ',}'),
  'no value': (text) => text.replace('"iam.amazonaws.com"', ''),
  'a word for a value': (text) => text.replace('"iam.amazonaws.com"', 'iam'),
  'a line break inside a string': (text) => text.replace('amazonaws', 'amazon\naws'),
  'a line break inside a deep string': (text) => text.replace('Allow', 'Al\nlow'),
  'a zero byte inside a string': (text) => text.replace('amazonaws', 'amazon\u0000aws'),
  'its second half missing': (text) => text.slice(0, text.indexOf('"Allow"')),
  'its second half missing, cut inside a string': (text) => text.slice(0, text.indexOf('llow"')),
  'its second half missing, cut behind a backslash': (text) => text.slice(0, text.indexOf('\\') + 1),
  'its second half missing, cut one level deep': (text) => text.slice(0, text.indexOf(',"policy"')),
  'its second half missing, cut two levels deep': (text) =>
    text.slice(0, text.indexOf('"statement"')) + '"a":1',
  'nothing left but a brace': () => '{',
  'garbage in its place': () => '\u0001\u0002garbage}]{[:\\',
  'a brace too many': (text) => `${text}}`,
};

const COUNT = 40;

describe.each(Object.keys(LAYOUTS))('one damaged record among good ones, as %s', (layout) => {
  it.each(Object.keys(DAMAGE))('costs no more than itself: %s', (damage) => {
    const names = namesOf(COUNT);
    for (const place of [0, 1, 17, COUNT - 1]) {
      const records = names.map(recordNamed);
      records[place] = DAMAGE[damage]!(records[place]!);
      const { events, tally, kinds } = readDocument(LAYOUTS[layout]!(records), eventName, { sizes: [1000] });
      expect(events.filter((name) => name !== names[place])).toEqual(names.filter((_, n) => n !== place));
      expect(events.length + tally.brokenRecords + tally.otherRecords).toBeGreaterThanOrEqual(COUNT);
      expect(kinds.length).toBeGreaterThan(0);
    }
  });
});

describe('damage', () => {
  it('that makes every record unreadable is reported once, not once a record', () => {
    const records = namesOf(500).map((name) => `{"a":nul,"b":"${name}"}`);
    const { tally, kinds } = readDocument(records.join('\n'), eventName);
    expect(tally.brokenRecords).toBe(500);
    expect(kinds).toEqual(['invalid-json']);
  });

  it('at the front of a log file costs what stands before the first record', () => {
    const names = namesOf(3);
    const { events, kinds } = readDocument(
      `{"x":y,"Records":[${names.map(recordNamed).join(',')}]}`,
      eventName,
    );
    expect(events).toEqual(names);
    expect(kinds).toContain('invalid-json');
  });

  it('behind the list of records is reported', () => {
    const { events, kinds } = readDocument(`{"Records":[${recordNamed('One')}],oops}`, eventName);
    expect(events).toEqual(['One']);
    expect(kinds).toContain('invalid-json');
  });

  it('that leaves a lone quote costs the record behind it too, at most', () => {
    const records = namesOf(9).map(recordNamed);
    records[4] = '"';
    for (const layout of Object.values(LAYOUTS)) {
      const { events, kinds } = readDocument(layout(records), eventName);
      expect(events.filter((name) => name !== 'Action5')).toEqual(
        namesOf(9).filter((_, n) => n !== 4 && n !== 5),
      );
      expect(kinds).toEqual(['invalid-json']);
    }
  });

  it('of two records costs two', () => {
    const names = namesOf(30);
    const records = names.map(recordNamed);
    records[4] = DAMAGE['a missing quote deep inside']!(records[4]!);
    records[20] = DAMAGE['its second half missing']!(records[20]!);
    for (const layout of Object.values(LAYOUTS)) {
      const { events } = readDocument(layout(records), eventName);
      expect(events).toEqual(names.filter((_, n) => n !== 4 && n !== 20));
    }
  });

  it('throughout gives the document up after a while, and says so', () => {
    const records = namesOf(3000).map((name) => `{"eventVersion":"1.08","eventName":'${name}'}`);
    const { events, tally, kinds } = readDocument(records.join('\n'), eventName);
    expect(events).toEqual([]);
    expect(tally.brokenRecords).toBeGreaterThan(1000);
    expect(kinds).toEqual(['invalid-json', 'invalid-json']);
  });
});

describe('a document that ends too soon', () => {
  const text = LAYOUTS['log file']!(namesOf(3).map(recordNamed));

  it('gives the records before its end and one problem, wherever it ends', () => {
    for (let length = 2; length < text.length; length++) {
      const { events, kinds } = readDocument(text.slice(0, length), eventName);
      const whole = text.slice(0, length).split('"readOnly":false}').length - 1;
      expect(events).toEqual(namesOf(whole));
      expect(kinds).toEqual(['truncated']);
    }
  });

  it('is no news where the source has been reported as cut', () => {
    const { kinds, tally } = readDocument(text.slice(0, 1000), eventName, { cut: true });
    expect(kinds).toEqual([]);
    expect(tally.brokenRecords).toBe(0);
  });
});

describe('a list called Records inside an event that has begun', () => {
  it.each([
    '{"eventName":"One","Records":[{"a":1}],"eventSource":"s"}',
    '{"eventSource":"s","Records":[{"a":1}],"eventName":"One"}',
  ])('is a member like any other: %s', (text) => {
    const { events, tally, problems } = readDocument(text, eventName);
    expect(events).toEqual(['One']);
    expect([tally.otherRecords, problems]).toEqual([0, []]);
  });
});

describe('records that are no events', () => {
  const values = ['null', 'true', '42', '-1.5e3', '"text"', '""', '"{\\"a\\":1}"', '{}', '{"a":[{"b":1}]}'];

  it.each(['lines', 'array', 'log file'])('are counted and do no harm: %s', (layout) => {
    const records = [...values, recordNamed('One'), ...values, recordNamed('Two'), ...values];
    const { events, tally, problems } = readDocument(LAYOUTS[layout]!(records), eventName);
    expect(events).toEqual(['One', 'Two']);
    expect(tally.otherRecords).toBe(3 * values.length);
    expect(problems).toEqual([]);
  });

  it.each(values)('may be all there is: %s', (value) => {
    const { tally, problems } = readDocument(value, eventName);
    expect(tally.otherRecords).toBe(1);
    expect(problems).toEqual([]);
  });

  it('may be arrays, whose items are records', () => {
    const text = `{"Records":[[${recordNamed('One')},1],[],[[${recordNamed('Two')}]]]}`;
    const { events, tally, problems } = readDocument(text, eventName);
    expect(events).toEqual(['One', 'Two']);
    expect(tally.otherRecords).toBe(1);
    expect(problems).toEqual([]);
  });

  it('may be arrays nested beyond reason, which is damage', () => {
    const { events, tally, kinds } = readDocument(`${'['.repeat(100_000)}\n${recordNamed('One')}`, eventName);
    expect(events).toEqual(['One']);
    expect(tally.brokenRecords).toBe(1);
    expect(kinds).toContain('invalid-json');
  });

  it('may be missing', () => {
    for (const text of ['{"Records":[]}', '[]', '{"Records":[ ]}\n', ' \n ', '\ufeff', '']) {
      const { events, tally, problems } = readDocument(text, eventName);
      expect([events, tally.otherRecords, tally.brokenRecords, problems]).toEqual([[], 0, 0, []]);
    }
  });

  it('keep the numbers of the records behind them right', () => {
    const text = ['null', recordNamed('One'), '{', recordNamed('Two')].join('\n');
    const { events } = readDocument(text, (event) => event.record);
    expect(events).toEqual([2, 4]);
  });
});

describe('long records', () => {
  const twentyMegabytes = 'x'.repeat(20 * 1024 * 1024);

  it('of 20 MB are read like any other', () => {
    const long = recordNamed('Long').replace('eve', twentyMegabytes);
    const longer = recordNamed('Longer').replace('aws-cli/2.15', twentyMegabytes);
    const text = LAYOUTS['log file']!([recordNamed('One'), long, longer, recordNamed('Two')]);
    const { events, problems } = readDocument(text, (event) => [
      eventName(event),
      event.text(FIELD.userAgent).length,
    ]);
    const length = 'aws-cli/2.15 "quoted" {['.length;
    expect(events).toEqual([
      ['One', length],
      ['Long', length],
      ['Longer', length - 'aws-cli/2.15'.length + twentyMegabytes.length],
      ['Two', length],
    ]);
    expect(problems).toEqual([]);
  });

  it('beyond the limit are passed over and reported', () => {
    const [front, back] = recordNamed('Long').split('eve');
    const filling = Buffer.alloc(2 * LONGEST_RECORD + 1024, 'x');
    const before = Buffer.from(`${recordNamed('One')}\n${front}`);
    const behind = Buffer.from(`${back}\n${recordNamed('Two')}\n`);
    const document = Buffer.concat([before, filling, behind]);
    const { events, tally, kinds } = readDocument(document, eventName);
    expect(events).toEqual(['One', 'Two']);
    expect(tally.brokenRecords).toBe(1);
    expect(kinds).toEqual(['too-long']);
  });
});

describe('a record nested beyond reason', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);

  it('does not stop the reader, whatever is asked of it', () => {
    const text = `{"eventSource":"s","eventName":${deep},"eventTime":${deep},"eventID":${deep},"requestParameters":${deep}}`;
    const { events } = readDocument(`${text}\n${recordNamed('Two')}`, (event) => {
      event.json();
      event.parameters();
      return [eventName(event), event.timeMs, event.eventId.length];
    });
    expect(events).toEqual([
      ['', Number.NaN, deep.length],
      ['Two', Date.parse('2024-05-01T10:00:00Z'), 36],
    ]);
  });

  it('is named when it is wrapped in something else', () => {
    const text = `{"detail":{"eventSource":"s","eventName":"n","x":${deep}}}\n${recordNamed('Two')}`;
    const { events, tally, kinds } = readDocument(text, eventName);
    expect(events).toEqual(['Two']);
    expect(tally.brokenRecords).toBe(1);
    expect(kinds).toEqual(['too-deep']);
  });
});
