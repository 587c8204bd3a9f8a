import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFile } from '../../test/support/made-trail.ts';
import { readDocument, scanner } from '../../test/support/read-trail.ts';
import { Identities } from './identities.ts';

const identity = fc.record(
  {
    type: fc.constantFrom('IAMUser', 'AssumedRole'),
    arn: fc.constantFrom(...'ab'.split('').map((name) => `arn:aws:iam::111122223333:user/${name}`)),
    accessKeyId: fc.constantFrom('AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'),
    sessionContext: fc.record({ attributes: fc.record({ creationDate: fc.constantFrom('1', '2', '3') }) }),
    padding: fc.constantFrom('', 'x'.repeat(2000)),
  },
  { requiredKeys: [] },
);
const events = fc.array(fc.option(identity, { freq: 8 }), { maxLength: 40 });

describe('numbers of callers', () => {
  it('are equal exactly where the texts are', () => {
    fc.assert(
      fc.property(events, events, (one, two) => {
        const identities = new Identities();
        const seen = [one, two].flatMap(
          (list) =>
            readDocument(
              logFile(
                list.map((userIdentity) => ({
                  eventSource: 'iam.amazonaws.com',
                  eventName: 'ListUsers',
                  ...(userIdentity === null ? {} : { userIdentity }),
                })),
              ),
              (event) => ({ number: identities.of(event), text: event.identityText() }),
            ).events,
        );
        const numbers = new Map(seen.map(({ number, text }) => [text, number]));
        expect(seen.map(({ text }) => numbers.get(text))).toEqual(seen.map(({ number }) => number));
        expect(new Set(numbers.values()).size).toBe(numbers.size);
      }),
    );
  });

  it('are forgotten with the ids of values', () => {
    const identities = new Identities();
    const document = logFile([
      {
        eventSource: 'iam.amazonaws.com',
        eventName: 'ListUsers',
        userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root' },
      },
    ]);
    const look = (): readonly (readonly [generation: number, number: number])[] =>
      readDocument(document, (event) => {
        const number = identities.of(event);
        return [identities.generation, number] as const;
      }).events;
    const [first] = look();
    expect(look()).toEqual([first]);
    scanner.resetDictionary();
    expect(look()).toEqual([[first![0] + 1, first![1]]]);
  });
});
