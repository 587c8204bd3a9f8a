/** The write-ahead journal: a line is on the disk before what it announces is done. */
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { KeytrailError } from '../error.ts';
import type { Clock } from './clock.ts';
import type { JournalBody, JournalLine } from './journal-line.ts';

export class Journal {
  readonly path: string;
  readonly #fd: number;
  readonly #lines: JournalLine[];
  readonly #byStep = new Map<string, JournalLine[]>();
  #calls = 0;
  readonly #clock: Clock;
  readonly #run: number;

  private constructor(file: string, fd: number, lines: JournalLine[], clock: Clock) {
    this.path = file;
    this.#fd = fd;
    this.#lines = [];
    this.#clock = clock;
    this.#run = 1 + lines.reduce((last, { run }) => Math.max(last, run), 0);
    for (const line of lines) this.#keep(line);
  }

  /**
   * Opens or makes a journal to write on. A last line that a crash cut short is taken away: what it would have said
   * was never begun.
   *
   * @throws KeytrailError when it is damaged or cannot be written.
   */
  static open(file: string, clock: Clock): Journal {
    const isNew = !existsSync(file);
    const { lines, bytes } = isNew ? { lines: [], bytes: 0 } : read(file);
    const fd = guarded(file, () => openSync(file, isNew ? 'ax' : 'r+', 0o600));
    guarded(file, () => {
      if (!isNew) ftruncateSync(fd, bytes);
      fsyncSync(fd);
      if (isNew) syncFolder(path.dirname(file));
    });
    const appending = isNew ? fd : guarded(file, () => openSync(file, 'a', 0o600));
    if (!isNew) closeSync(fd);
    return new Journal(file, appending, lines, clock);
  }

  get lines(): readonly JournalLine[] {
    return this.#lines;
  }

  /** Adds a line; when this returns it is on the disk. @throws KeytrailError when it cannot be written. */
  write(body: JournalBody): JournalLine {
    const line: JournalLine = { time: new Date(this.#clock.now()).toISOString(), run: this.#run, ...body };
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    guarded(this.path, () => {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at);
      fsyncSync(this.#fd);
    });
    this.#keep(line);
    return line;
  }

  /** Lines about one step. */
  linesOf(step: string): readonly JournalLine[] {
    return this.#byStep.get(step) ?? [];
  }

  /** The number of the next call. */
  nextNumber(): number {
    return this.#calls + 1;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #keep(line: JournalLine): void {
    this.#lines.push(line);
    if (line.what === 'request') this.#calls = Math.max(this.#calls, line.number);
    if (!('step' in line)) return;
    const lines = this.#byStep.get(line.step);
    if (lines === undefined) this.#byStep.set(line.step, [line]);
    else lines.push(line);
  }
}

/** The lines of a journal; none when there is no such file. @throws KeytrailError when it is damaged. */
export function readJournal(file: string): readonly JournalLine[] {
  return existsSync(file) ? read(file).lines : [];
}

/** Whole lines, and how many bytes they take. */
function read(file: string): { lines: JournalLine[]; bytes: number } {
  const buffer = guarded(file, () => readFileSync(file));
  const bytes = buffer.lastIndexOf(0x0a) + 1;
  const lines: JournalLine[] = [];
  for (const [n, text] of buffer.toString('utf8', 0, bytes).split('\n').entries()) {
    if (text === '') continue;
    try {
      lines.push(JSON.parse(text) as JournalLine);
    } catch (cause) {
      throw new KeytrailError(`${file}:${n + 1} is damaged`, {
        hint: 'Without it nobody can say what was done. Restore it from a copy before you go on.',
        cause,
      });
    }
  }
  return { lines, bytes };
}

/** A new name is on the disk only when its folder is. */
function syncFolder(folder: string): void {
  // Windows knows no such thing.
  if (path.sep === '\\') return;
  const fd = openSync(folder, 'r');
  fsyncSync(fd);
  closeSync(fd);
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new KeytrailError(`cannot write ${file}: ${(error as Error).message}`, {
      hint: 'Nothing is done in AWS that the journal cannot hold. Make room or permit it, and run the same again.',
      cause: error,
    });
  }
}
