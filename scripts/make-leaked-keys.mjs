/**
 * Writes examples/leaked-keys with the `keytrail simulate` command that examples/README.md shows. What really happened
 * goes to standard output: it does not belong among the logs.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(path.join(root, 'examples/README.md'), 'utf8');
const [, given] = /^keytrail simulate (.*) --out \S+$/m.exec(readme);
const work = mkdtempSync(path.join(tmpdir(), 'keytrail-example-'));
const made = path.join(work, 'made');
const target = path.join(root, 'examples/leaked-keys');

execFileSync(process.execPath, [
  path.join(root, 'dist/cli/main.js'),
  'simulate',
  ...given.split(' '),
  '--out',
  made,
]);
rmSync(target, { recursive: true, force: true });
cpSync(path.join(made, 'AWSLogs'), path.join(target, 'AWSLogs'), { recursive: true });
process.stdout.write(readFileSync(path.join(made, 'incidents.json')));
rmSync(work, { recursive: true });
