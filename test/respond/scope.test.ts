import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keytrail } from '../support/run-keytrail.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'keytrail-scope-'));
const made = path.join(folder, 'case');
const OUTSIDER = 'arn:aws:iam::111122223333:user/nobody-of-the-incident';

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const STEP = `
  - id: "C99"
    title: "Deny another user"
    phase: contain
    action: "deny-user"
    account: "111122223333"
    region: ""
    parameters: { "userName": "nobody-of-the-incident", "policyName": "Keytrail-deny" }
    why: "Somebody edited the plan."
    stops: ""
    leavesAlive: ""
    breaks: []
    undo: null
    after: []
    events: []
`;

describe('a plan in its case', () => {
  it('is refused when its scope was widened to a principal that the incident does not know', async () => {
    await keytrail(['investigate', 'examples/leaked-keys', '--case', made, '--quiet']);
    await keytrail(['respond', 'plan', made]);
    const file = path.join(made, 'plan.yml');
    const text = readFileSync(file, 'utf8');
    expect((await keytrail(['respond', 'show', file])).code).toBe(0);

    writeFileSync(
      file,
      text.replace('scope:\n', `scope:\n  - "${OUTSIDER}"\n`).replace('\nsteps:\n', `\nsteps:\n${STEP}`),
    );
    const shown = await keytrail(['respond', 'show', file]);
    expect([shown.code, shown.stdout]).toEqual([
      1,
      expect.stringMatching(/not\s+part\s+of\s+the\s+incident/),
    ]);
    const policy = await keytrail(['respond', 'policy', file]);
    expect([policy.code, policy.stderr]).toEqual([2, expect.stringContaining('is not part of the incident')]);

    // Away from its case nothing tells the scope but the file.
    const elsewhere = path.join(folder, 'plan.yml');
    writeFileSync(elsewhere, readFileSync(file, 'utf8'));
    expect((await keytrail(['respond', 'policy', elsewhere])).code).toBe(0);
  });
});
