/** The code keeps to the table "Who may import whom" of ARCHITECTURE.md. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Layer {
  readonly folder: string;
  readonly folders: readonly string[];
  readonly modules: Permission;
}

/** What may be imported from Node and npm: by every file of a folder, and by some files of it. */
interface Permission {
  readonly all: readonly string[];
  readonly byFile: ReadonlyMap<string, readonly string[]>;
}

interface Import {
  readonly file: string;
  readonly folder: string;
  /** As written: relative to the file, or the name of a module. */
  readonly from: string;
}

const ANYTHING = 'anything';

/** The rows of the table, top layer first. */
function readLayers(): Layer[] {
  const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
  const table = text.split('## Who may import whom')[1]!.split('\n## ')[0]!;
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => {
    const [, folder = '', folders = '', modules = ''] = row.split('|');
    return { folder: quoted(folder)[0]!, folders: quoted(folders), modules: readPermission(modules) };
  });
}

function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}

/** `nothing; `load.ts`: `node:fs`, `node:os`` */
function readPermission(text: string): Permission {
  if (text.trim() === ANYTHING) return { all: [ANYTHING], byFile: new Map() };
  const [all, byFile] = [[] as string[], new Map<string, readonly string[]>()];
  for (const part of text.split(';')) {
    const [file, modules] = part.split(/:\s(.*)/);
    if (modules === undefined) all.push(...quoted(part));
    else byFile.set(quoted(file!)[0]!, quoted(modules));
  }
  return { all, byFile };
}

/** Sources that run in the product: no tests, and not what another compiler makes of `wasm/`. */
function readSources(): { file: string; text: string }[] {
  return readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('/wasm/'))
    .map((file) => ({ file, text: readFileSync(path.join(root, 'src', file), 'utf8') }));
}

const IMPORTS = [
  /^(?:import|export)\s[^;'"]*?from\s+'([^']+)'/gm,
  /^import\s+'([^']+)'/gm,
  /\bimport\('([^']+)'\)/g,
  /\bnew URL\('([^']+)', import\.meta\.url\)/g,
  /\brequire\('([^']+)'\)/g,
];

/** What is started by name, with its place in src/. */
const STARTED = /\bbuiltFile\('([^']+\.js)'\)/g;

function importsOf({ file, text }: { file: string; text: string }): Import[] {
  const names = IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, from]) => from!));
  const started = [...text.matchAll(STARTED)].map(([, name]) => relative(file, name!));
  return [...names, ...started].map((from) => ({ file, folder: folderOf(file), from }));
}

function relative(file: string, name: string): string {
  const from = path.posix.relative(path.posix.dirname(file), name);
  return from.startsWith('.') ? from : `./${from}`;
}

/** Folder directly below src/; empty for files in src/ itself. */
function folderOf(file: string): string {
  return file.includes('/') ? file.split('/')[0]! : '';
}

function targetOf({ file, from }: Import): string | undefined {
  return from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : undefined;
}

const layers = readLayers();
const sources = readSources();
const imports = sources.flatMap(importsOf);

describe('the table of ARCHITECTURE.md', () => {
  it('has a row for every folder, and no row without a folder', () => {
    const folders = new Set(sources.map(({ file }) => folderOf(file)).filter((folder) => folder !== ''));
    expect(layers.map(({ folder }) => folder).toSorted()).toEqual([...folders].toSorted());
  });

  it('lets nobody import upwards, so that no cycle of folders is possible', () => {
    const order = layers.map(({ folder }) => folder);
    for (const [n, { folder, folders }] of layers.entries()) {
      for (const below of folders) expect(order.indexOf(below), `${folder} → ${below}`).toBeGreaterThan(n);
    }
  });

  it('permits no import of a folder that nobody makes', () => {
    const made = new Set(imports.map((each) => `${each.folder} → ${folderOf(targetOf(each) ?? '')}`));
    const unused = layers.flatMap(({ folder, folders }) => folders.map((below) => `${folder} → ${below}`));
    expect(unused.filter((edge) => !made.has(edge))).toEqual([]);
  });
});

describe('the sources', () => {
  it('are seen: a check that looked at nothing would pass', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(400);
    expect(imports).toContainEqual({ file: 'hunt/task.ts', folder: 'hunt', from: '../sigma/matcher.ts' });
    expect(imports).toContainEqual({ file: 'cli/hunt-run.ts', folder: 'cli', from: '../hunt/task.js' });
  });

  it('import only the folders that their row permits', () => {
    const wrong = imports.filter((each) => {
      const target = targetOf(each);
      if (target === undefined || target.startsWith('..')) return false;
      const to = folderOf(target);
      if (to === '' || to === each.folder) return false;
      return layers.find(({ folder }) => folder === each.folder)?.folders.includes(to) !== true;
    });
    expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  it('import only the modules that their row permits', () => {
    const wrong = imports.filter((each) => {
      if (each.folder === '' || targetOf(each) !== undefined) return false;
      const { all, byFile } = layers.find(({ folder }) => folder === each.folder)!.modules;
      const permitted = [...all, ...(byFile.get(path.posix.basename(each.file)) ?? [])];
      return !permitted.includes(ANYTHING) && !permitted.includes(each.from);
    });
    expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  it('start nothing that the program has not', () => {
    const started = sources.flatMap(({ text }) => [...text.matchAll(STARTED)].map(([, name]) => name!));
    expect(started).toContain('exposure/git/worker.js');
    expect(started.filter((name) => !existsSync(path.join(root, 'dist', name)))).toEqual([]);
  });

  it('directly in src/ import no folder', () => {
    const wrong = imports.filter((each) => each.folder === '' && folderOf(targetOf(each) ?? '') !== '');
    expect(wrong).toEqual([]);
  });

  it('depend on process, the clock or chance only in cli, aws, case and cloudtrail', () => {
    const impure =
      /\bprocess\.[a-z]|\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\bfetch\(/;
    const wrong = sources.filter(
      ({ file, text }) => !/^(cli|aws|case|cloudtrail)\//.test(file) && impure.test(text),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('hold nothing that is default, nor a drawer for everything', () => {
    const wrong = sources.filter(
      ({ file, text }) => /^export default/m.test(text) || /\b(utils?|helpers?|common)\b/.test(file),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});
