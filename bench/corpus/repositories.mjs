// Makes repositories with git: many small commits, deep chains of deltas, a few large objects. The same ones always.
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import path from 'node:path';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const FIRST_COMMIT = 1_600_000_000;
const WORDS = [
  'account',
  'bucket',
  'client',
  'deploy',
  'error',
  'factory',
  'handler',
  'import',
  'json',
  'queue',
  'return',
  'stream',
  'table',
  'value',
];

/** A generator of numbers from 0 to 1 (mulberry32). */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = (random, list) => list[Math.floor(random() * list.length)];

function line(random) {
  return Array.from({ length: 4 + Math.floor(random() * 8) }, () => pick(random, WORDS)).join(' ');
}

function key(random) {
  return `AKIAZ${Array.from({ length: 15 }, () => pick(random, BASE32)).join('')}`;
}

/** Commits as `git fast-import` reads them. `changes` gives, for each commit, the files that it changes. */
async function importCommits(folder, changes) {
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
  };
  const git = (...parameters) => execFileSync('git', parameters, { env: environment, stdio: 'ignore' });
  git('init', '-q', '-b', 'main', folder);
  const child = spawn('git', ['-C', folder, 'fast-import', '--quiet', '--force'], {
    env: environment,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  let n = 0;
  for (const files of changes) {
    child.stdin.write(
      `commit refs/heads/main\ncommitter A <a@example.com> ${FIRST_COMMIT + 60 * n} +0000\ndata 4\nstep\n`,
    );
    for (const [name, content] of files) {
      const bytes = Buffer.from(content);
      child.stdin.write(`M 100644 inline ${name}\ndata ${bytes.length}\n`);
      child.stdin.write(bytes);
      if (!child.stdin.write('\n')) await once(child.stdin, 'drain');
    }
    n++;
  }
  child.stdin.end();
  await once(child, 'close');
  git('-C', folder, '-c', 'core.bigFileThreshold=16m', 'repack', '-qadf', '--depth=50', '--window=10');
}

/** 12,000 commits, times `scale`, that change one or two of 1,500 small files in 60 folders. */
function* smallCommits(keys, scale) {
  const random = randomFrom(1);
  const files = new Map();
  for (let n = 0; n < 12_000 * scale; n++) {
    const changed = [];
    for (let each = 0; each < 1 + (n % 2); each++) {
      const name = `src/part${Math.floor(random() * 60)}/module${Math.floor(random() * 25)}.js`;
      const lines =
        files.get(name) ?? Array.from({ length: 30 + Math.floor(random() * 120) }, () => line(random));
      lines[Math.floor(random() * lines.length)] = line(random);
      if (n % 1000 === 500) lines[3] = `const id = "${newKey(random, keys)}";`;
      files.set(name, lines);
      changed.push([name, lines.join('\n')]);
    }
    yield changed;
  }
}

/** 3,000 versions, times `scale`, of four files of a hundred kilobytes. */
function* deepChains(keys, scale) {
  const random = randomFrom(2);
  const files = Array.from({ length: 4 }, () => Array.from({ length: 1800 }, () => line(random)));
  for (let n = 0; n < 3000 * scale; n++) {
    const lines = files[n % 4];
    for (let each = 0; each < 3; each++) lines[Math.floor(random() * lines.length)] = line(random);
    if (n % 300 === 150) lines[Math.floor(random() * lines.length)] = `id: ${newKey(random, keys)}`;
    if (n % 7 === 0) lines.splice(Math.floor(random() * lines.length), 1);
    yield [[`data/file${n % 4}.txt`, lines.join('\n')]];
  }
}

/** Six objects of 20 to 70 megabytes, text and noise, too large for git to look for deltas. */
function* largeObjects(keys) {
  const random = randomFrom(3);
  for (let n = 0; n < 6; n++) {
    const size = (20 + 10 * n) * 1024 * 1024;
    const bytes = Buffer.alloc(size);
    if (n % 2 === 0) {
      const text = Array.from({ length: 20_000 }, () => line(random)).join('\n');
      bytes.fill(text);
    } else {
      for (let at = 0; at < size; at += 4) bytes.writeUInt32LE(Math.floor(random() * 4294967296), at);
    }
    bytes.write(` ${newKey(random, keys)} `, Math.floor(random() * (size - 30)));
    yield [[`assets/large${n}.bin`, bytes]];
  }
}

function newKey(random, keys) {
  const made = key(random);
  keys.add(made);
  return made;
}

/**
 * Makes one after another, each when it is asked for.
 * @param scale how many times as many commits; those of large objects stay as many.
 * @param withLarge whether that of large objects is made, too.
 * @yields name, path and number of distinct keys, and whether it grows with the scale.
 */
export async function* makeRepositories(folder, scale, withLarge) {
  for (const [name, commits] of Object.entries({
    'many small commits': smallCommits,
    'deep chains of deltas': deepChains,
    ...(withLarge && { 'a few large objects': largeObjects }),
  })) {
    const keys = new Set();
    const target = path.join(folder, name.replaceAll(' ', '-'));
    await importCommits(target, commits(keys, scale));
    yield { name, path: target, keys: keys.size, isScaled: commits !== largeObjects };
  }
}
