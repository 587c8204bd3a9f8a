import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Nearest } from './nearest.ts';

const MOMENT_MS = 1000;
const copies = fc.array(fc.record({ event: fc.nat({ max: 30 }), record: fc.nat({ max: 3 }) }), {
  maxLength: 80,
});
/** Copies of one event differ in their places only. */
const timeOf = (event: number): number => (event * 619) % 2000;

describe('the nearest', () => {
  it('are those that sorting all gives, whatever order and parts they come in', () => {
    fc.assert(
      fc.property(
        copies,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (list, room, parts) => {
          const items = list.map(({ event, record }) => ({
            ref: { eventId: String(event).padStart(2, '0'), timeMs: timeOf(event), file: 'trail', record },
          }));
          const threads = Array.from(
            { length: parts },
            () => new Nearest<(typeof items)[number]>(MOMENT_MS, room),
          );
          items.forEach((item, n) => {
            const thread = threads[n % parts]!;
            if (thread.hasRoom(item.ref.timeMs)) thread.add(item);
          });
          const all = new Nearest<(typeof items)[number]>(MOMENT_MS, room);
          for (const thread of threads) for (const item of thread.list()) all.add(item);

          const distance = ({ ref }: (typeof items)[number]): number => Math.abs(ref.timeMs - MOMENT_MS);
          const sorted = items.toSorted(
            (a, b) =>
              distance(a) - distance(b) ||
              Number(a.ref.eventId) - Number(b.ref.eventId) ||
              a.ref.record - b.ref.record,
          );
          const first = new Map<string, (typeof items)[number]>();
          for (const item of sorted) if (!first.has(item.ref.eventId)) first.set(item.ref.eventId, item);
          expect(all.list()).toEqual([...first.values()].slice(0, room));
        },
      ),
    );
  });
});
