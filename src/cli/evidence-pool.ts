/** Threads of the second pass. */
import { Pool } from '../cloudtrail/pool.ts';

/** Threads that read evidence. */
export function evidencePool(threads: number): Pool {
  return new Pool({ task: new URL('../investigate/evidence-task.js', import.meta.url), threads });
}
