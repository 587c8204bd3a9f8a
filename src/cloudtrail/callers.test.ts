import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFile } from '../../test/support/made-trail.ts';
import { readDocument, scanner } from '../../test/support/read-trail.ts';

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

function usersFile(names: readonly string[]): string {
  return logFile(
    names.map((arn) => ({
      eventSource: 'iam.amazonaws.com',
      eventName: 'ListUsers',
      userIdentity: { type: 'IAMUser', arn },
    })),
  );
}

/** Generation and number of the caller of each event. */
function numbersOf(names: readonly string[]): readonly (readonly [generation: number, number: number])[] {
  return readDocument(usersFile(names), (event) => {
    const { caller } = event;
    return [event.generation, caller] as const;
  }).events;
}

describe('numbers of callers', () => {
  it('are equal exactly where the texts are', () => {
    fc.assert(
      fc.property(events, events, (one, two) => {
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
              (event) => ({ number: event.caller, text: event.identityText() }),
            ).events,
        );
        const numbers = new Map(seen.map(({ number, text }) => [text, number]));
        expect(seen.map(({ text }) => numbers.get(text))).toEqual(seen.map(({ number }) => number));
        expect(new Set(numbers.values()).size).toBe(numbers.size);
      }),
    );
  });

  it('are forgotten with the ids of values', () => {
    const document = logFile([
      {
        eventSource: 'iam.amazonaws.com',
        eventName: 'ListUsers',
        userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root' },
      },
    ]);
    const look = (): readonly (readonly [generation: number, number: number])[] =>
      readDocument(document, (event) => {
        const { caller } = event;
        return [event.generation, caller] as const;
      }).events;
    const [first] = look();
    expect(look()).toEqual([first]);
    scanner.resetDictionary();
    expect(look()).toEqual([[first![0] + 1, 1]]);
  });

  it('are forgotten when there are more than numbers, or than room for their texts', () => {
    const many = Array.from({ length: 33_000 }, (_, n) => `arn:aws:iam::111122223333:user/${n}`);
    const numbers = numbersOf(many);
    expect(new Set(numbers.map(String)).size).toBe(many.length);
    expect(numbers.at(-1)![0]).toBe(numbers[0]![0] + 1);
    // No two texts that have no room share a number and a generation.
    const [one, other] = numbersOf(['x', 'y'].map((letter) => letter.repeat(17 * 1024 * 1024)));
    expect(other).not.toEqual(one);
  });
});
