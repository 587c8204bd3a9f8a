import { describe, expect, it } from 'vitest';
import { readDocument } from '../../test/support/read-trail.ts';
import type { Json } from '../json.ts';
import { FIELD, readTime } from './event.ts';

function timeOf(time: Json | undefined): number {
  const text = JSON.stringify({ eventTime: time, eventSource: 's', eventName: 'n' });
  return readDocument(text, (event) => event.timeMs).events[0]!;
}

describe('the time of an event', () => {
  it.each<[string, string]>([
    ['2024-05-01T10:20:30Z', '2024-05-01T10:20:30.000Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['2024-12-31T24:00:00Z', '2025-01-01T00:00:00.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['0000-02-29T00:00:00Z', '0000-02-29T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
    ['2024-05-01T10:20:30.5Z', '2024-05-01T10:20:30.500Z'],
    ['2024-05-01T10:20:30.123456789Z', '2024-05-01T10:20:30.123Z'],
    ['2024-05-01T10:20Z', '2024-05-01T10:20:00.000Z'],
    ['2024-05-01T10:20:30+02:00', '2024-05-01T08:20:30.000Z'],
    ['2024-05-01T10:20:30-0330', '2024-05-01T13:50:30.000Z'],
  ])('is read: %s', (time, instant) => {
    expect(timeOf(time)).toBe(Date.parse(instant));
    expect(readTime(time)).toBe(Date.parse(instant));
  });

  it.each<[string, Json | undefined]>([
    ['30 February', '2024-02-30T00:00:00Z'],
    ['29 February of a common year', '2023-02-29T00:00:00Z'],
    ['29 February 1900', '1900-02-29T00:00:00Z'],
    ['31 April', '2024-04-31T00:00:00.5Z'],
    ['month 13', '2024-13-01T00:00:00Z'],
    ['month 0', '2024-00-01T00:00:00Z'],
    ['day 0', '2024-01-00T00:00:00Z'],
    ['hour 25', '2024-01-01T25:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['no zone', '2024-05-01T10:20:30'],
    ['a space in the middle', '2024-05-01 10:20:30Z'],
    ['a small z', '2024-05-01T10:20:30z'],
    ['white space around', ' 2024-05-01T10:20:30Z'],
    ['letters of the right length', 'xxxx-xx-xxTxx:xx:xxZ'],
    ['wrong marks', '2024/05/01T10:20:30Z'],
    ['another language', 'May 1, 2024, 10:20:30 AM'],
    ['seconds since 1970', 1714558830],
    ['nothing', null],
    ['no time at all', undefined],
    ['empty text', ''],
    ['a list', ['2024-05-01T10:20:30Z']],
  ])('is not a number: %s', (_, time) => {
    expect(timeOf(time)).toBeNaN();
    expect(readTime(time)).toBeNaN();
  });

  it('is the same however it is spelled', () => {
    const text = String.raw`{"eventTime":"2024-05-01T10:20:3\u0030Z","eventSource":"s","eventName":"n"}`;
    expect(readDocument(text, (event) => event.timeMs).events).toEqual([Date.parse('2024-05-01T10:20:30Z')]);
  });

  it('is right for every day of four centuries', () => {
    const days = Array.from({ length: 146_097 }, (_, n) => Date.UTC(1800, 0, 1 + n));
    const lines = days.map(
      (day) =>
        `{"eventTime":"${new Date(day).toISOString().slice(0, 19)}Z","eventSource":"s","eventName":"n"}`,
    );
    expect(readDocument(lines.join('\n'), (event) => event.timeMs).events).toEqual(days);
  });
});

describe('a hot field as text', () => {
  it.each<[Json | undefined, string]>([
    ['text', 'text'],
    ['', ''],
    [null, ''],
    [undefined, ''],
    [true, 'true'],
    [12, '12'],
    [['a', 1], '["a",1]'],
    [{ a: null }, '{"a":null}'],
  ])('of %j is %j', (value, wanted) => {
    const text = JSON.stringify({ eventSource: 's', eventName: 'n', errorCode: value });
    expect(readDocument(text, (event) => event.text(FIELD.errorCode)).events).toEqual([wanted]);
  });
});

describe('an event whose record is not valid JSON inside', () => {
  const record = String.raw`{"eventSource":"s","eventName":"\x","eventID":"\q","eventTime":nul,"requestParameters":{a},"errorCode":[,]}`;

  it('says nothing false and throws nothing', () => {
    const { events } = readDocument(record, (event) => ({
      name: event.value(FIELD.eventName),
      source: event.value(FIELD.eventSource),
      error: event.value(FIELD.errorCode),
      time: event.timeMs,
      id: event.eventId,
      parameters: event.parameters(),
      json: event.json(),
    }));
    expect(events).toEqual([
      {
        name: undefined,
        source: 's',
        error: undefined,
        time: Number.NaN,
        id: String.raw`"\q"`,
        parameters: undefined,
        json: null,
      },
    ]);
  });
});
