import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { smallIncident } from '../../test/support/incident.ts';
import { cliOperation } from './command-line.ts';
import { planJson } from './export-json.ts';
import { planScript } from './export-sh.ts';
import { planAutomation } from './export-ssm.ts';
import { planOf } from './plan-of.ts';
import type { Plan } from './plan.ts';
import { leastPolicies } from './policy.ts';

const plan = planOf(smallIncident(), { toMs: null });
const folder = mkdtempSync(path.join(tmpdir(), 'keytrail-export-'));
const calls = path.join(folder, 'calls');
const canary = path.join(folder, 'canary');

// Stands where the AWS CLI would: notes how it was called, one argument a line.
writeFileSync(
  path.join(folder, 'aws'),
  `#!/bin/sh\ncase "$*" in *get-caller-identity*) echo 111122223333; exit;; esac\nfor each; do printf '%s\\n' "$each" >> ${calls}; done\n`,
);
chmodSync(path.join(folder, 'aws'), 0o755);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a script, and gives back the arguments that the CLI got. */
function run(script: string, apply: string): string[] {
  rmSync(calls, { force: true });
  const file = path.join(folder, 'plan.sh');
  writeFileSync(file, script);
  execFileSync('sh', [file], {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}`, APPLY: apply },
  });
  return existsSync(calls) ? readFileSync(calls, 'utf8').split('\n') : [];
}

/** The plan, with texts of an attacker wherever texts may be. */
function hostile(text: string): Plan {
  return {
    ...plan,
    steps: plan.steps.map((step) => ({
      ...step,
      title: text,
      why: text,
      breaks: [text],
      stops: text,
      leavesAlive: text,
      parameters: Object.fromEntries(
        Object.entries(step.parameters).map(([name, value]) => [name, name === 'userName' ? text : value]),
      ),
    })),
  };
}

describe('the plan as a shell script', () => {
  it('changes nothing unless it is told the incident', async () => {
    const args = run(await planScript(plan), '');
    expect(args).toContain('list-access-keys');
    expect(args.filter((each) => /^(?:put|update|delete|attach|modify)-/.test(each))).toEqual([]);
  });

  it('makes the calls of the plan when it is told', async () => {
    const args = run(await planScript(plan), plan.incident);
    expect(args).toContain('put-user-policy');
    expect(args).toContain('update-access-key');
    const inputs = args.filter((each) => each.startsWith('{')).map((each) => JSON.parse(each) as object);
    expect(inputs).toContainEqual({
      UserName: 'lena',
      AccessKeyId: 'AKIALENAEXAMPLE00000',
      Status: 'Inactive',
    });
  });

  it('puts the time at which it runs into what revokes sessions', async () => {
    const args = run(await planScript(plan), plan.incident);
    const revoking = args.find((each) => each.includes('TokenIssueTime'));
    expect(revoking).toMatch(/aws:TokenIssueTime\\":\\"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
  });

  it.each([`$(touch ${canary})`, `'; touch ${canary}; '`, `a\ntouch ${canary}\n`, `\`touch ${canary}\``])(
    'runs nothing that stands in names and texts: %j',
    async (text) => {
      const args = run(await planScript(hostile(text)), plan.incident);
      expect(existsSync(canary)).toBe(false);
      const named = args
        .filter((each) => each.startsWith('{'))
        .map((each) => JSON.parse(each) as { UserName?: string });
      expect(named.some(({ UserName }) => UserName === text)).toBe(true);
    },
  );
});

describe('other exports of a plan', () => {
  it('give the calls as JSON', async () => {
    const { steps } = JSON.parse(await planJson(plan)) as { steps: { id: string; calls: object[] | null }[] };
    expect(steps.map(({ id }) => id)).toEqual(plan.steps.map(({ id }) => id));
    expect(steps.flatMap((step) => step.calls ?? [])).toContainEqual(
      expect.objectContaining({ service: 'iam', operation: 'UpdateAccessKey' }),
    );
  });

  it('give an automation whose inputs are those of the calls', async () => {
    const text = await planAutomation(plan, '111122223333');
    const document = JSON.parse(text) as { mainSteps: { name: string; inputs: Record<string, string> }[] };
    expect(document.mainSteps.map(({ inputs }) => inputs['Api'])).toContain('PutUserPolicy');
    expect(document.mainSteps.every(({ name }) => /^\w+$/.test(name))).toBe(true);
    expect(text).toContain('{{ IssuedBefore }}');
  });

  it('leave out of an automation what its service would take for a parameter', async () => {
    const text = await planAutomation(hostile('{{ x }}'), '111122223333');
    const { mainSteps } = JSON.parse(text) as { mainSteps: object[] };
    expect(JSON.stringify(mainSteps)).not.toContain('{{ x }}');
  });

  it('give the least policies, none longer than IAM takes', () => {
    const [policies, ...others] = leastPolicies(plan);
    expect(others).toEqual([]);
    const readers = policies!.reader.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    expect(readers.filter((each) => !/:(?:Get|List|Describe)/.test(each))).toEqual([]);
    const statements = policies!.responder.flatMap(({ Statement }) => Statement);
    const keys = statements.filter(({ Action }) => Action.includes('iam:UpdateAccessKey'));
    expect(keys.flatMap(({ Resource }) => Resource)).toEqual([
      'arn:aws:iam::111122223333:user/ci-build',
      'arn:aws:iam::111122223333:user/lena',
    ]);
    for (const each of policies!.responder) expect(JSON.stringify(each).length).toBeLessThanOrEqual(6144);
  });
});

describe('names of the AWS CLI', () => {
  it.each([
    ['UpdateAccessKey', 'update-access-key'],
    ['UpdateSSHPublicKey', 'update-ssh-public-key'],
    ['DeactivateMFADevice', 'deactivate-mfa-device'],
    ['ListMFADevices', 'list-mfa-devices'],
    ['DeleteOpenIDConnectProvider', 'delete-open-id-connect-provider'],
    ['ModifyDBClusterSnapshotAttribute', 'modify-db-cluster-snapshot-attribute'],
    ['GetBucketCors', 'get-bucket-cors'],
  ])('%s is %s', (operation, name) => {
    expect(cliOperation(operation)).toBe(name);
  });
});
