/** Runs the built command as a user does, and makes folders that are gone after the tests. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** The built command. */
export const MAIN: string = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** The folder of sample logs; tests that need it are skipped where it is absent. */
export const SAMPLES: string = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs `keytrail` to its end. */
export async function keytrail(args: readonly string[], running: Running = {}): Promise<Ran> {
  return run(process.execPath, [MAIN, ...args], running);
}

/** What the tests' own surroundings say about colours must not count. */
const NO_COLOURS_SAID = {
  FORCE_COLOR: undefined,
  NO_COLOR: undefined,
  NODE_DISABLE_COLORS: undefined,
  CI: undefined,
};

/** Runs any program to its end. */
export async function run(
  program: string,
  args: readonly string[],
  { input = '', env = {}, cwd }: Running = {},
): Promise<Ran> {
  const child = spawn(program, args, {
    env: { ...process.env, ...NO_COLOURS_SAID, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
  // A program may end without reading its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout: textOf(stdout), stderr: textOf(stderr) });
    });
  });
}

function textOf(pieces: readonly Buffer[]): string {
  return Buffer.concat(pieces).toString();
}

/** A new empty folder, removed when the tests of the file are done. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keytrail-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
