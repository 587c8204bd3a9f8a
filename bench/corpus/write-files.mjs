// A thread that writes its share of a corpus's files.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import zlib from 'node:zlib';
import { Replay } from './replay.mjs';

const { shape, attacks, folder, files, first, step } = workerData;
const replay = new Replay(shape, attacks);
const made = new Set();
const total = { files: 0, events: 0, bytes: 0, packed: 0 };

for (let n = first; n < files; n += step) {
  const file = replay.file(n);
  const bytes = Buffer.from(file.text);
  const packed = zlib.gzipSync(bytes, { level: 6 });
  const target = path.join(folder, file.folder);
  if (!made.has(target)) mkdirSync(target, { recursive: true });
  made.add(target);
  writeFileSync(path.join(target, file.name), packed);
  total.files++;
  total.events += file.events;
  total.bytes += bytes.length;
  total.packed += packed.length;
}
parentPort.postMessage(total, []);
