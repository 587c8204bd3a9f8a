/** A folder for what a run keeps meanwhile, gone when it ends, however it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function temporaryFolder(): TemporaryFolder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keytrail-'));
  const remove = (): void => {
    process.removeListener('exit', remove);
    for (const signal of ENDING) process.removeListener(signal, end);
    rmSync(folder, { recursive: true, force: true });
  };
  const end = (signal: NodeJS.Signals): void => {
    remove();
    // Now that nobody listens the signal ends the program, and whoever waits for it learns what ended it.
    process.kill(process.pid, signal);
  };
  process.once('exit', remove);
  for (const signal of ENDING) process.once(signal, end);
  return { path: folder, remove };
}
