/**
 * Makes the program in dist/ of the compiled modules in build/: the command, what threads start with, and few files that
 * these share. Node takes about a third of a millisecond for each file that it loads, in each thread anew. What is imported
 * only when it is needed stays in files of its own.
 *
 * Packages of others stay outside, but for the reader of command lines, which every command loads: it is named in NOTICE.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const modules = fileURLToPath(new URL('../build', import.meta.url));
const program = fileURLToPath(new URL('../dist', import.meta.url));

/** What something other than an import starts. It is found by its path, and examine.js has to be a module of its own. */
const ENTRIES = [
  'cli/main',
  'cloudtrail/worker',
  'hunt/task',
  'search/task',
  'stats/task',
  'investigate/task',
  'investigate/draft-task',
  'investigate/evidence-task',
  'investigate/suggest-task',
  'exposure/worker',
  'exposure/git/worker',
  'exposure/examine',
];

/**
 * Shared files by name, with modules that are loaded together: such a file holds them (without entries), and what they
 * import, but for what files above it hold. So no more is loaded than is needed, and no two files import each other.
 */
const SHARED = {
  shared: ['cloudtrail/problem', 'sigma/rule', 'exposure/exposure'],
  reading: ['cloudtrail/worker'],
  matching: ['hunt/task'],
  searching: ['search/task'],
  counting: ['stats/task'],
  investigating: ['investigate/task'],
  evidence: ['investigate/evidence-task', 'investigate/draft-task'],
  exposing: ['exposure/examine', 'exposure/block-scanner'],
  'audit-files': ['exposure/worker'],
  'audit-history': ['exposure/git/worker'],
  start: ['cli/main', 'cli/show/progress', 'cli/show/severity', 'cli/show/style', 'cli/show/wrap'],
  options: ['cli/input-options'],
  audit: ['cli/audit-run', 'exposure/staged', 'cli/audit-table'],
  logs: ['cli/read-logs'],
  hunt: ['cli/hunt-run'],
  search: ['cli/search-run'],
  stats: ['cli/stats-run'],
  investigate: ['cli/investigate-run'],
  conclude: ['cli/investigate-conclude', 'cli/investigate-show'],
};

/** Modules for everybody, directly in src/: they are in no folder, and import none. */
const FOR_ALL = 'shared';

const fileOf = (name) => path.join(modules, `${name}.js`);

/** Which shared file each module belongs to; modules that are in none are left to the bundler. */
function placesOf(infoOf) {
  const entries = new Set(ENTRIES.map(fileOf));
  const places = new Map();
  const place = (file, into) => {
    if (!path.isAbsolute(file) || places.has(file) || entries.has(file)) return;
    places.set(file, path.dirname(file) === modules ? FOR_ALL : into);
    for (const each of infoOf(file).importedIds) place(each, into);
  };
  for (const [name, roots] of Object.entries(SHARED)) {
    for (const root of roots.map(fileOf)) {
      if (infoOf(root) === null) throw new Error(`${root} is not part of the program`);
      place(root, name);
      for (const each of infoOf(root).importedIds) place(each, name);
    }
  }
  return places;
}

/** Whether it is a module of Node or of a package, and not a file of the program. */
function isOutside(id) {
  return /^[@\w]/.test(id) && !path.isAbsolute(id) && id !== 'commander';
}

export async function bundle() {
  const bundler = await rolldown({
    input: Object.fromEntries(ENTRIES.map((name) => [name, fileOf(name)])),
    platform: 'node',
    external: isOutside,
    preserveEntrySignatures: 'allow-extension',
    onLog(level, log) {
      throw new Error(`${level}: ${log.message}`);
    },
  });
  let places;
  await bundler.write({
    dir: program,
    format: 'esm',
    minifyInternalExports: false,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          debugName: 'shared',
          name(id, graph) {
            places ??= placesOf((file) => graph.getModuleInfo(file));
            return places.get(id);
          },
        },
      ],
    },
  });
  await bundler.close();
}
