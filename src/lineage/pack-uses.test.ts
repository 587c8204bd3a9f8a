import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packUses, unpackUses } from './pack-uses.ts';
import type { Use } from './use.ts';

const text = fc.constantFrom('', 'a', 'b', 'AKIAIOSFODNN7EXAMPLE');
const time = fc.integer({ min: -1e12, max: 2e12 });
const use: fc.Arbitrary<Use> = fc.record({
  key: text,
  arn: text,
  type: text,
  principalId: text,
  userName: text,
  account: text,
  createdMs: fc.option(time),
  issuerType: text,
  issuerArn: text,
  sourceIdentity: text,
  onBehalfOf: text,
  issuedTo: text,
  delivery: text,
  isConsole: fc.boolean(),
  invokedBy: text,
  first: fc.record({
    ref: fc.record({ eventId: text, timeMs: time, file: text, record: fc.nat() }),
    address: text,
    agent: text,
  }),
  lastMs: time,
  hours: fc.array(fc.integer({ min: -1000, max: 1_000_000 }), { maxLength: 4 }),
});

describe('packed uses', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(use, { maxLength: 8 }), (uses) => {
        expect(unpackUses(packUses(uses))).toEqual(uses);
      }),
    );
  });
});
