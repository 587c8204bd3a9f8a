/** A home folder full of what looks like keys, audited as a new user would: nothing in it is called a leak. */
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeDecoys } from './support/decoy-home.ts';
import { madeUp } from './support/made-up-credentials.ts';
import { keytrail, scratchFolder } from './support/run-keytrail.ts';

interface Shown {
  readonly credentials: readonly {
    readonly level: string;
    readonly kind: string;
    readonly keyId: string | null;
    readonly reasons: readonly string[];
    readonly places: readonly { readonly path: string; readonly line: number | null }[];
  }[];
  readonly input: { readonly files: number; readonly problems: readonly unknown[] };
}

const home = path.join(scratchFolder(), 'home');
const real = madeUp('leaked');

async function audited(args: readonly string[]): Promise<{ shown: Shown; code: number | null }> {
  const { stdout, code } = await keytrail(['audit', ...args, '--json', '--fail-on', 'high'], {
    env: { HOME: home, AWS_SHARED_CREDENTIALS_FILE: '', AWS_CONFIG_FILE: '', HISTFILE: '' },
  });
  return { shown: JSON.parse(stdout) as Shown, code };
}

/** What is called a leak, with its place and why, so that a failure tells what to mend. */
function leaks({ credentials }: Shown): string[] {
  return credentials
    .filter(({ level }) => level === 'high')
    .map(({ kind, keyId, places, reasons }) => `${kind} ${keyId} ${places[0]!.path}: ${reasons.join(' ')}`);
}

describe('a home folder of decoys', () => {
  beforeAll(() => {
    mkdirSync(home);
    writeDecoys(home);
  });

  it.each([
    ['its places where keys lie', ['--home'], 10],
    ['all of it', [home], 40],
  ])('holds no leak: %s', async (_, args, least) => {
    const { shown, code } = await audited(args);
    expect(leaks(shown)).toEqual([]);
    expect(code).toBe(0);
    expect(shown.input.problems).toEqual([]);
    expect(shown.input.files).toBeGreaterThanOrEqual(least);
  });

  it('holds one when a real pair is put among them', async () => {
    appendFileSync(
      path.join(home, '.bash_history'),
      `\nexport AWS_ACCESS_KEY_ID=${real.keyId()}\nexport AWS_SECRET_ACCESS_KEY=${real.secret}\n`,
    );
    for (const args of [['--home'], [home]]) {
      const { shown, code } = await audited(args);
      expect(leaks(shown)).toEqual([expect.stringContaining(`pair ${real.keyId()} `)]);
      expect(code).toBe(1);
    }
  });
});
