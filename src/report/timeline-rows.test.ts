import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeTimeline } from '../../test/support/made-incident.ts';
import type { TimelineEntry } from '../investigate/incident.ts';
import { timelineRows } from './timeline-rows.ts';

const [entry] = madeTimeline(1) as [TimelineEntry];

const timeline: fc.Arbitrary<TimelineEntry[]> = fc
  .array(
    fc.record({
      timeMs: fc.integer({ min: 0, max: 50 }),
      actor: fc.constantFrom('intruder' as const, 'owner' as const, 'undecided' as const),
      weight: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
      action: fc.constantFrom('A', 'B', 'C'),
      error: fc.constantFrom('', 'AccessDenied'),
    }),
    { maxLength: 120 },
  )
  .map((parts) => parts.map((part) => ({ ...entry, ...part })));

describe('the rows of a timeline', () => {
  it('hold every entry once, in order of time, those that matter by themselves', () => {
    fc.assert(
      fc.property(timeline, (entries) => {
        const rows = timelineRows(entries);
        const single = rows.flatMap((row) => (row.kind === 'entry' ? [row.entry] : []));
        const folded = rows.reduce((sum, row) => sum + (row.kind === 'run' ? row.count : 0), 0);
        expect(single.length + folded).toBe(entries.length);
        const weighty = entries.filter(({ weight }) => weight >= 2);
        expect(new Set(weighty.filter((one) => !single.includes(one)))).toEqual(new Set());
        const times = rows.map((row) => (row.kind === 'run' ? row.firstMs : row.entry.timeMs));
        for (const [n, row] of rows.entries()) {
          if (row.kind !== 'run') continue;
          // A run lies between the single entries around it, and names all its calls or counts them.
          const before = rows.slice(0, n).findLast(({ kind }) => kind === 'entry');
          expect(row.firstMs).toBeGreaterThanOrEqual(before?.kind === 'entry' ? before.entry.timeMs : 0);
          expect(row.calls.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(row.count);
          expect(row.entries.every(({ actor }) => actor === row.actor)).toBe(true);
        }
        const singleTimes = times.filter((_, n) => rows[n]!.kind === 'entry');
        expect(singleTimes).toEqual(singleTimes.toSorted((a, b) => a - b));
      }),
    );
  });

  it('stay few, however many entries matter, and keep the weightiest', () => {
    const entries = madeTimeline(20_000).map((one, n) => ({
      ...one,
      weight: n % 2 === 0 ? (2 as const) : (3 as const),
    }));
    const rows = timelineRows(entries);
    expect(rows.length).toBeLessThan(6000);
    const single = rows.flatMap((row) =>
      row.kind === 'entry' && row.entry.weight >= 2 ? [row.entry.weight] : [],
    );
    expect(single.filter((weight) => weight === 3)).toHaveLength(1500);
  });

  it('tell the owner’s calls one by one near the intruder’s, and fold those of other days', () => {
    const DAY_MS = 86_400_000;
    const at = (actor: 'intruder' | 'owner', days: number): TimelineEntry => ({
      ...entry,
      actor,
      weight: 3,
      timeMs: days * DAY_MS,
    });
    const beside = [at('owner', 1), at('owner', 2), at('owner', 9.5), at('intruder', 10), at('owner', 12)];
    expect(
      timelineRows(beside).map((row) => (row.kind === 'run' ? row.count : row.entry.timeMs / DAY_MS)),
    ).toEqual([2, 9.5, 10, 12]);
    const alone = timelineRows([at('owner', 1), at('owner', 2)]);
    expect(alone.map(({ kind }) => kind)).toEqual(['entry', 'entry']);
  });
});
