/** Points in time and other options, as users write them. */
import { describe, expect, it } from 'vitest';
import { KeytrailError } from '../src/error.ts';
import { wishOf } from '../src/cli/input-options.ts';
import type { InputOptions } from '../src/cli/input-options.ts';
import { parseTime } from '../src/cli/time.ts';

const NOW = Date.UTC(2026, 10, 23, 22, 10);

describe('a point in time', () => {
  it.each([
    ['2026-11-23T22:10:00Z', Date.UTC(2026, 10, 23, 22, 10)],
    ['2026-11-23t22:10z', Date.UTC(2026, 10, 23, 22, 10)],
    ['2026-11-23 22:10:05Z', Date.UTC(2026, 10, 23, 22, 10, 5)],
    ['2026-11-23T22:10:00.25Z', Date.UTC(2026, 10, 23, 22, 10, 0, 250)],
    ['2026-11-23T22:10:00+05:30', Date.UTC(2026, 10, 23, 16, 40)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['90m', NOW - 90 * 60_000],
    ['12h', NOW - 12 * 3_600_000],
    ['30d', NOW - 30 * 86_400_000],
    ['2w', NOW - 14 * 86_400_000],
  ])('may be written %s', (text, ms) => {
    expect(parseTime(text, NOW, false)).toBe(ms);
  });

  it('as a day reaches to its end where it ends something', () => {
    expect(parseTime('2026-11-23', NOW, true)).toBe(Date.UTC(2026, 10, 24) - 1);
    expect(parseTime('2026-11-23T00:00:00Z', NOW, true)).toBe(Date.UTC(2026, 10, 23));
  });

  it.each([
    '',
    'now',
    '30',
    '30y',
    '-3d',
    '2026-11-23T22:10:00',
    '2026-02-30',
    '2025-02-29',
    '2026-02-30T10:00:00Z',
    '2026-13-01',
    '23.11.2026',
    '2026-11-23T25:00:00Z',
    '1700000000',
  ])('cannot be written "%s"', (text) => {
    expect(() => parseTime(text, NOW, false)).toThrow(KeytrailError);
  });
});

describe('what is asked for', () => {
  const options: InputOptions = { format: 'table', threads: 1 };

  it('is everything without options', () => {
    expect(wishOf(options, NOW)).toEqual({
      fromMs: -Infinity,
      toMs: Infinity,
      accounts: [],
      regions: [],
      credentials: [],
    });
  });

  it('takes account IDs with dashes too', () => {
    expect(wishOf({ ...options, account: ['1111-2222-3333', '444455556666'] }, NOW).accounts).toEqual([
      '111122223333',
      '444455556666',
    ]);
    expect(() => wishOf({ ...options, account: ['11112222'] }, NOW)).toThrow('not an account ID');
  });

  it('cannot end before it begins, but may be one day', () => {
    expect(() => wishOf({ ...options, from: '1d', to: '2d' }, NOW)).toThrow('--from is later than --to');
    const { fromMs, toMs } = wishOf({ ...options, from: '2026-11-23', to: '2026-11-23' }, NOW);
    expect(toMs - fromMs).toBe(86_400_000 - 1);
  });
});
