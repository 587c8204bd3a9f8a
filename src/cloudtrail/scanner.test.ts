import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventName, expected, readDocument, see } from '../../test/support/read-trail.ts';
import { trail } from '../../test/support/trail-text.ts';
import type { JsonObject } from '../json.ts';
import { isEvent, unwrap } from './envelope.ts';

/** What the naive reader makes of the records: each event's JSON and the number of its record. */
function naively(records: readonly string[]): { record: number; json: JsonObject }[] {
  return records.flatMap((text, n) => {
    const json = JSON.parse(text) as JsonObject;
    if (isEvent(json)) return [{ record: n + 1, json }];
    const inner = unwrap(json);
    const texts = inner.kind === 'events' ? inner.texts : [];
    return texts.map((event) => ({ record: n + 1, json: JSON.parse(event) as JsonObject }));
  });
}

/** Bytes that would change the meaning of what stands before them, were they read as part of it. */
const GARBAGE = ['"', '}', ']', '{', '[', ',', ':', '\\', '0', 'e', ' ', '\n', '"eventName":', '\u0000'];

describe('a document in any spelling and layout', () => {
  it('gives each event the fields that JSON.parse gives', () => {
    const pushing = fc.record({
      sizes: fc.oneof(
        fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1, maxLength: 6 }),
        fc.constant([Number.MAX_SAFE_INTEGER]),
      ),
      behind: fc.constantFrom(...GARBAGE),
    });
    fc.assert(
      fc.property(trail, pushing, ({ records, text }, how) => {
        const { events, problems, tally } = readDocument(text, see, how);
        const wanted = naively(records).map(({ record, json }) => ({ record, ...expected(json) }));
        // The full comparison words its failure; it is too slow to be made each time.
        expect(isDeepStrictEqual(events, wanted) ? wanted : events).toStrictEqual(wanted);
        expect(problems).toEqual([]);
        expect(tally.brokenRecords).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the bytes behind the end of a piece', () => {
  const record = `{"eventVersion":"1.08","userIdentity":{"type":"Root","sessionContext":{"attributes":{"a":[1,{}]}}},"eventTime":"2024-05-01T10:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","requestParameters":{"userName":"a\\"b","n":[12]},"readOnly":false,"eventID":"6e5a8d4c-0b43-4a35-9a3c-0a1b2c3d4e5f"}`;
  const wanted = expected(JSON.parse(record) as JsonObject);

  it.each(GARBAGE)('do not matter, wherever the piece ends: %j', (behind) => {
    // The first piece ends after each byte of the record, and the record starts at each place of a 64-byte block.
    for (let cut = 1; cut < record.length; cut++) {
      const text = `${' '.repeat(cut % 64)}[${record},${record}]`;
      const { events } = readDocument(text, see, { sizes: [(cut % 64) + 1 + cut, record.length], behind });
      expect(events.map((event) => isDeepStrictEqual(event, { record: event.record, ...wanted }))).toEqual([
        true,
        true,
      ]);
    }
  });

  it.each(GARBAGE)('do not end a record that is not all there: %j', (behind) => {
    for (let cut = 1; cut < record.length; cut++) {
      const { events, kinds, tally } = readDocument(record.slice(0, cut), see, { behind });
      expect(events).toEqual([]);
      expect(kinds).toEqual(['truncated']);
      expect(tally.brokenRecords).toBe(1);
    }
  });
});

describe('sessions whose identities start alike', () => {
  /** As AWS writes it: the sessions of a role differ in their access key, and some in what stands far behind it. */
  const session = fc
    .record({
      name: fc.constantFrom('deploy', 'deploy-17'),
      key: fc.integer({ min: 0, max: 30 }),
      minute: fc.integer({ min: 10, max: 13 }),
      extra: fc.constantFrom('', ',"invokedBy":"AWS Internal"'),
    })
    .map(
      ({ name, key, minute, extra }) =>
        `{"type":"AssumedRole","principalId":"AROAEXAMPLEEXAMPLE12:${name}","arn":"arn:aws:sts::111122223333:assumed-role/deployer/${name}","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE${String(key).padStart(9, 'A')}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLEEXAMPLE12","arn":"arn:aws:iam::111122223333:role/deployer","accountId":"111122223333","userName":"deployer"},"attributes":{"creationDate":"2024-05-01T10:${minute}:00Z","mfaAuthenticated":"${minute % 2 === 0}"}}${extra}}`,
    );

  it('are told apart, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(session, { minLength: 1, maxLength: 60 }), (identities) => {
        const records = identities.map(
          (identity) =>
            `{"userIdentity":${identity},"eventSource":"s3.amazonaws.com","eventName":"GetObject"}`,
        );
        const { events } = readDocument(`{"Records":[${records.join(',')}]}`, see);
        const wanted = records.map((text, n) => ({
          record: n + 1,
          ...expected(JSON.parse(text) as JsonObject),
        }));
        expect(events).toStrictEqual(wanted);
        const whole = readDocument(`{"Records":[${records.join(',')}]}`, (event) => ({
          text: event.identityText(),
          number: event.identityNumber,
        })).events;
        expect(whole.map(({ text }) => text)).toStrictEqual(identities);
        const texts = new Map(whole.map(({ text, number }) => [number, text]));
        expect(whole.filter(({ text, number }) => number === 0 || texts.get(number) !== text)).toEqual([]);
      }),
    );
  });

  it.each([
    ['{"eventName":"A"}', ''],
    ['{"userIdentity":null,"eventName":"A"}', ''],
    ['{"userIdentity":{"type":"Root"},"userIdentity":null,"eventName":"A"}', ''],
    ['{"userIdentity":{"type":"Root"},"eventName":"A","userIdentity" : { "type":"B" } }', '{ "type":"B" }'],
    ['{"userIdentity":{},"eventName":"A"}', '{}'],
  ])('give their text where they are objects, the last of them: %s', (members, text) => {
    const record = `{"eventSource":"x.amazonaws.com",${members.slice(1)}`;
    expect(readDocument(`[${record}]`, (event) => event.identityText()).events).toEqual([text]);
  });
});

describe('more records than the scanner has rows', () => {
  it.each(['lines', 'log file'])('are all visited, in order: %s', (layout) => {
    const names = Array.from({ length: 5000 }, (_, n) => `Action${n}`);
    const records = names.map((name) => `{"eventName":"${name}","eventSource":"x.amazonaws.com"}`);
    const text = layout === 'lines' ? records.join('\n') : `{"Records":[${records.join(',')}]}`;
    const { events, problems } = readDocument(text, (event) => `${event.record} ${eventName(event)}`);
    expect(events).toEqual(names.map((name, n) => `${n + 1} ${name}`));
    expect(problems).toEqual([]);
  });
});
