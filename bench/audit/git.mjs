// Compares the scan of a repository's history with gitleaks (only its rule for AWS keys) and with git itself, which
// writes out the objects that a scan would have to look at. Run it as:
//   node bench/audit/git.mjs [--repo PATH]… [--runs N] [--scale N]…
//
// Three repositories are made; two of them with so many times as many commits as --scale says, 6 unless it is given. Each is
// measured as soon as it is made. The bar is asked of those at scale 6 or more, of the one with large objects always:
// at scale 1 gitleaks takes 1.3 s, and half of the fifth of that is gone when the program has started. With --scale 1 --scale 6
// both are shown.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeRepositories } from '../corpus/repositories.mjs';
import { measure } from '../measure.mjs';

const contender = fileURLToPath(new URL('../contenders/audit-git.mjs', import.meta.url));
/** The rule of gitleaks 8 for AWS keys, and nothing else. */
const GITLEAKS_RULE = `[[rules]]
id = "aws-access-token"
regex = '''\\b((?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\\b'''
entropy = 3
keywords = ["a3t", "akia", "asia", "abia", "acca"]
`;
/** How many times faster than gitleaks the scan has to be, and from which scale on. */
const [BAR, BAR_SCALE] = [5, 6];

const { values: settings } = parseArgs({
  options: {
    repo: { type: 'string', multiple: true, default: [] },
    runs: { type: 'string', default: '5' },
    gitleaks: { type: 'string', default: 'gitleaks' },
    threads: { type: 'string', default: '2' },
    // So many times as many commits: a small repository measures how fast programs start.
    scale: { type: 'string', multiple: true, default: [String(BAR_SCALE)] },
  },
});

const folder = mkdtempSync(path.join(tmpdir(), 'keytrail-bench-git-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
mkdirSync(folder, { recursive: true });
const rule = path.join(folder, 'gitleaks.toml');
writeFileSync(rule, GITLEAKS_RULE);
const hasGitleaks = isThere(settings.gitleaks);
if (!hasGitleaks) process.stdout.write('gitleaks is not installed (Debian 12 does not carry it): left out\n');

let isBehind = false;
for (const [n, scale] of settings.scale.map(Number).entries()) {
  const target = path.join(folder, String(n));
  for await (const { name, path: file, keys, isScaled } of makeRepositories(target, scale, n === 0)) {
    if (isScaled) await compare({ name: `${name}, scale ${scale}`, file, keys, hasBar: scale >= BAR_SCALE });
    else await compare({ name, file, keys, hasBar: true });
    rmSync(file, { recursive: true, force: true });
  }
}
for (const file of settings.repo)
  await compare({ name: path.basename(path.resolve(file)), file, hasBar: true });
process.exitCode = isBehind ? 1 : 0;

async function compare({ name, file, keys, hasBar }) {
  const node = process.execPath;
  const contenders = {
    keytrail: [node, contender, 'scan', file, settings.threads],
    'git cat-file': [
      'sh',
      '-c',
      `git -C "$0" cat-file --batch-all-objects --batch --unordered --buffer >/dev/null`,
      file,
    ],
    ...(hasGitleaks && {
      gitleaks: [
        settings.gitleaks,
        'git',
        '-c',
        rule,
        '--no-banner',
        '--log-level=error',
        '--exit-code=0',
        file,
      ],
    }),
  };
  const times = Object.fromEntries(Object.keys(contenders).map((each) => [each, []]));
  let own;
  for (let run = 0; run < Number(settings.runs); run++) {
    for (const [each, command] of Object.entries(contenders)) {
      const result = await measure(command);
      times[each].push(result);
      if (each === 'keytrail') own = JSON.parse(result.stdout);
    }
  }
  const oracle = JSON.parse(execFileSync(node, [contender, 'oracle', file], { encoding: 'utf8' }));
  if (own.digest !== oracle.digest)
    throw new Error(`${name}: other hits than in a scan of all objects through git`);
  if (keys !== undefined && own.keys !== keys) throw new Error(`${name}: ${own.keys} keys of ${keys}`);
  process.stdout.write(
    `${name}: ${own.objects} objects, ${own.mb} MB, ${own.hits} with keys, ${own.keys} keys\n`,
  );
  const fastest = median(times.keytrail.map(({ seconds }) => seconds));
  for (const [each, runs] of Object.entries(times)) {
    const seconds = median(runs.map((run) => run.seconds));
    const cpu = median(runs.map((run) => run.cpuSeconds ?? 0));
    const peak = Math.max(...runs.map((run) => run.peakMb ?? 0));
    const ratio = (seconds / fastest).toFixed(1);
    process.stdout.write(
      `  ${each.padEnd(13)} ${seconds.toFixed(2).padStart(7)} s ${cpu.toFixed(2).padStart(7)} s of processors ${Math.round(peak).toString().padStart(5)} MB  ${ratio} ×\n`,
    );
    if (each === 'gitleaks') judge(seconds / fastest, hasBar);
  }
}

function judge(ratio, hasBar) {
  const isMet = ratio >= BAR;
  if (hasBar && !isMet) isBehind = true;
  const said = hasBar ? (isMet ? 'met' : 'missed') : `asked from scale ${BAR_SCALE} on`;
  process.stdout.write(`  bar of ${BAR} × gitleaks: ${said}\n`);
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function isThere(program) {
  try {
    execFileSync(program, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
