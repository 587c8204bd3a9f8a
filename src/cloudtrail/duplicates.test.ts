import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../built-file.ts';
import { SeenEvents, seenMemory } from './duplicates.ts';

/** Halves of hashes, of which some meet at the same slot. One is left out: zero is kept as one. */
const half = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).filter((word) => word !== 1),
  fc.constantFrom(0, 2, 128, -1),
);

function mixed(n: number): number {
  return Math.imul(n, 0x9e3779b1);
}

describe('the set of seen events', () => {
  it('knows exactly the events that were added', () => {
    const memory = seenMemory(1000);
    fc.assert(
      fc.property(fc.array(fc.tuple(half, half)), (hashes) => {
        new Int32Array(memory).fill(0);
        const seen = new SeenEvents(memory);
        const known = new Set<string>();
        for (const each of hashes) {
          const isEvent = each[0] !== 0 || each[1] !== 0;
          expect(seen.add(...each)).toBe(isEvent && known.has(each.join(' ')));
          if (isEvent) known.add(each.join(' '));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('never takes an event without an ID for one that was seen', () => {
    const seen = new SeenEvents(seenMemory(10));
    expect([seen.add(0, 0), seen.add(0, 0)]).toEqual([false, false]);
  });

  it('has room for what it is made for, and does not hang when it is full', () => {
    const memory = seenMemory(10);
    const slots = (memory.byteLength / 4 - 2) / 2;
    const seen = new SeenEvents(memory);
    for (let n = 1; n <= slots + 1000; n++) seen.add(mixed(n), n);
    expect(seen.isFull).toBe(true);
    expect(seen.add(mixed(1), 1)).toBe(true);
    expect(seen.add(mixed(-1), -1)).toBe(false);
    expect(seen.add(mixed(-1), -1)).toBe(false);
  });

  it('is given room for all events that are expected', () => {
    for (const events of [1, 50_000, 1_000_000, 5_500_000]) {
      const slots = (seenMemory(events).byteLength / 4 - 2) / 2;
      expect(slots * 0.85).toBeGreaterThanOrEqual(events);
      expect(Math.log2(slots) % 1).toBe(0);
    }
  });
});

const HAMMER = `
const { parentPort, workerData } = require('node:worker_threads');
void import(workerData.module).then(({ SeenEvents }) => {
  const seen = new SeenEvents(workerData.memory);
  const news = [];
  const gate = new Int32Array(workerData.gate);
  Atomics.add(gate, 0, 1);
  while (Atomics.load(gate, 0) < workerData.threads);
  for (let n = 1; n <= workerData.events; n++) {
    if (!seen.add(Math.imul(n, workerData.step) & 0xfff, n)) news.push(n);
  }
  parentPort.postMessage(news);
});
`;

describe('threads that share the set', () => {
  it.each([
    ['few slots', 4096],
    ['many slots', 0x9e3779b1],
  ])('find each event new exactly once between them, in %s', async (_, step) => {
    const threads = 3;
    const events = 6000;
    const workerData = {
      module: packageFile('build/cloudtrail/duplicates.js').href,
      memory: seenMemory(events),
      gate: new SharedArrayBuffer(4),
      threads,
      events,
      step,
    };
    const workers = Array.from({ length: threads }, () => new Worker(HAMMER, { eval: true, workerData }));
    const news = await Promise.all(
      workers.map(async (worker) => ((await once(worker, 'message')) as [number[]])[0]),
    );
    await Promise.all(workers.map(async (worker) => worker.terminate()));
    expect(news.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: events }, (__, n) => n + 1));
    // They did meet: no thread was first for all.
    expect(news.filter((each) => each.length > 0).length).toBeGreaterThan(1);
  });
});
