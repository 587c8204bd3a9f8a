/** Runs the git program on a repository that may be hostile: nothing that its configuration names is started. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { devNull } from 'node:os';
import { text } from 'node:stream/consumers';
import type { Repository } from './repository.ts';

/** What a repository's own configuration could start, switched off. Owners of folders do not matter: it is only read. */
export const SAFE: readonly string[] = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  '--literal-pathspecs',
  ...[
    'core.fsmonitor=false',
    `core.hooksPath=${devNull}`,
    'core.sshCommand=false',
    'core.askPass=',
    'credential.helper=',
    'protocol.allow=never',
    'safe.directory=*',
  ].flatMap((setting) => ['-c', setting]),
];

/** Where git is looked for: not in the caller's path, which may lead into the folder that is being looked at. */
const PROGRAM_FOLDERS = ['/usr/bin', '/bin', '/usr/local/bin', '/opt/homebrew/bin'].join(':');

/** Starts git. Its output comes as a stream; it has no input but the one that is written to it. */
export function startGit({ gitFolder }: Repository, commands: readonly string[]): ChildProcess {
  return spawn('git', [...SAFE, `--git-dir=${gitFolder}`, ...commands], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: PROGRAM_FOLDERS,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      // Versions before 2.45 do not know the first; the second stops those.
      GIT_NO_LAZY_FETCH: '1',
      GIT_ALLOW_PROTOCOL: 'none',
    },
  });
}

/** The output of a short command; undefined when git is not there or says no. */
export async function runGit(
  repository: Repository,
  commands: readonly string[],
): Promise<string | undefined> {
  const child = startGit(repository, commands);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => {
      resolve(null);
    });
    child.once('close', resolve);
  });
  child.stdin?.end();
  const [output, code] = await Promise.all([text(child.stdout!), ended]);
  return code === 0 ? output : undefined;
}
