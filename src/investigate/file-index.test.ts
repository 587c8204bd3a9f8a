import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../test/support/read-trail.ts';
import { logFile } from '../../test/support/made-trail.ts';
import { FileIndex, filesOf } from './file-index.ts';

interface Call {
  readonly key: string;
  readonly arn: string;
}

const KEYS = ['', 'AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE'];
const ARNS = ['arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::111122223333:user/bob', ''];
const call = fc.record({ key: fc.constantFrom(...KEYS), arn: fc.constantFrom(...ARNS) });

function indexOf(files: readonly (readonly Call[])[]): FileIndex {
  const index = new FileIndex();
  for (const [n, calls] of files.entries()) {
    const records = calls.map(({ key, arn }) => ({
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      userIdentity: { arn, ...(key === '' ? {} : { accessKeyId: key }) },
    }));
    readDocument(logFile(records), (event) => {
      index.visit(event);
    });
    index.ended(`file ${n}`);
  }
  return index;
}

describe('the index of files', () => {
  it('names exactly the files with calls of a key, or of a principal without a key', () => {
    fc.assert(
      fc.property(fc.array(fc.array(call, { maxLength: 6 }), { maxLength: 6 }), (files) => {
        const packed = indexOf(files).pack();
        for (const caller of [...KEYS, ...ARNS].filter((text) => text !== '')) {
          const expected = files.flatMap((calls, n) =>
            calls.some(({ key, arn }) => (key === '' ? arn === caller : key === caller)) ? [`file ${n}`] : [],
          );
          expect(filesOf([caller], [packed])).toEqual(expected);
        }
      }),
    );
  });

  it('takes a file with very many callers to hold all', () => {
    const many = Array.from({ length: 5000 }, (_, n) => ({ key: `ASIA${n}`, arn: '' }));
    const index = indexOf([many, [{ key: 'AKIA1', arn: '' }]]).pack();
    expect(index.callers.length).toBeLessThan(10);
    expect(filesOf(['AKIANOBODY'], [index])).toEqual(['file 0']);
  });
});
