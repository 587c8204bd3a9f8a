/** Searches logs in memory or on disk, as one thread of a search does. */
import { Reader } from '../../src/cloudtrail/reader.ts';
import { EVERYTHING } from '../../src/cloudtrail/event-filter.ts';
import { seenMemory } from '../../src/cloudtrail/duplicates.ts';
import { Scanner, scannerModule } from '../../src/cloudtrail/scanner.ts';
import { DocumentReader } from '../../src/cloudtrail/document.ts';
import type { Event } from '../../src/cloudtrail/event.ts';
import { emptyTally } from '../../src/cloudtrail/problem.ts';

/** Calls `visit` for every event of the files, read by one reader as by one thread. */
export async function visitFiles(paths: readonly string[], visit: (event: Event) => void): Promise<void> {
  const task = { visit, finish: () => null };
  const reader = new Reader(new Scanner(scannerModule()), EVERYTHING, seenMemory(10_000), task);
  for (const path of paths) await reader.read(path);
}

/** Calls `visit` for every one of these records (JSON texts), as a file of one record a line. */
export function visitRecords(records: readonly string[], visit: (event: Event) => void): void {
  const reader = new DocumentReader(new Scanner(scannerModule()), emptyTally(), [], { visit });
  reader.begin('trail.json');
  reader.push(Buffer.from(records.join('\n')));
  reader.finish(false);
}
