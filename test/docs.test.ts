/**
 * The documentation is true: its commands run, its transcripts are what they print, its links lead somewhere, and the
 * generated pages and examples are up to date.
 *
 * Commands are the lines of code blocks in `sh` or without a language (or, behind `$`, in `console`) that begin with
 * `keytrail` or `npx keytrail`; a pipe, a `#` or three spaces end them. They run in a folder with what the pages suppose
 * there to be: `logs/`, `PATH` and `examples/` (trails), `leak` (a case), `my-rules/`, `networks.yml`, `offices.txt`,
 * `exits.txt`. What cannot be run is marked as `text`. Blocks of `console account` act on AWS: test/docs-account.test.ts.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'keytrail-docs-'));

const PAGES = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...readdirSync(path.join(root, 'docs')).map((file) => `docs/${file}`),
  ...readdirSync(path.join(root, 'examples'), { recursive: true, encoding: 'utf8' }).map(
    (file) => `examples/${file}`,
  ),
].filter((file) => file.endsWith('.md'));

/** A command as shown, and what is shown below it (in `console` blocks). */
interface Shown {
  readonly page: string;
  readonly command: string;
  readonly output: string;
}

/** Languages of the blocks with commands that run. */
const RUN = ['', 'sh', 'console'];

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function* shownIn(page: string): Generator<Shown> {
  for (const [, language, block = ''] of read(page).matchAll(/^ *```(.*)\n([\s\S]*?)^ *```$/gm)) {
    if (!RUN.includes(language!)) continue;
    const isConsole = language === 'console';
    const parts = isConsole ? block.split(/^\$ /m).slice(1) : block.split('\n');
    for (const part of parts) {
      const [line = '', ...output] = part.split('\n');
      const command = /^\s*(?:npm ci && )?(?:npx )?(keytrail\b.*?)(?:\s+#.*|\s\|\s.*|\s{3,}.*)?$/.exec(
        line,
      )?.[1];
      if (command !== undefined) yield { page, command, output: isConsole ? output.join('\n') : '' };
    }
  }
}

const SHOWN = PAGES.flatMap((page) => [...shownIn(page)]);
const COMMANDS = [...new Set(SHOWN.map(({ command }) => command))];

interface Ran {
  readonly code: number | string | undefined;
  readonly output: string;
  readonly errors: string;
}

const runs = new Map<string, Promise<Ran>>();
/** Commands that work on the case, or on a file that another command writes. */
const IN_ORDER = /\bleak\b|networks\.yml|baseline\.json/;
/** The last of them. */
let onCase: Promise<unknown> = Promise.resolve();

/** Runs a command once, with the built program in place of `keytrail`. One at a time works on a case. */
async function run(command: string): Promise<Ran> {
  let ran = runs.get(command);
  if (ran === undefined) {
    const isInOrder = IN_ORDER.test(command);
    ran = isInOrder ? onCase.then(async () => start(command)) : start(command);
    if (isInOrder) onCase = ran;
    runs.set(command, ran);
  }
  return ran;
}

async function start(command: string): Promise<Ran> {
  const line = command.replace(/^keytrail/, `"${process.execPath}" "${path.join(root, 'dist/cli/main.js')}"`);
  return new Promise((resolve) => {
    execFile('bash', ['-c', line], { cwd: folder, maxBuffer: 1 << 26 }, (error, output, errors) => {
      resolve({ code: error === null ? 0 : (error.code ?? undefined), output, errors });
    });
  });
}

beforeAll(async () => {
  cpSync(path.join(root, 'examples'), path.join(folder, 'examples'), { recursive: true });
  for (const trail of ['logs', 'PATH']) {
    cpSync(path.join(root, 'examples/leaked-key'), path.join(folder, trail), { recursive: true });
  }
  cpSync(path.join(root, 'rules/credential-use/tor'), path.join(folder, 'my-rules/credential-use/tor'), {
    recursive: true,
  });
  writeFileSync(path.join(folder, 'offices.txt'), '203.0.113.0/24  Main street\n');
  writeFileSync(path.join(folder, 'exits.txt'), '192.0.2.7\n');
  writeFileSync(path.join(folder, 'networks.yml'), "own-accounts: ['111122223333']\n");
  await run('keytrail investigate logs/ --case leak');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('commands in the documentation', () => {
  it('are found', () => {
    expect(SHOWN.some(({ page }) => page === 'README.md')).toBe(true);
    expect(COMMANDS.length).toBeGreaterThan(10);
  });

  // Nothing in the suppositions is unreadable, so 2 and 3 would mean that the page is wrong.
  it.concurrent.each(COMMANDS)('run: %s', async (command) => {
    const { code, errors } = await run(command);
    expect([0, 1], errors).toContain(code);
  });
});

/** The page may break lines where a narrow terminal does, and leaves parts out with `…`. Speeds vary. */
function squeeze(text: string): string {
  return text
    .replaceAll(/read in [\d.]+ s \([\d,]+ a second\)/g, 'read in T')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

describe('transcripts in the documentation', () => {
  const transcripts = SHOWN.filter(({ output }) => output.trim() !== '');

  it('are found', () => {
    expect(transcripts.map(({ page }) => page)).toContain('README.md');
  });

  it.concurrent.each(transcripts)(
    '$page shows what is printed by $command',
    async ({ command, output: shown }) => {
      const { output, errors } = await run(command);
      const printed = squeeze(output + errors);
      for (const part of shown.split(/^ *…$/m)) expect(printed).toContain(squeeze(part));
    },
  );
});

describe('links in the documentation', () => {
  it.each(PAGES)('lead somewhere: %s', (page) => {
    const text = read(page).replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const local = links.filter((link) => !/^[a-z]+:|^#/.test(link)).map((link) => link.split('#')[0]!);
    expect(local.filter((link) => !existsSync(path.join(root, path.dirname(page), link)))).toEqual([]);
  });

  it('reach every page of docs/ from its first one', () => {
    const first = read('docs/README.md');
    const pages = PAGES.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
    expect(pages.filter((page) => !first.includes(`(${page.slice('docs/'.length)})`))).toEqual([]);
  });
});

describe('.ci/run', () => {
  it('ends with the test command of README.md', () => {
    const [, command = ''] = /Run the tests:\n\n```sh\n(.*)\n```/.exec(read('README.md')) ?? [];
    expect(command).toBe('npm ci && npm test');
    expect(read('.ci/run').trimEnd().split('\n').at(-1)).toBe(command);
  });
});

describe('the change log', () => {
  it('tells of the version of the package', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(read('CHANGELOG.md')).toMatch(
      new RegExp(`^## ${version.replaceAll('.', String.raw`\.`)}\\b`, 'm'),
    );
  });
});

interface Coverage {
  readonly readIdeas: () => readonly {
    readonly idea: string;
    readonly peers: string;
    readonly reason?: string;
  }[];
  readonly readReportingRules: () => readonly { readonly coverage: readonly string[] }[];
  readonly coveragePage: (ideas: unknown, rules: unknown) => string;
}

describe('docs/coverage.md', async () => {
  const { readIdeas, readReportingRules, coveragePage } = (await load('coverage.mjs')) as Coverage;
  const [ideas, rules] = [readIdeas(), readReportingRules()];

  it('is up to date', () => {
    const isCurrent = read('docs/coverage.md') === coveragePage(ideas, rules);
    expect(isCurrent, 'npm run coverage brings it up to date').toBe(true);
  });

  it('is quoted by README.md', () => {
    const [, quote = ''] = /\*\*(\d+ of the \d+ have a rule)\*\*/.exec(read('docs/coverage.md')) ?? [];
    expect(quote).not.toBe('');
    expect(read('README.md').replaceAll(/\s+/g, ' ')).toContain(quote);
  });

  it('has the 190 ideas, each once', () => {
    const sizes = { A: 53, B: 33, C: 10, D: 47, E: 24, F: 11, G: 12 };
    const expected = Object.entries(sizes).flatMap(([letter, size]) =>
      Array.from({ length: size }, (_, n) => `${letter}${String(n + 1).padStart(2, '0')}`),
    );
    expect(expected).toHaveLength(190);
    expect(ideas.map(({ idea }) => idea).filter((idea) => !idea.startsWith('H'))).toEqual(expected);
  });

  it('has for every idea and every recorded sequence either a rule or a reason', () => {
    const answered = new Set(rules.flatMap(({ coverage }) => coverage));
    const odd = ideas.filter(({ idea, reason }) => answered.has(idea) === (reason !== undefined));
    expect(odd.map(({ idea }) => idea)).toEqual([]);
  });

  it('says of every idea which collections have it, and of every rule which ideas it answers', () => {
    const known = new Set(ideas.map(({ idea }) => idea));
    const odd = ideas.filter(
      ({ idea, peers }) => !idea.startsWith('H') && !/^[A-Z]{2,3}\d+( [A-Z]{2,3}\d+)*$/.test(peers),
    );
    expect(odd.map(({ idea }) => idea)).toEqual([]);
    expect(
      rules.filter(({ coverage }) => coverage.length === 0 || coverage.some((idea) => !known.has(idea))),
    ).toEqual([]);
  });
});

describe('examples/leaked-key', async () => {
  const { exampleFiles } = (await load('make-example.mjs')) as {
    readonly exampleFiles: () => ReadonlyMap<string, string>;
  };

  it('holds what scripts/make-example.mjs makes', () => {
    const below = path.join(root, 'examples/leaked-key');
    const files = readdirSync(below, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.gz'),
    );
    const texts = files.map((file): [string, string] => [
      file.replaceAll(path.sep, '/'),
      gunzipSync(readFileSync(path.join(below, file))).toString(),
    ]);
    expect(Object.fromEntries(texts)).toEqual(Object.fromEntries(exampleFiles()));
  });

  it('is found out at its four credentials, with nothing said of the fifth', async () => {
    const { output, code } = await run('keytrail hunt examples/leaked-key --json');
    const { byCredential } = JSON.parse(output) as { byCredential: { credential: string; level: string }[] };
    expect(code).toBe(1);
    expect(byCredential.map(({ credential, level }) => `${level} ${credential}`).toSorted()).toEqual([
      'high AKIALENA7V3K5EXAMPLE',
      'high AKIAREPRT5Q2XEXAMPLE',
      'high AKIAWBUILD3J7EXAMPLE',
      'high ASIAPIPE6D5W3EXAMPLE',
    ]);
  });
});

async function load(script: string): Promise<unknown> {
  return import(new URL(`../scripts/${script}`, import.meta.url).href);
}
