// Contender: read and inflate every file, and do nothing with it. How fast any tool could be.
// Usage: node inflate-only.mjs FOLDER THREADS checked|raw
import { closeSync, openSync, readSync } from 'node:fs';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import zlib from 'node:zlib';
import { Inflater } from '../../build/cloudtrail/inflate.js';
import { filesBelow, inThreads, takeFiles } from './files.mjs';

/** As the product's reader and scanner have them. */
const SLICE = 128 * 1024;
const PIECE = 256 * 1024;
/** Header of a gzip file that carries no name, as CloudTrail's and the corpus's do. */
const GZIP_HEADER = 10;

/** The product's inflater: checks length and checksum. */
function checkedInflater(sink) {
  const inflater = Inflater.open();
  return {
    begin: () => inflater.begin(),
    write: (input, length) => inflater.write(input, length, sink),
    end: () => inflater.end(),
  };
}

/** The same handle without header, checksum and length: the limit. */
function rawInflater(sink) {
  const { _handle: handle, _writeState: left } = zlib.createInflateRaw();
  let failed;
  Object.assign(handle, { onerror: (message) => (failed = message) });
  let atHead = true;
  return {
    begin() {
      handle.reset();
      atHead = true;
    },
    write(input, length) {
      let at = atHead ? GZIP_HEADER : 0;
      atHead = false;
      for (;;) {
        const room = sink.room();
        handle.writeSync(zlib.constants.Z_SYNC_FLUSH, input, at, length - at, room, 0, room.length);
        if (failed !== undefined) throw new Error(failed);
        const [space, rest] = left;
        at = length - rest;
        sink.commit(room.length - space);
        if (space > 0) return;
      }
    },
    end() {},
  };
}

function inflateShare({ files, taken, mode }) {
  const room = new Uint8Array(PIECE);
  let bytes = 0;
  const sink = { room: () => room, commit: (length) => (bytes += length) };
  const inflater = mode === 'checked' ? checkedInflater(sink) : rawInflater(sink);
  const buffer = new Uint8Array(SLICE);
  let count = 0;
  for (const file of takeFiles({ files, taken })) {
    const fd = openSync(file, 'r');
    inflater.begin();
    for (let length = SLICE; length === SLICE;) {
      length = readSync(fd, buffer, 0, SLICE, null);
      if (length > 0) inflater.write(buffer, length);
    }
    inflater.end();
    closeSync(fd);
    count++;
  }
  return { files: count, bytes };
}

if (isMainThread) {
  const [folder, threads, mode] = process.argv.slice(2);
  const shares = await inThreads(new URL(import.meta.url), Number(threads), {
    files: filesBelow(folder),
    mode,
  });
  const total = { files: 0, bytes: 0 };
  for (const share of shares) for (const key of Object.keys(total)) total[key] += share[key];
  process.stdout.write(JSON.stringify(total));
} else {
  parentPort.postMessage(inflateShare(workerData), []);
}
