import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { tracesOf } from '../../test/support/merge-traces.ts';
import { compareTexts } from './traces.ts';
import type { Use } from './use.ts';
import { useKey } from './use.ts';

const text = fc.constantFrom('', 'a', 'b"', 'é');
const use = fc
  .record({
    key: fc.constantFrom('', 'ASIA1', 'ASIA12', 'AKIA1'),
    arn: text,
    createdMs: fc.constantFrom(null, 0, 60_000),
    isConsole: fc.boolean(),
    invokedBy: text,
    timeMs: fc.nat(5),
    hours: fc.uniqueArray(fc.nat(4), { maxLength: 3 }),
  })
  .map(({ timeMs, hours, ...given }): Use => ({
    type: 'AssumedRole',
    principalId: '',
    userName: '',
    account: '',
    issuerType: '',
    issuerArn: '',
    sourceIdentity: '',
    onBehalfOf: '',
    issuedTo: '',
    delivery: '',
    ...given,
    first: { ref: { eventId: `event ${timeMs}`, timeMs, file: '', record: 0 }, address: '', agent: '' },
    lastMs: timeMs,
    hours: hours.toSorted((a, b) => a - b),
  }));

/** One entry for each key, in the order of keys. */
function plainly(uses: readonly Use[]): unknown[] {
  const keys = [...new Set(uses.map(useKey))].toSorted(compareTexts);
  return keys.map((key) => {
    const of = uses.filter((each) => useKey(each) === key);
    const timeMs = Math.min(...of.map(({ first }) => first.ref.timeMs));
    return {
      key,
      timeMs,
      lastMs: Math.max(...of.map(({ lastMs }) => lastMs)),
      hours: [...new Set(of.flatMap(({ hours }) => hours))].toSorted((a, b) => a - b),
    };
  });
}

it('puts uses that are one together, in the order of what they are uses of', () => {
  fc.assert(
    fc.property(fc.array(use, { maxLength: 20 }), (uses) => {
      const told = tracesOf(uses, []).uses.map((each) => ({
        key: useKey(each),
        timeMs: each.first.ref.timeMs,
        lastMs: each.lastMs,
        hours: each.hours,
      }));
      expect(told).toEqual(plainly(uses));
    }),
  );
});
