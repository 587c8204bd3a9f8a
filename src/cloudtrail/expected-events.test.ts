import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { logFile, madeEvent, place } from '../../test/support/made-trail.ts';
import { expectedEvents } from './expected-events.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'keytrail-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const text = logFile(Array.from({ length: 500 }, (_, n) => madeEvent(n)));
const packed = gzipSync(text);

describe('the expected number of events', () => {
  it('is near what the files hold, packed or plain', () => {
    for (const [name, content] of [
      ['packed.json.gz', packed],
      ['plain.json', text],
    ] as const) {
      const files = [0, 1, 2].map((n) => place(folder, `${n}/${name}`, content));
      const expected = expectedEvents(files, 0);
      expect(expected).toBeGreaterThan(1500 * 0.8);
      expect(expected).toBeLessThan(1500 * 1.2);
    }
  });

  it('is taken from the size alone where that says there are few', () => {
    const file = place(folder, 'plain-few.json', text);
    expect(expectedEvents([file], 1e9)).toBe(text.length / 200);
  });

  it('does not fail on what cannot be looked into', () => {
    const damaged = place(
      folder,
      'damaged.gz',
      Buffer.concat([packed.subarray(0, 100), Buffer.alloc(4000, 7)]),
    );
    const empty = place(folder, 'empty', '');
    expect(expectedEvents([damaged, empty, `${folder}/missing`], 0)).toBeCloseTo(4100 / 200);
    expect(expectedEvents([], 0)).toBe(0);
  });
});
