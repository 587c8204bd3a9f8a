// Builds dist/: the program, the byte scanner, the walk of git objects, the rules and the tables of networks and APIs. The
// program is made of compiled modules, which are left in build/: scripts and benches import these.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildNetworkTables } from './build-network.mjs';
import { buildRules } from './build-rules.mjs';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a tool of ours or of a dependency with this Node. */
function run(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** The script behind a dependency's command. */
function command(name, script) {
  let folder = path.dirname(fileURLToPath(import.meta.resolve(name)));
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return path.join(folder, script);
}

/** Made anew only when their data are. */
const TABLES = path.join('network', 'tables.bin');

// What an earlier build left would be packed too.
rmSync(path.join(root, 'build'), { recursive: true, force: true });
mkdirSync(path.join(root, 'dist/cloudtrail'), { recursive: true });
for (const entry of readdirSync(path.join(root, 'dist'), { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isDirectory() && file !== path.join(root, 'dist', TABLES)) rmSync(file);
}
run(path.join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json');
await bundle();
for (const folder of ['src/cloudtrail/wasm', 'src/exposure/git/wasm'])
  run(command('assemblyscript', 'bin/asc.js'), '--config', `${folder}/asconfig.json`);
if (existsSync(path.join(root, 'src/cloudtrail/catalogue.txt'))) {
  copyFileSync(
    path.join(root, 'src/cloudtrail/catalogue.txt'),
    path.join(root, 'dist/cloudtrail/catalogue.txt'),
  );
}
await buildNetworkTables();
await buildRules(new URL('..', import.meta.url));
chmodSync(path.join(root, 'dist/cli/main.js'), 0o755);
