import { describe, expect, it } from 'vitest';
import { businessDaysLater, clocksOf } from './clocks.ts';
import { durationText } from './durations.ts';

const generated = { atMs: 0, dataCutOffMs: 0 };

describe('regulatory clocks', () => {
  it('run from awareness, classification and materiality, each from its own', () => {
    const discoveredMs = Date.UTC(2026, 9, 14, 11);
    const clocks = clocksOf({ discoveredMs, generated });
    const running = clocks.filter(({ deadlineMs }) => deadlineMs !== null);
    expect(
      running.map(({ regime, deadlineMs }) => [regime, (deadlineMs! - discoveredMs) / 3_600_000]),
    ).toEqual([
      ['NIS2', 24],
      ['GDPR and UK GDPR, Art. 33', 72],
      ['NIS2', 72],
      ['Australia, NDB', 720],
      ['HIPAA', 1440],
    ]);
    expect(clocks.find(({ regime }) => regime === 'DORA')!.deadlineMs).toBeNull();
    const told = clocksOf({ classifiedMs: 5, materialMs: discoveredMs, generated });
    expect(told.find(({ regime }) => regime === 'DORA')!.deadlineMs).toBe(5 + 4 * 3_600_000);
    expect(told.find(({ regime }) => regime.startsWith('SEC'))!.deadlineMs).toBe(Date.UTC(2026, 9, 20, 11));
    expect(told.find(({ regime }) => regime === 'NIS2')!.deadlineMs).toBeNull();
  });

  it('count business days over weekends', () => {
    const friday = Date.UTC(2026, 9, 16, 23, 59);
    expect(businessDaysLater(friday, 1)).toBe(Date.UTC(2026, 9, 19, 23, 59));
    expect(businessDaysLater(friday, 4)).toBe(Date.UTC(2026, 9, 22, 23, 59));
    expect(businessDaysLater(Date.UTC(2026, 9, 17), 1)).toBe(Date.UTC(2026, 9, 19));
  });
});

describe('lengths of time', () => {
  it('are said in their two largest units', () => {
    const minute = 60_000;
    expect(
      [0, 999, 1000, 61_000, 60 * minute, 61 * minute, 25 * 60 * minute, -90_000].map(durationText),
    ).toEqual(['0 s', '0 s', '1 s', '1 min 1 s', '1 h', '1 h 1 min', '1 d 1 h', '-1 min 30 s']);
  });
});
