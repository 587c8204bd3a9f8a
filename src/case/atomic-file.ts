/** Files that are either as they were or complete: what a case says must hold after a crash at any point. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { KeytrailError } from '../error.ts';

/**
 * Writes a file beside its place, on to the disk, and then puts it there.
 *
 * @param pieces of the content, in order
 * @throws KeytrailError when it cannot be written; what stood there before stands there still.
 */
export function writeAtomically(file: string, pieces: Iterable<string | Uint8Array>): void {
  const partial = `${file}.partial`;
  try {
    const fd = openSync(partial, 'w', 0o600);
    try {
      for (const piece of pieces) writeWhole(fd, piece);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(partial, file);
    syncFolder(path.dirname(file));
  } catch (error) {
    rmSync(partial, { force: true });
    throw cannotWrite(file, error);
  }
}

/** Adds a line to a file, on to the disk. */
export function appendLine(file: string, line: string): void {
  try {
    const fd = openSync(file, 'a', 0o600);
    try {
      writeWhole(fd, `${line}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function writeWhole(fd: number, piece: string | Uint8Array): void {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

/** A new name is on the disk only when its folder is. */
function syncFolder(folder: string): void {
  // Windows knows no such thing.
  if (path.sep === '\\') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** What cannot be written is for the user to mend. */
export function cannotWrite(file: string, error: unknown): KeytrailError {
  const { code, message } = error as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new KeytrailError(`cannot write ${file}: ${full ? 'no space is left' : message}`, {
    hint: 'What the case held before is as it was. Make room or permit it, and run the same command again.',
    cause: error,
  });
}
