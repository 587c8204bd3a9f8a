import { describe, expect, it } from 'vitest';
import { blindSpotsOf } from './blind-spots.ts';
import type { Sight } from './blind-spots.ts';

const CLEAR: Sight = {
  problems: [],
  tally: { brokenRecords: 0, foreignFiles: 0 },
  gaps: [],
  trailChanges: [],
  accounts: [{ account: '111122223333', dataServices: ['s3', 'dynamodb', 'lambda'] }],
  truncated: [],
  lineage: { temporary: 0, joined: 0, unjoined: [] },
  openMints: [],
  withoutHistory: [],
  ruleProblems: [],
  fromMs: 1000,
  toMs: 9000,
};

const change = {
  errorCode: '',
  account: '111122223333',
  region: 'us-east-1',
  trail: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main',
  principal: 'eve',
};

function kinds(sight: Partial<Sight>): string[] {
  return blindSpotsOf({ ...CLEAR, ...sight }).map(({ kind }) => kind);
}

describe('blind spots', () => {
  it('always tell that the logs begin somewhere', () => {
    expect(kinds({})).toEqual(['retention']);
    expect(blindSpotsOf({ ...CLEAR, fromMs: null })[0]!.sentence).toBe('There are no events at all.');
  });

  it('are from the stop of a trail to its next start, by name or ARN', () => {
    const stop = { ...change, eventName: 'StopLogging', timeMs: 2000 };
    const start = { ...change, eventName: 'StartLogging', timeMs: 5000, trail: 'main' };
    const other = { ...start, trail: 'second', timeMs: 3000 };
    const [spot] = blindSpotsOf({ ...CLEAR, trailChanges: [start, other, stop] });
    expect(spot).toMatchObject({ kind: 'logging-stopped', fromMs: 2000, toMs: 5000 });
    const [open] = blindSpotsOf({ ...CLEAR, trailChanges: [stop, other] });
    expect(open).toMatchObject({ fromMs: 2000, toMs: 9000 });
    expect(open!.sentence).toContain('to the end of the logs');
  });

  it('are not made by a refused stop', () => {
    const refused = { ...change, eventName: 'StopLogging', timeMs: 2000, errorCode: 'AccessDenied' };
    expect(kinds({ trailChanges: [refused] })).toEqual(['retention']);
  });

  it('tell missing data events from missing access', () => {
    const [spot] = blindSpotsOf({ ...CLEAR, accounts: [{ account: '1', dataServices: ['lambda'] }] });
    expect(spot).toMatchObject({ kind: 'no-data-events', account: '1' });
    expect(spot!.sentence).toContain('does not mean that there was none');
  });

  it('name what was made by calls of whom one cannot say who made them, once for each account', () => {
    const openMints = [3000, 2000].map((timeMs) => ({ child: `ASIA${timeMs}`, account: '1', timeMs }));
    const [spot, ...more] = blindSpotsOf({ ...CLEAR, openMints });
    expect(more.map(({ kind }) => kind)).toEqual(['retention']);
    expect(spot).toMatchObject({ kind: 'unjoined', account: '1', fromMs: 2000, toMs: 3000 });
    expect(spot!.sentence).toContain('2 credentials is open, since both worked there: ASIA3000, ASIA2000.');
  });

  it('have each kind in the order of its weight', () => {
    expect(
      kinds({
        ruleProblems: ['x'],
        problems: [{ kind: 'corrupt', file: 'a.gz', detail: 'Checksum.' }],
        gaps: [{ account: '1', region: '', fromMs: 1, toMs: 2, isOpen: true }],
        truncated: [{ account: '1', region: 'r', timeMs: 1 }],
        lineage: { temporary: 3, joined: 1, unjoined: [{ reason: 'no mint event', count: 2 }] },
        withoutHistory: [{ subject: 'AKIA', account: '1', firstMs: 1 }],
        trailChanges: [{ ...change, eventName: 'PutEventSelectors', timeMs: 1 }],
        tally: { brokenRecords: 2, foreignFiles: 0 },
      }),
    ).toEqual([
      'logging-stopped',
      'gap',
      'skipped-file',
      'skipped-file',
      'truncated',
      'no-history',
      'unjoined',
      'rule',
      'retention',
    ]);
  });
});
