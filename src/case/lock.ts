/** One run at a time works on a case. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { KeytrailError } from '../error.ts';
import { cannotWrite } from './atomic-file.ts';

export interface Lock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Takes the lock of a case folder. One that was left behind by a process of this machine that is no more is taken over.
 *
 * @throws KeytrailError while another process holds it.
 */
export function lockCase(folder: string): Lock {
  const file = path.join(folder, 'lock');
  for (;;) {
    if (create(file)) break;
    const holder = holderOf(file);
    if (holder === undefined) continue;
    if (holder.host !== os.hostname() || isAlive(holder.pid)) throw held(file, holder);
    rmSync(file, { force: true });
  }
  const release = (): void => {
    process.removeListener('exit', release);
    rmSync(file, { force: true });
  };
  process.once('exit', release);
  return { release };
}

function create(file: string): boolean {
  try {
    const fd = openSync(file, 'wx', 0o600);
    writeSync(fd, JSON.stringify({ pid: process.pid, host: os.hostname() } satisfies Holder));
    closeSync(fd);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannotWrite(file, error);
  }
}

/** Undefined when it was released in the meantime. */
function holderOf(file: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { pid, host } = JSON.parse(text) as Partial<Holder>;
    if (Number.isInteger(pid) && typeof host === 'string') return { pid: pid!, host };
  } catch {
    // Written by nobody, or by someone who is about to: nobody can be named.
  }
  return { pid: 0, host: '' };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function held(file: string, { pid, host }: Holder): KeytrailError {
  const who = host === '' ? 'another process' : `process ${pid} on ${host}`;
  return new KeytrailError(`the case is in use by ${who}`, {
    hint: `Wait until it is done. If nothing is running any more, delete ${file}.`,
  });
}
