import { expect, test } from 'vitest';
import { TOGETHER, wrapped } from './wrap.ts';

test('breaks at spaces, and never inside what belongs together', () => {
  expect(wrapped(`leaked  4${TOGETHER}calls by two`, '  ', 14)).toEqual([
    '  leaked',
    '  4 calls by',
    '  two',
  ]);
  expect(wrapped(`leaked  4${TOGETHER}calls`, '', undefined)).toEqual(['leaked  4 calls']);
});
