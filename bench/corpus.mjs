// The corpora that are measured on: built once, the same on every machine, from the same samples.
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { loadSamples } from './corpus/samples.mjs';

/** Goes up with every change that makes other files. */
const VERSION = 2;
/** Whose credentials the recorded attacks are made with: a few stolen ones, or everybody's. */
export const ATTACKS = ['few', 'spread'];
const FOLDER = fileURLToPath(new URL('.corpus', import.meta.url));
const EVENTS_PER_BIG_FILE = 10_000;
const SMALL_FILES = 8;

/**
 * Makes sure a corpus is there.
 *
 * @param shape 'many', 'big' or 'small'.
 * @param events number of events, for 'big' only.
 * @param attacks one of `ATTACKS`.
 * @returns `{ name, folder, files, events, bytes, packed }`: bytes inflated, and bytes as they lie on disk.
 */
export async function ensureCorpus(shape, { events = 0, attacks = 'few' } = {}) {
  const files = { many: 20_000, big: Math.ceil(events / EVENTS_PER_BIG_FILE), small: SMALL_FILES }[shape];
  const size = shape === 'big' ? `big-${files * EVENTS_PER_BIG_FILE}` : shape;
  const name = attacks === 'few' ? size : `${size}-${attacks}`;
  const folder = path.join(FOLDER, name);
  const note = `${folder}.json`;
  const made = { version: VERSION, source: loadSamples().source, files };
  const known = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : undefined;
  if (known !== undefined && Object.entries(made).every(([key, value]) => known[key] === value)) {
    return { name: shape, folder, ...known };
  }
  process.stderr.write(`building ${name} (${files} files) …\n`);
  rmSync(note, { force: true });
  rmSync(folder, { recursive: true, force: true });
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  const total = await writeFiles({ shape, attacks, folder: building, files });
  renameSync(building, folder);
  writeFileSync(note, JSON.stringify({ ...made, ...total }, null, 2));
  return { name: shape, folder, ...made, ...total };
}

async function writeFiles({ shape, attacks, folder, files }) {
  const step = Math.min(availableParallelism(), files);
  const shares = await Promise.all(
    Array.from({ length: step }, async (_, first) => {
      const worker = new Worker(new URL('corpus/write-files.mjs', import.meta.url), {
        workerData: { shape, attacks, folder, files, first, step },
      });
      const [share] = await once(worker, 'message');
      return share;
    }),
  );
  const total = { files: 0, events: 0, bytes: 0, packed: 0 };
  for (const share of shares) for (const key of Object.keys(total)) total[key] += share[key];
  return total;
}
