import { describe, expect, it } from 'vitest';
import { boundedTimeline, citingFew } from './bounds.ts';
import type { TimelineEntry } from './incident.ts';

function entry(timeMs: number, weight: TimelineEntry['weight']): TimelineEntry {
  return {
    eventId: `e${timeMs}`,
    timeMs,
    file: 'f',
    record: 1,
    calls: 1,
    lastMs: timeMs,
    actor: 'intruder',
    reason: '',
    credential: '',
    principal: '',
    account: '',
    region: '',
    service: '',
    action: '',
    target: '',
    address: '',
    country: '',
    network: '',
    userAgent: '',
    error: '',
    readOnly: true,
    tactic: null,
    techniques: [],
    rules: [],
    weight,
  };
}

describe('a long timeline', () => {
  it('keeps what matters most, in order, and says how much it leaves out', () => {
    const all = [entry(1, 0), entry(2, 3), entry(3, 0), entry(4, 1), entry(5, 2)];
    const { timeline, blindSpots } = boundedTimeline(all, 3);
    expect(timeline.map(({ timeMs }) => timeMs)).toEqual([2, 4, 5]);
    expect(blindSpots.map(({ sentence }) => sentence)).toEqual([expect.stringMatching(/^2 of 5 calls/)]);
  });

  it('is left alone when it is short', () => {
    const all = [entry(1, 0), entry(2, 3)];
    expect(boundedTimeline(all, 2)).toEqual({ timeline: all, blindSpots: [] });
  });
});

describe('a statement', () => {
  it('cites its first hundred events', () => {
    const events = Array.from({ length: 150 }, (_, n) => entry(n, 0));
    const [many, few] = citingFew([{ events }, { events: events.slice(0, 2) }]);
    expect([many!.events.length, many!.events[0], few!.events.length]).toEqual([100, events[0], 2]);
  });
});
