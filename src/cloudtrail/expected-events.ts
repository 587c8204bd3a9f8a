/** About how many events files hold: what memory for recognising duplicates is made for. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import zlib from 'node:zlib';

/** Taken where nothing better is known: CloudTrail's gzip files have 100 to 350 bytes for an event, plain ones a thousand. */
const BYTES_PER_EVENT = 200;
/** Files whose size is looked at, and files that are looked into. */
const WEIGHED_FILES = 128;
const OPENED_FILES = 16;
/** So much of a file is looked into. */
const HEAD_BYTES = 64 * 1024;
/** CloudTrail compresses about 10 to 1; what is far denser is not worth an estimate. */
const MOST_TEXT = 8 * 1024 * 1024;

/** Files are looked into only where their size says that there may be more events than `enough`. */
export function expectedEvents(files: readonly string[], enough: number): number {
  const weighed = spread(files, WEIGHED_FILES);
  const bytes = (sum(weighed.map(sizeOf)) / Math.max(1, weighed.length)) * files.length;
  const events = bytes / BYTES_PER_EVENT;
  if (events <= enough) return events;
  const heads = spread(files, OPENED_FILES).map(headOf);
  const seen = sum(heads.map(eventsIn));
  return seen === 0 ? events : (bytes * seen) / sum(heads.map((head) => head.length));
}

/** So many of the files, from all parts of the list. */
function spread(files: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.floor(files.length / count));
  return files.filter((_, n) => n % step === 0);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The beginning of a file; nothing of one that cannot be read, which is told when it is its turn. */
function headOf(file: string): Buffer {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(fd, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(fd);
  }
}

function eventsIn(head: Buffer): number {
  return textOf(head).split('"eventID"').length - 1;
}

/** What is inflated of the beginning of a gzip file; other files as they are. */
function textOf(head: Buffer): string {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head.toString('latin1');
  try {
    const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: MOST_TEXT };
    return zlib.gunzipSync(head, options).toString('latin1');
  } catch {
    // Damaged data are told when the file is read.
    return '';
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
