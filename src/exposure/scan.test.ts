/** Files, archives and images: what is found in them, and what they cannot do to the scan. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { madeUp } from '../../test/support/made-up-credentials.ts';
import { scratchFolder } from '../../test/support/run-keytrail.ts';
import { BlockScanner, scanWhole } from './block-scanner.ts';
import { scanEnvironment } from './env.ts';
import type { Exposure } from './exposure.ts';
import { homePlaces } from './home.ts';
import { FilesScan } from './pool.ts';
import { saltedHash } from './salted-hash.ts';
import { listFiles } from './walk.ts';

const key = madeUp('scan');
const CONTENT = `[default]\naws_access_key_id = ${key.keyId()}\naws_secret_access_key = ${key.secret}\n`;
const hash = saltedHash('salt');
const folder = scratchFolder();

function write(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function scan(...files: string[]) {
  return new FilesScan('salt', 1).finish(files);
}

/** The inside of each exposure's place, and its line. */
function places(exposures: readonly Exposure[]): string[] {
  return exposures.map(({ place }) => `${place.inside.join('!')}:${place.line}`);
}

async function tar(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(entries)) archive.entry({ name }, content);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** A zip with one stored entry. */
function zip(name: string, content: string | Buffer): Buffer {
  const file = write(`zip/${name}`, content);
  const script =
    'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1],"w",zipfile.ZIP_DEFLATED); z.write(sys.argv[2],sys.argv[3])';
  const target = path.join(folder, 'made.zip');
  execFileSync('python3', ['-c', script, target, file, name]);
  return execFileSync('cat', [target]);
}

describe('files', () => {
  it('of any kind are scanned, with the line', async () => {
    const binary = Buffer.concat([
      Buffer.from([0, 1, 2, 0xff, 0x0a]),
      Buffer.from(CONTENT),
      Buffer.alloc(100),
    ]);
    const { exposures, tally } = await scan(write('a.bin', binary), write('empty', ''));
    expect(places(exposures)).toEqual([':3']);
    expect(tally).toMatchObject({ files: 2, bytes: binary.length });
  });

  it('are scanned to their end, wherever blocks end', async () => {
    for (const before of [
      1024 * 1024 - 30,
      4 * 1024 * 1024 - 30,
      4 * 1024 * 1024 - 131_072 - 40,
      9_000_000,
    ]) {
      const filler = Buffer.alloc(before, 'x y\n');
      const file = write('long.txt', Buffer.concat([filler, Buffer.from(`\n${CONTENT}`), filler]));
      const { exposures } = await scan(file);
      expect(exposures).toHaveLength(1);
      const line = [...filler].filter((byte) => byte === 10).length + 3;
      expect(exposures[0]).toMatchObject({
        kind: 'pair',
        keyId: key.keyId(),
        place: { line, offset: before + 1 + CONTENT.indexOf('AKIA') },
      });
    }
  });

  it('that cannot be opened are named, and the others are read', async () => {
    const { exposures, problems } = await scan(write('b.env', CONTENT), folder);
    expect(exposures).toHaveLength(1);
    expect(problems).toMatchObject([{ kind: 'unreadable', file: folder }]);
  });

  it('give the same result with several threads', async () => {
    const files = Array.from({ length: 1600 }, (_, n) =>
      write(`many/${n}.txt`, n % 400 === 0 ? CONTENT : 'x'),
    );
    const one = await scan(...files);
    expect(one.exposures).toHaveLength(4);
    const several = new FilesScan('salt', 3);
    several.begin(files.slice(0, 700));
    // By now the others are up and have begun.
    await setTimeout(300);
    several.begin(files.slice(700, 1000));
    expect(await several.finish(files.slice(1000))).toEqual(one);
    await several.stop();
  });
});

describe('a stream', () => {
  it('in pieces of any size is as the whole', () => {
    const bytes = Buffer.from(`${CONTENT}${'z\n'.repeat(5000)}${CONTENT}`);
    for (const size of [1, 7, 4096, bytes.length]) {
      const found: Exposure[] = [];
      const blocks = new BlockScanner(hash);
      blocks.begin('p', [], found);
      for (let at = 0; at < bytes.length; at += size) blocks.push(bytes.subarray(at, at + size));
      blocks.finish();
      expect(found).toEqual(scanWhole(bytes, hash, 'p', []));
    }
  });
});

describe('archives', () => {
  it('are scanned entry by entry, in each other', async () => {
    const inner = await tar({ 'etc/app.env': CONTENT, 'etc/none': 'x' });
    const file = write('a.tar', await tar({ 'a.tar.gz': gzipSync(inner), 'b.zip': zip('c.txt', CONTENT) }));
    const { exposures, problems, tally } = await scan(file);
    expect(problems).toEqual([]);
    expect(places(exposures)).toEqual(['a.tar.gz!etc/app.env:2', 'b.zip!c.txt:2']);
    expect(tally.entries).toBe(5);
  });

  it('on disk may be zip or gzip', async () => {
    const { exposures } = await scan(write('a.zip', zip('k.txt', CONTENT)), write('b.gz', gzipSync(CONTENT)));
    expect(places(exposures)).toEqual(['k.txt:2', ':2']);
  });

  it('that are cut off are read as far as they go, and named', async () => {
    const whole = await tar({ 'a.env': CONTENT, 'b.bin': Buffer.alloc(100_000, 'ab') });
    const { exposures, problems } = await scan(write('cut.tar', whole.subarray(0, 60_000)));
    expect(places(exposures)).toEqual(['a.env:2']);
    expect(problems).toHaveLength(1);
  });

  it('that are bombs are given up', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    const { problems } = await scan(write('bomb.gz', bomb));
    expect(problems).toMatchObject([{ kind: 'bomb' }]);
  });

  it('that are nested too deep are named', async () => {
    let bytes: Buffer = Buffer.from(CONTENT);
    for (let n = 0; n < 12; n++) bytes = gzipSync(bytes);
    const { problems, exposures } = await scan(write('deep.gz', bytes));
    expect(exposures).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'too-deep' }]);
  });

  it('that only begin like one are named, and do not stop the scan', async () => {
    const fake = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from('no zip')]);
    const { exposures, problems } = await scan(write('fake.zip', fake), write('real.env', CONTENT));
    expect(exposures).toHaveLength(1);
    expect(problems).toMatchObject([{ kind: 'corrupt' }]);
  });
});

describe('a saved image', () => {
  it('tells of its configuration, its history and each layer, also what a later layer deletes', async () => {
    const other = madeUp('history');
    const config = JSON.stringify({
      config: {
        Env: ['PATH=/bin', `AWS_ACCESS_KEY_ID=${key.keyId()}`, `AWS_SECRET_ACCESS_KEY=${key.secret}`],
      },
      history: [
        {
          created_by: `RUN |2 AWS_ACCESS_KEY_ID=${other.keyId()} AWS_SECRET_ACCESS_KEY=${other.secret} /bin/sh -c make`,
        },
      ],
      rootfs: { type: 'layers' },
    });
    const third = madeUp('layer');
    const layer = await tar({
      'root/.aws/credentials': CONTENT.replace(key.keyId(), third.keyId()).replace(key.secret, third.secret),
    });
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const image = await tar({
      'manifest.json': '[]',
      [`blobs/sha256/${a}`]: config,
      [`blobs/sha256/${b}`]: gzipSync(layer),
      'blobs/sha256/c': gzipSync(await tar({ 'root/.aws/.wh.credentials': '' })),
    });
    const { exposures } = await scan(write('image.tar', image));
    expect(exposures.map(({ keyId, place }) => [keyId, place.inside])).toEqual([
      [key.keyId(), [`blob sha256:${a}`]],
      [other.keyId(), [`blob sha256:${a}`]],
      [third.keyId(), [`blob sha256:${b}`, 'root/.aws/credentials']],
    ]);
  });
});

function git(root: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  execFileSync('git', ['-C', root, ...identity, ...args], { stdio: 'ignore' });
}

/** A work tree that ignores one of its files. */
function workTree(name: string): string {
  write(`${name}/.gitignore`, '*.env\n');
  write(`${name}/a.env`, CONTENT);
  write(`${name}/inner/a.txt`, '');
  const root = path.join(folder, name);
  git(root, 'init', '-q');
  return root;
}

/** What is listed where git is obeyed. */
function obeyed(root: string) {
  const { files, problems } = listFiles([root], { obeyGitignore: true });
  return { names: files.map((file) => path.relative(root, file)).toSorted(), problems };
}

describe('a folder', () => {
  it('is walked without following links or reading pipes, and repositories are noted', () => {
    write('w/a/.hidden', 'x');
    write('w/.gitignore', 'a');
    write('w/repo/.git/HEAD', 'ref: x');
    write('w/repo/.git/refs/x', '');
    write('w/repo/.git/objects/aa/bb', '');
    write('w/repo/.git/config', '');
    symlinkSync(folder, path.join(folder, 'w/loop'));
    execFileSync('mkfifo', [path.join(folder, 'w/pipe')]);
    const root = path.join(folder, 'w');
    const found = listFiles([root], { obeyGitignore: false });
    expect(found.files.map((file) => path.relative(root, file))).toEqual([
      '.gitignore',
      'a/.hidden',
      'repo/.git/HEAD',
      'repo/.git/config',
      'repo/.git/refs/x',
    ]);
    expect(found.repositories.map((each) => path.relative(root, each))).toEqual(['repo']);
    expect(found).toMatchObject({ links: 1, special: 1, problems: [] });
  });

  it('named twice is read once', () => {
    write('t/a', '');
    const root = path.join(folder, 't');
    expect(listFiles([root, `${root}/a`], { obeyGitignore: false }).files).toHaveLength(1);
  });

  describe('that is a work tree, where git is to be obeyed,', () => {
    it('leaves out what git ignores, and nothing for patterns that cannot be understood', () => {
      const root = workTree('ignoring');
      expect(obeyed(root)).toEqual({ names: ['.gitignore', 'inner/a.txt'], problems: [] });
      write('ignoring/.gitignore', '[\n\\\n\0*.env\n!\n**/***/[[:x:]\n');
      expect(obeyed(root)).toEqual({ names: ['.gitignore', 'a.env', 'inner/a.txt'], problems: [] });
      expect(obeyed(path.join(root, 'inner'))).toEqual({ names: ['a.txt'], problems: [] });
    });

    it('leaves nothing out when the list of what to ignore cannot be read', () => {
      const root = workTree('unreadable');
      rmSync(path.join(root, '.gitignore'));
      // A list that is a link is none to git.
      symlinkSync(path.join(folder, 'ignoring'), path.join(root, '.gitignore'));
      expect(obeyed(root)).toEqual({ names: ['a.env', 'inner/a.txt'], problems: [] });
    });

    it('starts nothing that its configuration names', () => {
      const root = workTree('hostile');
      git(root, 'config', 'core.fsmonitor', `touch ${path.join(folder, 'started')}; false`);
      git(root, 'add', '.gitignore');
      expect(existsSync(path.join(folder, 'started'))).toBe(true);
      rmSync(path.join(folder, 'started'));
      expect(obeyed(root).names).toEqual(['.gitignore', 'inner/a.txt']);
      expect(existsSync(path.join(folder, 'started'))).toBe(false);
    });

    it('obeys each submodule and worktree for itself', () => {
      const [root, part] = [workTree('outer'), workTree('part')];
      git(part, 'add', '.');
      git(part, 'commit', '-qm', 'x');
      git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', part, 'sub');
      write('outer/sub/b.env', CONTENT);
      write('outer/sub/b.txt', '');
      git(part, 'worktree', 'add', '-q', path.join(root, 'tree'), '-b', 'tree');
      write('outer/tree/c.env', CONTENT);
      const names = ['.gitignore', '.gitmodules', 'inner/a.txt', 'sub/.gitignore', 'sub/b.txt'];
      const inTree = ['sub/inner/a.txt', 'tree/.gitignore', 'tree/inner/a.txt'];
      expect(obeyed(root)).toEqual({ names: [...names, ...inTree], problems: [] });
      git(root, 'submodule', '--quiet', 'deinit', '-f', 'sub');
      expect(obeyed(root).problems).toEqual([]);
    });

    it('is looked at whole, and named once, when git does not answer', () => {
      const root = workTree('broken');
      rmSync(path.join(root, '.git'), { recursive: true });
      write('broken/.git', 'gitdir: /nowhere');
      const { names, problems } = obeyed(root);
      expect(names).toEqual(['.git', '.gitignore', 'a.env', 'inner/a.txt']);
      expect(problems).toMatchObject([{ kind: 'unreadable', file: root }]);
      expect(problems[0]!.detail).toContain('git could not say what it ignores');
    });
  });

  it('that may not be opened is named', () => {
    const root = path.join(folder, 'closed');
    write('closed/inner/a', '');
    chmodSync(path.join(root, 'inner'), 0);
    const { problems, files } = listFiles([root], { obeyGitignore: false });
    chmodSync(path.join(root, 'inner'), 0o755);
    // The superuser may open everything.
    const isSuperuser = process.getuid?.() === 0;
    expect(problems.map(({ kind }) => kind)).toEqual(isSuperuser ? [] : ['unreadable']);
    expect(files).toHaveLength(isSuperuser ? 1 : 0);
  });
});

describe('an environment', () => {
  it('tells the variable of a pair', () => {
    const environment = { PATH: '/bin', AWS_ACCESS_KEY_ID: key.keyId(), AWS_SECRET_ACCESS_KEY: key.secret };
    expect(scanEnvironment(environment, hash, null)).toMatchObject([
      { kind: 'pair', level: 'high', place: { path: 'env:AWS_ACCESS_KEY_ID', line: null } },
    ]);
    expect(scanEnvironment(environment, hash, 'process 7 (x)')).toMatchObject([
      { place: { path: 'process 7 (x)', inside: ['env:AWS_ACCESS_KEY_ID'] } },
    ]);
  });
});

describe('a home folder', () => {
  it('is looked into where keys lie', () => {
    const home = path.join(folder, 'home');
    const names = [
      '.aws/credentials',
      '.bash_history',
      '.claude/projects/a.jsonl',
      'code/app/.env.local',
      'code/infra/terraform.tfstate',
    ];
    for (const name of [...names, 'code/app/node_modules/x/.env', 'music.txt']) write(`home/${name}`, '');
    const elsewhere = write('elsewhere/credentials', '');
    const listed = homePlaces(home, { AWS_SHARED_CREDENTIALS_FILE: elsewhere });
    expect(listed.map((place) => path.relative(home, place))).toEqual([
      '.aws',
      '.bash_history',
      '.claude',
      '../elsewhere/credentials',
      'code/app/.env.local',
      'code/infra/terraform.tfstate',
    ]);
  });
});
