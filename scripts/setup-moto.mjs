/**
 * Sets up moto, the AWS that the tests of the response act on, in `.venv-moto/` of this repository.
 * Needs Python 3.10 or newer; done once. Prints the folder. Tests call it by themselves.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What `moto[server]` needs for the services that are tested; all of its extras would be 200 MB more. */
const PACKAGES = ['moto==5.2.5', 'flask==3.1.3', 'flask-cors==6.0.5'];
const folder = path.join(root, '.venv-moto');
const stamp = path.join(folder, `ready-${PACKAGES.join('-')}`);
const lock = `${folder}.lock`;
/** A set-up that takes longer was ended by force. */
const LOCK_SECONDS = 600;

for (;;) {
  if (existsSync(stamp)) break;
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const found = statSync(lock, { throwIfNoEntry: false });
    if (found !== undefined && Date.now() - found.mtimeMs > LOCK_SECONDS * 1000)
      rmSync(lock, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    continue;
  }
  try {
    if (!existsSync(stamp)) install();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
process.stdout.write(`${folder}\n`);

function install() {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  // The packages alone, without an environment around them: the folder can be moved.
  run(pip(), [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--target',
    partial,
    ...PACKAGES,
  ]);
  writeFileSync(path.join(partial, path.basename(stamp)), '');
  renameSync(partial, folder);
}

/** A Python with pip: the system's own, or one in an environment beside it where the system's has none. */
function pip() {
  if (spawnSync('python3', ['-m', 'pip', '--version']).status === 0) return 'python3';
  const helper = `${folder}.pip`;
  if (!existsSync(helper)) run('python3', ['-m', 'venv', helper]);
  return path.join(helper, 'bin', 'python3');
}

function run(program, args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return;
  process.stderr.write(
    `moto cannot be set up here: ${error?.message ?? stderr.trim()}\n` +
      'The tests of the response need Python 3.10 or newer with pip, and PyPI. KEYTRAIL_NO_MOTO=1 leaves them out.\n',
  );
  process.exit(1);
}
