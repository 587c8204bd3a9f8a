/** The package as npm would publish it: what is in it, and that it runs where nothing else is installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'keytrail-package-'));

/** Most of it is the table of networks (4 MB packed). */
const LARGEST_PACKED = 8_000_000;
const LARGEST_UNPACKED = 24_000_000;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
}

function installed(...args: string[]): { code: number | null; output: string; errors: string } {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'keytrail', ...args], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return { code: status, output: stdout, errors: stderr };
}

/** What a file of the program imports at once, itself or through others: files of the program, and packages. */
function loadedWith(file: string): { files: Set<string>; packages: string[] } {
  const files = new Set([file]);
  const packages: string[] = [];
  for (const each of files) {
    const text = readFileSync(path.join(root, each), 'utf8');
    for (const [, from] of text.matchAll(/^(?:import|export)\b[^;]*?"([^"]+)";/gm)) {
      if (from!.startsWith('.')) files.add(path.posix.join(path.posix.dirname(each), from!));
      else if (!from!.startsWith('node:')) packages.push(from!);
    }
  }
  return { files, packages };
}

beforeAll(() => {
  // The build has run before the tests; building again here would change files that other tests read.
  const [first] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root),
  ) as Packed[];
  packed = first!;
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  npm(['install', '--omit=dev', '--no-audit', '--no-fund', path.join(folder, packed.filename)], folder);
}, 180_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the packed package', () => {
  it('holds what runs, the rules, the documentation, and what the licences ask for', () => {
    const files = packed.files.map((file) => file.path);
    for (const file of [
      'LICENSE',
      'NOTICE',
      'README.md',
      'CHANGELOG.md',
      'docs/README.md',
      'dist/cli/main.js',
      'dist/cloudtrail/scan.wasm',
      'dist/cloudtrail/worker.js',
      'dist/network/tables.bin',
      'dist/rules.json',
      'rules/credential-use/pentest-distribution/rule.yml',
    ]) {
      expect(files).toContain(file);
    }
  });

  it('holds no tests, no sources, nothing hidden', () => {
    const odd = packed.files
      .map((file) => file.path)
      .filter((file) => /\.test\.|^(src|build|test|bench|scripts)\/|(^|\/)\./.test(file));
    expect(odd).toEqual([]);
  });

  it('names no folder of the machine it was built on', () => {
    const texts = packed.files
      .map((file) => file.path)
      .filter((file) => /^dist\/.*\.(js|json|ts)$/.test(file));
    const odd = texts.filter((file) => readFileSync(path.join(root, file), 'utf8').includes(root));
    expect(odd).toEqual([]);
  });

  it('holds the program as few files, so that a thread starts quickly, and none of them loads a package in a thread', () => {
    const threads = packed.files
      .map((file) => file.path)
      .filter((file) => /^dist\/[^/]+\/.*\.js$/.test(file) && file !== 'dist/cli/main.js');
    expect(threads).toContain('dist/hunt/task.js');
    expect(loadedWith('dist/hunt/task.js').files).toContain('dist/matching.js');
    for (const file of threads) {
      const { files, packages } = loadedWith(file);
      expect(files.size, file).toBeLessThan(10);
      expect(packages, file).toEqual([]);
      // It holds the reader of command lines.
      expect(files, file).not.toContain('dist/start.js');
    }
  });

  it('stays small', () => {
    expect(packed.size).toBeLessThan(LARGEST_PACKED);
    expect(packed.unpackedSize).toBeLessThan(LARGEST_UNPACKED);
  });
});

describe('the installed package', () => {
  it('tells its version', () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(installed('--version')).toMatchObject({ code: 0, output: `${version}\n` });
  });

  it('hunts', () => {
    const { code, output, errors } = installed('hunt', path.join(root, 'examples/leaked-key'));
    expect(code, errors).toBe(1);
    expect(output).toContain('AWS called from a penetration-testing distribution');
  });

  it('hunts with threads, which find their code in the package too', () => {
    const sample = path.join(root, 'examples/leaked-key');
    const { code, errors } = installed(
      'hunt',
      ...Array.from({ length: 4 }, () => sample),
      path.join(root, 'rules'),
      '--threads',
      '2',
      '--quiet',
    );
    expect(code, errors).toBe(1);
  });

  it('shows and tries its rules', () => {
    expect(installed('rules', 'list', '--level', 'critical').code).toBe(0);
    expect(installed('rules', 'test', 'node_modules/keytrail/rules/credential-use').code).toBe(0);
  });
});
