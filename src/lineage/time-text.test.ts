import { describe, expect, it } from 'vitest';
import { readTimeText } from './time-text.ts';

describe('times in responses', () => {
  const wanted = Date.UTC(2023, 6, 10, 12, 21, 41);

  it.each([
    ['a comma behind the year', 'Jul 10, 2023, 12:21:41 PM'],
    ['no comma behind the year', 'Jul 10, 2023 12:21:41 PM'],
    ['a narrow no-break space', 'Jul 10, 2023, 12:21:41\u202fPM'],
    ['a no-break space', 'Jul 10, 2023, 12:21:41\u00a0PM'],
    ['ISO 8601', '2023-07-10T12:21:41Z'],
    ['ISO 8601 with an offset', '2023-07-10T12:21:41.000+0000'],
    ['milliseconds', wanted],
    ['seconds', wanted / 1000],
  ])('are read with %s', (_, text) => {
    expect(readTimeText(text)).toBe(wanted);
  });

  it('know midnight and noon', () => {
    expect(readTimeText('Jan 1, 2024, 12:00:00 AM')).toBe(Date.UTC(2024, 0, 1));
    expect(readTimeText('Jan 1, 2024, 12:00:00 PM')).toBe(Date.UTC(2024, 0, 1, 12));
    expect(readTimeText('Jan 1, 2024, 1:00:00 PM')).toBe(Date.UTC(2024, 0, 1, 13));
  });

  it.each(['', 'soon', 'Foo 10, 2023, 1:00:00 PM', null, undefined, true, -1, {}])(
    'are unknown for %j',
    (text) => {
      expect(readTimeText(text)).toBeNull();
    },
  );
});
