/** Where a command's result goes: standard output, or a file that appears only when it is complete. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { once } from 'node:events';
import { KeytrailError } from '../error.ts';

export interface Output {
  /** Columns of the terminal it goes to; undefined for a file or a pipe. */
  readonly columns: number | undefined;
  write(text: string): Promise<void>;
  /** Completes the output. */
  close(): Promise<void>;
  /** Leaves nothing half-written behind. */
  discard(): void;
}

/** Opens the output: the file at `path`, or standard output without one. */
export function openOutput(path: string | undefined): Output {
  return path === undefined ? new StandardOutput() : new FileOutput(path);
}

/** Texts are gathered up to this length, so that many short ones are not as many calls. */
const GATHERED = 64 * 1024;

class StandardOutput implements Output {
  #pending = '';

  get columns(): number | undefined {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  }

  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= GATHERED) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
  }

  discard(): void {
    this.#pending = '';
  }

  async #flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  }
}

class FileOutput implements Output {
  readonly columns = undefined;
  readonly #path: string;
  readonly #partial: string;
  readonly #fd: number;
  readonly #discard = (): void => this.discard();
  #pending = '';

  constructor(path: string) {
    this.#path = path;
    this.#partial = `${path}.partial`;
    this.#fd = this.#guarded(() => openSync(this.#partial, 'w'));
    process.once('exit', this.#discard);
  }

  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= GATHERED) this.#flush();
  }

  async close(): Promise<void> {
    this.#flush();
    this.#guarded(() => {
      closeSync(this.#fd);
      renameSync(this.#partial, this.#path);
    });
    process.removeListener('exit', this.#discard);
  }

  discard(): void {
    process.removeListener('exit', this.#discard);
    rmSync(this.#partial, { force: true });
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
