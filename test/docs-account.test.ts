/**
 * Commands in the documentation that act on AWS do what the page shows. They stand in blocks that begin with
 * ```` ```console account TIME ````, and run in order, as in one terminal, against an account on moto that is as the
 * trail of `examples/leaked-keys` tells. TIME is what the clock shows at the first command; each has a minute more.
 * Besides `examples/` there is `logs-since/`, in which the owners go on and the intruder is refused.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WITHOUT_MOTO } from './support/moto.ts';
import { MAIN, scratchFolder } from './support/run-keytrail.ts';
import { TRAIL, deliver, later, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

const PAGE = 'docs/respond.md';
const page = readFileSync(new URL(`../${PAGE}`, import.meta.url), 'utf8');
const AWS = fileURLToPath(new URL('aws/aws.py', import.meta.url));
const VENV = fileURLToPath(new URL('../.venv-moto', import.meta.url));
/** The programs that the document calls, as functions: no program of this name on the machine comes before them. */
const PROGRAMS = [
  `keytrail() { "${process.execPath}" "${MAIN}" "$@"; }`,
  `aws() { PYTHONPATH="${VENV}" python3 "${AWS}" "$@"; }`,
].join('\n');
const MINUTE_MS = 60_000;
/** Stands between the output of two commands. */
const NEXT = '\u{1}';

interface Shown {
  readonly command: string;
  readonly output: string;
}

const BLOCKS = [...page.matchAll(/^```console account (\S+)\n([\s\S]*?)^```$/gm)].map(
  ([, time = '', block = '']) => ({
    time,
    shown: block
      .split(/^\$ /m)
      .slice(1)
      .map((part): Shown => {
        const [command = '', ...output] = part.split('\n');
        return { command, output: output.join('\n') };
      }),
  }),
);

/** As a narrow terminal breaks it; seconds, speeds and the IDs that moto gives vary. */
function squeeze(text: string): string {
  return text
    .replaceAll(/T[\d:]{8}\.\d+/g, 'TIME')
    .replaceAll(/(?<=\d\d:\d\d:)\d\d/g, 'SS')
    .replaceAll(/\b[a-z0-9]{20}\b/g, 'ID')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

describe.skipIf(WITHOUT_MOTO)('the response that docs/respond.md shows', { timeout: 120_000 }, () => {
  const folder = scratchFolder();
  let story: Story;

  beforeAll(async () => {
    story = await startStory();
    cpSync(TRAIL, path.join(folder, 'examples/leaked-keys'), { recursive: true });
    const by = (key: string) =>
      story.records.find(
        ({ userIdentity }) => (userIdentity as { accessKeyId?: string }).accessKeyId === key,
      )!;
    mkdirSync(path.join(folder, 'logs-since'));
    deliver(path.join(folder, 'logs-since/trail.json.gz'), [
      later(by('AKIAJKLX7ZJAUEXAMPLE'), '2026-03-16T09:40:00Z', {
        errorCode: 'InvalidClientTokenId',
        errorMessage: 'The security token included in the request is invalid.',
      }),
      later(by('AKIA2BZRNMIY6EXAMPLE'), '2026-03-16T10:00:00Z'),
    ]);
  }, 300_000);

  afterAll(async () => {
    await story.end();
  });

  it('has blocks that run', () => {
    expect(BLOCKS.length).toBeGreaterThan(4);
  });

  it.each(BLOCKS)('at $time', async ({ time, shown }) => {
    const { KEYTRAIL_TEST_SHIFT: _, ...env } = await story.at(time);
    const lines = shown.flatMap(({ command }, n) => [
      `export KEYTRAIL_TEST_SHIFT=$(( ${Date.parse(time) + n * MINUTE_MS} - $(date +%s%3N) ))`,
      command,
      `printf '${NEXT}'`,
    ]);
    const said = await new Promise<string>((resolve) => {
      execFile(
        'bash',
        ['-c', `exec 2>&1\n${PROGRAMS}\n${lines.join('\n')}`],
        {
          cwd: folder,
          env: {
            ...process.env,
            ...env,
            AWS_DEFAULT_REGION: 'us-east-1',
          },
          maxBuffer: 1 << 26,
        },
        (_error, stdout) => resolve(stdout),
      );
    });
    const outputs = said.split(NEXT);
    for (const [n, { command, output }] of shown.entries()) {
      const printed = squeeze(outputs[n] ?? '');
      // What leaves nothing out is all there is.
      expect(output.includes('…') || printed === squeeze(output), `${command}: ${printed}`).toBe(true);
      for (const part of output.split(/^ *…$/m)) expect(printed, command).toContain(squeeze(part));
    }
  });
});
