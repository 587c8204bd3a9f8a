/** One run at a time works on a case, and one at a time acts on its response. */
import { randomUUID } from 'node:crypto';
import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { KeytrailError } from '../error.ts';
import { cannotWrite } from './atomic-file.ts';

export interface Lock {
  /** @throws KeytrailError when it is another's now: someone deleted the file by hand. */
  check(): void;
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in the words of the system: another that got the same number later is not it. */
  readonly started?: string;
  /** Made anew for each lock. */
  readonly token?: string;
}

/**
 * Takes the lock of a case folder. One that was left behind by a process of this machine that is no more is taken over.
 *
 * @throws KeytrailError while another process holds it.
 */
export function lockCase(folder: string): Lock {
  return lockFile(path.join(folder, 'lock'), 'the case');
}

/**
 * Takes the lock that a file stands for; as `lockCase`.
 *
 * @param what is locked, for the message: `the case`
 * @throws KeytrailError while another process holds it.
 */
export function lockFile(file: string, what: string): Lock {
  const own = JSON.stringify({
    pid: process.pid,
    host: os.hostname(),
    started: startOf(process.pid),
    token: randomUUID(),
  } satisfies Holder);
  while (!create(file, own)) {
    const text = contentOf(file);
    if (text === undefined) continue;
    const holder = holderIn(text);
    if (holder.host !== os.hostname() || isAlive(holder)) throw held(file, holder, what);
    takeAway(file, text);
  }
  const release = (): void => {
    process.removeListener('exit', release);
    if (contentOf(file) === own) rmSync(file, { force: true });
  };
  process.once('exit', release);
  return {
    check: () => {
      const text = contentOf(file);
      if (text !== own) throw held(file, holderIn(text ?? ''), what);
    },
    release,
  };
}

function create(file: string, own: string): boolean {
  // Written beside its place and then put there, so that nobody finds it empty.
  const draft = `${file}.${process.pid}.draft`;
  try {
    const fd = openSync(draft, 'w', 0o600);
    writeSync(fd, own);
    closeSync(fd);
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannotWrite(file, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes a lock away that nobody holds; when another was quicker and holds it now, it is put back. */
function takeAway(file: string, text: string): void {
  const aside = `${file}.${randomUUID()}.draft`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cannotWrite(file, error);
  }
  try {
    if (contentOf(aside) !== text) linkSync(aside, file);
  } catch (error) {
    // A third has it by now; the second finds out when it checks.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(file, error);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Undefined when there is none. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function holderIn(text: string): Holder {
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<Holder>;
    if (Number.isInteger(pid) && typeof host === 'string')
      return { pid: pid!, host, ...(typeof started === 'string' ? { started } : {}) };
  } catch {
    // Written by nobody that is known: nobody can be named.
  }
  return { pid: 0, host: '' };
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return started === undefined || started === '' || now === '' || started === now;
}

/** Ticks from the start of the system to that of the process, where the system tells; `''` elsewhere. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may hold anything; the start is field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function held(file: string, { pid, host }: Holder, what: string): KeytrailError {
  const who = host === '' ? 'another process' : `process ${pid} on ${host}`;
  return new KeytrailError(`${what} is in use by ${who}`, {
    hint: `Wait until it is done. If nothing is running any more, delete ${file}.`,
  });
}
