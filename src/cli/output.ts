/** Where a command's result goes: standard output, or a file that appears only when it is complete. */
import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { KeytrailError } from '../error.ts';

export interface Output {
  /** Columns of the terminal it goes to; undefined for a file or a pipe. */
  readonly columns: number | undefined;
  write(text: string): Promise<void>;
  /** Shows now what was written. */
  flush(): Promise<void>;
  /** Completes the output. */
  close(): Promise<void>;
  /** Leaves nothing half-written behind. */
  discard(): void;
}

/** Opens the output: the file at `path`, or standard output without one. */
export function openOutput(path: string | undefined): Output {
  return path === undefined ? new StandardOutput() : new FileOutput(path);
}

/**
 * Opens the output, does the work, and completes it. Work that fails leaves nothing half-written behind.
 * @throws what the work throws, and KeytrailError when the output cannot be written.
 */
export async function writingTo<T>(
  path: string | undefined,
  work: (output: Output) => Promise<T>,
): Promise<T> {
  const output = openOutput(path);
  try {
    const made = await work(output);
    await output.close();
    return made;
  } catch (error) {
    output.discard();
    throw error;
  }
}

/** Texts are gathered up to this length, so that many short ones are not as many calls. */
const GATHERED = 64 * 1024;

class StandardOutput implements Output {
  #pending = '';

  get columns(): number | undefined {
    // Terminals that do not know say 0.
    return process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : undefined;
  }

  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= GATHERED) await this.flush();
  }

  async close(): Promise<void> {
    await this.flush();
  }

  discard(): void {
    this.#pending = '';
  }

  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    // Nobody reads any more: what is done goes on, see `goOn`.
    if (text === '' || !process.stdout.writable) return;
    if (!process.stdout.write(text)) await drained();
  }
}

async function drained(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      for (const event of ['drain', 'error', 'close']) process.stdout.removeListener(event, end);
      resolve();
    };
    for (const event of ['drain', 'error', 'close']) process.stdout.once(event, end);
  });
}

let mustGoOn = false;

/** Runs work that is not to end because nobody reads its output any more: half a response is worse than an unseen one. */
export async function goOn<T>(work: () => Promise<T>): Promise<T> {
  mustGoOn = true;
  try {
    return await work();
  } finally {
    mustGoOn = false;
  }
}

/** A reader that has seen enough (| head) closes the pipe: that is no error, and the result's exit code stands. */
export function allowClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
      if (!mustGoOn) process.exit();
    });
}

/** Signals that end the program, unless somebody listens. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

class FileOutput implements Output {
  readonly columns = undefined;
  readonly #path: string;
  /** Where the file will be in the end: a link stays a link. */
  readonly #target: string;
  /** Undefined for devices and pipes, which are written to directly. */
  readonly #partial: string | undefined;
  readonly #fd: number;
  readonly #discard = (): void => this.discard();
  readonly #end = (signal: NodeJS.Signals): void => {
    this.discard();
    // Now that nobody listens the signal ends the program, and whoever waits for it learns what ended it.
    process.kill(process.pid, signal);
    process.exit(2);
  };
  #pending = '';

  constructor(path: string) {
    this.#path = path;
    const found = this.#guarded(() => statSync(path, { throwIfNoEntry: false }));
    if (found?.isDirectory() === true) {
      throw new KeytrailError(`cannot write ${path}: it is a folder`, { hint: 'Name a file with --output.' });
    }
    this.#target = found === undefined ? path : realpathSync(path);
    const partial = found === undefined || found.isFile() ? `${this.#target}.partial` : undefined;
    this.#fd = this.#guarded(() => openSync(partial ?? path, 'w'));
    this.#partial = partial;
    process.once('exit', this.#discard);
    for (const signal of ENDING) process.once(signal, this.#end);
  }

  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length < GATHERED) return;
    this.#flush();
    // Signals are heard between two turns of the event loop only.
    await setImmediate();
  }

  async flush(): Promise<void> {
    this.#flush();
  }

  async close(): Promise<void> {
    this.#flush();
    this.#guarded(() => {
      closeSync(this.#fd);
      if (this.#partial !== undefined) renameSync(this.#partial, this.#target);
    });
    this.#letGo();
  }

  discard(): void {
    this.#letGo();
    if (this.#partial !== undefined) rmSync(this.#partial, { force: true });
  }

  #letGo(): void {
    process.removeListener('exit', this.#discard);
    for (const signal of ENDING) process.removeListener(signal, this.#end);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending);
    this.#pending = '';
    this.#guarded(() => {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at);
    });
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.discard();
      const full = code === 'ENOSPC' || code === 'EDQUOT';
      throw new KeytrailError(`cannot write ${this.#path}: ${full ? 'no space is left' : message}`, {
        hint: 'Nothing was written. Choose another place with --output.',
        cause: error,
      });
    }
  }
}
