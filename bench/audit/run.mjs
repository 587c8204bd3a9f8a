// `node bench/audit/run.mjs`: how fast a folder of 50,000 files is audited, against gitleaks where it is installed, and
// how fast bytes are matched.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureQuietly } from '../measure.mjs';

const HELP = `Usage: node bench/audit/run.mjs [options]

  --files N        files in the folder (default: 50000)
  --rounds N       how often each contender runs (default: 3)
  --gitleaks PATH  its binary (default: gitleaks, from the PATH)
  --json           print JSON

Build first. Exit code: 1 when a planted key was not found.
`;

const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '3' },
    gitleaks: { type: 'string', default: 'gitleaks' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PLANTED = 20;

/** The same bytes for the same name. */
function noise(name, length) {
  const pieces = [];
  for (let n = 0; n * 32 < length; n++) pieces.push(createHash('sha256').update(`${name} ${n}`).digest());
  return Buffer.concat(pieces).subarray(0, length);
}

/** What source trees are made of: code, lock files with hashes, data in base64, binary files. */
function content(n) {
  const random = noise(`file ${n}`, 256);
  const size = 400 + (random.readUInt16LE(0) % 12_000);
  const kind = random[2] % 10;
  if (kind === 0) return noise(`binary ${n}`, size);
  if (kind === 1) return Buffer.from(noise(`base64 ${n}`, size).toString('base64'));
  if (kind === 2) {
    const hash = (line) => noise(`lock ${n} ${line}`, 64).toString('base64');
    return Buffer.from(
      Array.from({ length: size / 120 }, (_, line) => `  integrity sha512-${hash(line)}`).join('\n'),
    );
  }
  const line = `export function handle${n}(request, response) {\n  return response.send(request.body.value + ${n});\n}\n`;
  return Buffer.from(line.repeat(Math.ceil(size / line.length)));
}

/** An ID that no scanner takes for an example. */
function keyId(n) {
  const body = [...noise(`key ${n}`, 15)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte & 31]);
  return `AKIAZ${body.join('')}`;
}

function makeFolder(folder, files) {
  let bytes = 0;
  const every = Math.floor(files / PLANTED);
  for (let n = 0; n < files; n++) {
    const inner = path.join(folder, String(n % 50), String(n % 1000));
    if (n < 1000) mkdirSync(inner, { recursive: true });
    const planted = n % every === 0 && n / every < PLANTED ? Buffer.from(`\nid = ${keyId(n / every)}\n`) : '';
    const all = Buffer.concat([content(n), Buffer.from(planted)]);
    bytes += all.length;
    writeFileSync(path.join(inner, `f${n}.txt`), all);
  }
  return bytes;
}

/** gitleaks with only its rule for AWS, as it stands in its own configuration. */
const AWS_ONLY = `[[rules]]
id = "aws-access-token"
regex = '''\\b((?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\\b'''
entropy = 3
keywords = ["a3t", "akia", "asia", "abia", "acca"]
`;

async function contend(command, accepted, keysOf) {
  const runs = [];
  for (let n = 0; n < Number(options.rounds); n++) runs.push(await measureQuietly(command, { accepted }));
  const best = runs.toSorted((a, b) => a.seconds - b.seconds)[0];
  return {
    seconds: best.seconds,
    cpuSeconds: best.cpuSeconds,
    peakMb: best.peakMb,
    keys: keysOf(best.stdout),
  };
}

async function matcherSpeed() {
  const { findCandidates } = await import('../../build/exposure/matcher.js');
  const speed = {};
  const kinds = { code: 3, base64: 1, binary: 0 };
  for (const [name, kind] of Object.entries(kinds)) {
    const pieces = [];
    for (let n = 0, length = 0; length < 16_000_000; n++) {
      const isKind = kind === 3 ? noise(`file ${n}`, 3)[2] % 10 > 2 : noise(`file ${n}`, 3)[2] % 10 === kind;
      if (!isKind) continue;
      pieces.push(content(n));
      length += pieces.at(-1).length;
    }
    const bytes = Buffer.concat(pieces);
    findCandidates(bytes);
    const start = performance.now();
    for (let n = 0; n < 5; n++) findCandidates(bytes);
    speed[name] = (5 * bytes.length) / ((performance.now() - start) / 1000) / 1e9;
  }
  return speed;
}

async function bench() {
  const folder = mkdtempSync(path.join(tmpdir(), 'keytrail-bench-'));
  try {
    const tree = path.join(folder, 'tree');
    const bytes = makeFolder(tree, Number(options.files));
    const result = { files: Number(options.files), bytes, matcherGbPerSecond: await matcherSpeed() };
    const audit = [process.execPath, main, 'audit', tree, '--json', '--quiet', '--fail-on', 'info'];
    result.keytrail = await contend(audit, [1], (text) => JSON.parse(text).credentials.length);
    if (spawnSync(options.gitleaks, ['version']).error === undefined) {
      const config = path.join(folder, 'gitleaks.toml');
      const found = path.join(folder, 'gitleaks.json');
      writeFileSync(config, AWS_ONLY);
      const report = ['--report-format', 'json', '--report-path', found, '--log-level', 'error'];
      const command = [options.gitleaks, 'dir', tree, '--config', config, '--no-banner', ...report];
      const secrets = () => new Set(JSON.parse(readFileSync(found, 'utf8')).map((each) => each.Secret));
      result.gitleaks = await contend(command, [1], () => secrets().size);
      result.timesFaster = result.gitleaks.seconds / result.keytrail.seconds;
    }
    process.stdout.write(
      options.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`,
    );
    if (result.keytrail.keys !== PLANTED) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (options.help) process.stdout.write(HELP);
else await bench();
