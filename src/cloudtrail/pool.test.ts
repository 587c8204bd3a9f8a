import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { logFile, madeEvent } from '../../test/support/made-trail.ts';
import { EVERYTHING } from './event-filter.ts';
import { Pool } from './pool.ts';
import type { ReadOrder } from './pool.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'keytrail-pool-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const FILES = Array.from({ length: 12 }, (_, n) => {
  const file = path.join(folder, `${n}.json`);
  writeFileSync(file, logFile([madeEvent(2 * n), madeEvent(2 * n + 1)]));
  return file;
});

/** A task that says which thread it ran in, and what it was told and visited. */
function taskOf(name: string): URL {
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(
    file,
    `import { threadId } from 'node:worker_threads';
    export function createTask(settings) {
      if (settings === 'fail') throw new Error('told to');
      let events = 0, duplicates = 0;
      return {
        visit(event, isDuplicate) { events++; if (isDuplicate) duplicates++; },
        finish: () => ({ name: '${name}', threadId, settings, events, duplicates }),
      };
    }`,
  );
  return new URL(`file://${file}`);
}

interface Found {
  readonly name: string;
  readonly threadId: number;
  readonly settings: unknown;
  readonly events: number;
  readonly duplicates: number;
}

const FIRST = taskOf('first');
const ORDER: ReadOrder = { settings: 1, files: FILES, streams: [], wish: EVERYTHING };

async function withPool(use: (pool: Pool) => Promise<void>): Promise<void> {
  const pool = new Pool({ task: FIRST, threads: 2 });
  try {
    await use(pool);
  } finally {
    pool.close();
  }
}

async function foundBy(pool: Pool, order: Partial<ReadOrder>): Promise<readonly Found[]> {
  const { found } = await pool.read({ ...ORDER, ...order });
  return found as readonly Found[];
}

function eventsIn(found: readonly Found[]): number {
  return found.reduce((sum, { events }) => sum + events, 0);
}

function threadsOf(found: readonly Found[]): number[] {
  return found.map(({ threadId }) => threadId).toSorted((a, b) => a - b);
}

describe('threads', () => {
  it('read again, with another task and nothing of the one before', async () => {
    await withPool(async (pool) => {
      pool.warmUp();
      expect(pool.isRunning).toBe(true);
      const first = await foundBy(pool, {});
      pool.spareMemory();
      const second = await foundBy(pool, { task: taskOf('second'), settings: 2, files: FILES.slice(2) });
      expect(first.map(({ name, settings }) => [name, settings])).toEqual([
        ['first', 1],
        ['first', 1],
      ]);
      expect(second.map(({ name, settings }) => [name, settings])).toEqual([
        ['second', 2],
        ['second', 2],
      ]);
      expect([eventsIn(first), eventsIn(second)]).toEqual([24, 20]);
      expect(threadsOf(second)).toEqual(threadsOf(first));
    });
  });

  it('take part as many as are asked for', async () => {
    await withPool(async (pool) => {
      pool.warmUp();
      const found = await foundBy(pool, { threads: 1 });
      expect([found.length, eventsIn(found)]).toEqual([1, 24]);
    });
  });

  it('begin no more files once they are told to stop', async () => {
    await withPool(async (pool) => {
      pool.warmUp();
      const stop = new AbortController();
      const reading = foundBy(pool, { signal: stop.signal });
      // Before a thread has loaded its task.
      stop.abort();
      expect(eventsIn(await reading)).toBeLessThan(24);
      expect(eventsIn(await foundBy(pool, {}))).toBe(24);
    });
  });

  it('tell which events come twice, unless that does not matter', async () => {
    await withPool(async (pool) => {
      pool.warmUp();
      const twice = [...FILES, ...FILES];
      const { tally } = await pool.read({ ...ORDER, files: twice });
      expect([tally.events, tally.duplicates]).toEqual([24, 24]);
      const found = await pool.read({ ...ORDER, files: twice, seen: null });
      expect([found.tally.events, found.tally.duplicates]).toEqual([48, 0]);
    });
  });

  it('that fail fail whoever asks, then and later', async () => {
    await withPool(async (pool) => {
      pool.warmUp();
      await expect(foundBy(pool, { settings: 'fail' })).rejects.toThrow('told to');
      await expect(foundBy(pool, {})).rejects.toThrow('told to');
    });
  });

  it('are not needed for a few small files', async () => {
    await withPool(async (pool) => {
      const found = await foundBy(pool, { files: FILES.slice(0, 2) });
      expect([found.length, found[0]!.threadId, pool.isRunning]).toEqual([1, 0, false]);
    });
  });
});
