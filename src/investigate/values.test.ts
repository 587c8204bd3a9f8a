import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { member, textAt, textsAt } from './values.ts';

const name = fc.constantFrom('a', 'A', 'b', 'items', 'item', 'member', 'content', 'constructor', '__proto__');
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>('', 'text', 'other', 7, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}));
const path = fc.array(name, { maxLength: 3 }).map((names) => names.join('.'));

it('finds in plain objects what a search through all lists finds', () => {
  fc.assert(
    fc.property(value, path, (given, at) => {
      const searched = textsAt([given], at);
      expect(textsAt(given, at)).toEqual(searched);
      expect(textAt(given, at)).toBe(searched[0] ?? '');
    }),
    { numRuns: 2000 },
  );
});

it('takes nothing for a member that an object inherits', () => {
  expect(member({}, 'constructor')).toBeUndefined();
  expect(member({ Constructor: 'own' }, 'constructor')).toBe('own');
});
