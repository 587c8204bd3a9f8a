import path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { absolutePaths } from './absolute.ts';

it('gives absolute paths as path.resolve does', () => {
  const part = fc.constantFrom('a', 'b.gz', '..', '.', '', '...', 'a b');
  const file = fc
    .tuple(fc.constantFrom('', '/', './', '../', '//'), fc.array(part, { maxLength: 4 }))
    .map(([start, parts]) => start + parts.join('/'));
  fc.assert(
    fc.property(fc.array(file, { maxLength: 20 }), (files) => {
      const absolute = absolutePaths();
      expect(files.map((each) => absolute(each))).toEqual(files.map((each) => path.resolve(each)));
    }),
  );
});
