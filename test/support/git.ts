/** Runs the git program for tests: nothing of the machine's configuration, and the same names and times always. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';

/** Seconds since 1970 of the first commit; each further one that is made with `at` counts from there. */
export const FIRST_COMMIT = 1_700_000_000;

export interface TestGit {
  /** The folder that git runs in. */
  readonly folder: string;
  /**
   * Runs git and returns what it writes, without the last line end.
   * @param at seconds after `FIRST_COMMIT` that commits made by it have as their time.
   */
  run(
    parameters: readonly string[],
    options?: { readonly at?: number; readonly input?: string | Buffer },
  ): string;
  /** Git in another folder. */
  in(folder: string): TestGit;
}

export function testGit(folder: string): TestGit {
  return {
    folder,
    run: (parameters, { at = 0, input = '' } = {}) =>
      execFileSync('git', ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false', ...parameters], {
        cwd: folder,
        input,
        encoding: 'utf8',
        maxBuffer: 256 * 1024 * 1024,
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          LC_ALL: 'C',
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_CONFIG_GLOBAL: devNull,
          GIT_AUTHOR_NAME: 'Some One',
          GIT_AUTHOR_EMAIL: 'someone@example.com',
          GIT_AUTHOR_DATE: `${FIRST_COMMIT + at} +0000`,
          GIT_COMMITTER_NAME: 'Some One',
          GIT_COMMITTER_EMAIL: 'someone@example.com',
          GIT_COMMITTER_DATE: `${FIRST_COMMIT + at} +0000`,
        },
      }).trimEnd(),
    in: testGit,
  };
}

/** A folder for a test, and the function that removes it. */
export function testFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'keytrail-git-'));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
