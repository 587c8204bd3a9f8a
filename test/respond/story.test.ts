/**
 * A whole response from the command line: the case of `examples/leaked-keys`, and an account on moto that is as its trail
 * tells. Plan, apply, hold against an opponent, close, reopen, undo; and the account before and after.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { inventory } from '../support/inventory.ts';
import { WITHOUT_MOTO } from '../support/moto.ts';
import { MAIN, keytrail, scratchFolder } from '../support/run-keytrail.ts';
import type { Ran } from '../support/run-keytrail.ts';
import { TRAIL, deliver, later, startStory } from '../support/story.ts';
import type { Story } from '../support/story.ts';

const scratch = scratchFolder();
const file = 'leak/plan.yml';
const day = '2026-03-16';

/** Keys of the trail, as its incident names them. */
const [LEAKED, FARIDS, PLANTED, OWNERS] = [
  'AKIAGR5SYINE3EXAMPLE',
  'AKIAJKLX7ZJAUEXAMPLE',
  'AKIASYZUMVGP5EXAMPLE',
  'AKIA2BZRNMIY6EXAMPLE',
];

/** What a line of the inventory is about. */
function named(line: string): string {
  return line.split(': ')[0]!;
}

/** The result of closing, as the case keeps it. */
function closing(): {
  readonly verdict: string;
  readonly checks: readonly { readonly check: string; readonly state: string; readonly reasons: string[] }[];
} {
  return JSON.parse(readFileSync(path.join(scratch, 'leak/closing-INC-32a089a5.json'), 'utf8'));
}

/** The checks that are not proved. */
function openIn(): string[] {
  return closing()
    .checks.filter(({ state }) => state !== 'proved')
    .map(({ check }) => check);
}

/** Without the line breaks of a narrow terminal. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

describe.skipIf(WITHOUT_MOTO)('a response to the leaked keys', { timeout: 120_000 }, () => {
  let story: Story;
  let before: string[] = [];
  /** What people have made meanwhile, as lines of the inventory. */
  const made = new Set<string>();

  beforeAll(async () => {
    story = await startStory();
    before = await inventory(story.ask);
    await keytrail(['investigate', TRAIL, '--case', 'leak', '--quiet'], { cwd: scratch });
  }, 300_000);

  afterAll(async () => {
    await story.end();
  });

  const respond = async (clock: string, ...args: readonly string[]): Promise<Ran> =>
    keytrail(['respond', ...args], { env: await story.at(`${day}T${clock}:00Z`), cwd: scratch });
  const recordOf = (key: string): JsonObject =>
    story.records.find(({ userIdentity }) => (userIdentity as JsonObject)['accessKeyId'] === key)!;
  const writes = (): string[] =>
    story.proxy.seen.filter((each) => !/^(?:Get|List|Describe|Lookup)/.test(each));

  it('is planned, and shown without a change', async () => {
    const planned = await respond('08:55', 'plan', 'leak');
    expect(planned.stderr).toContain('37 steps, 11 of them by hand');
    const shown = await respond('08:56', 'apply', file);
    expect(shown.code, shown.stderr).toBe(0);
    expect(shown.stdout).toContain('as arn:aws:iam::111122223333:user/ir-on-call');
    expect(shown.stdout).toMatch(/^E01 {3}skipped .*\n {6}C23 must hold first$/m);
    expect(shown.stdout).toContain('37 steps: 5 already, 17 not yet, 11 manual, 4 skipped');
    expect(writes()).toEqual([]);
    expect(existsSync(path.join(scratch, 'leak/response-INC-32a089a5.ndjson'))).toBe(false);
    expect(await inventory(story.ask)).toEqual(before);
  });

  it('is applied, and held against who takes a deny away and makes a user', async () => {
    const env = await story.at(`${day}T09:00:00Z`);
    const child = spawn(
      process.execPath,
      [MAIN, 'respond', 'apply', file, '--apply', '--yes', '--hold', '4s'],
      { cwd: scratch, env: { ...process.env, ...env } },
    );
    let said = '';
    let opponent: Promise<unknown> | undefined;
    child.stdout.on('data', (piece: Buffer) => {
      said += piece.toString();
      // What is done is told at once, long before the end.
      if (said.includes('Holding for 4 seconds'))
        opponent ??= (async () => {
          await story.ask('iam', 'DetachUserPolicy', {
            UserName: 'farid.abel.ea',
            PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll',
          });
          await story.ask('iam', 'CreateUser', { UserName: 'cloud-sync-2' });
        })();
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    await opponent;
    expect(said).toMatch(/counter-move against C07: attached is false, not true; now: done/);
    expect(said).toMatch(/counter-move: user cloud-sync-2 \(\w+\) in 111122223333 is new, and in no step/);
    expect(said).toContain('2 counter-moves');
    // E01 waits for a person, and so does the recovery.
    expect(said).toContain('37 steps: 5 already, 17 done, 11 manual, 4 skipped');
    expect(code).toBe(1);
  });

  it('cannot be closed yet, and each reason is told', async () => {
    const { code, stdout } = await respond('09:03', 'close', 'leak');
    expect(code).toBe(1);
    expect(openIn()).toEqual(['contained', 'quiet', 'nothing new', 'persistence gone', 'recovered']);
    expect(stdout).toContain('INC-32a089a5 stays open');
    expect(flat(stdout)).toContain('C23 Keep logs and disks as evidence: a person has to do it, and say so');
    expect(stdout).toContain('user cloud-sync-2');
    expect(flat(stdout)).toContain(
      'E01 Delete user cloud-sync, whom the intruder created: it is still there',
    );
    expect(stdout).toContain('Contained at 2026-03-16T09:00');
    expect(stdout).toContain('2 days 13 h 28 min after the first use');
    expect(stdout.split('\n').filter((line) => line.length > 80 && !line.includes('arn:'))).toEqual([]);
  });

  it('goes on when a person has done his part', async () => {
    await story.ask('iam', 'DeleteUser', { UserName: 'cloud-sync-2' });
    await respond('09:05', 'apply', file, '--done', 'C23');
    const removed = await respond('09:06', 'apply', file, '--apply', '--yes', '--only', 'E01');
    expect(removed.stdout).toContain('1 step: 1 done');
  });

  it('is quiet when newer logs and the event history say so, and what was refused is told', async () => {
    const refused = { errorCode: 'InvalidClientTokenId', errorMessage: 'no' };
    deliver(path.join(scratch, 'fresh.json.gz'), [
      later(recordOf(FARIDS), `${day}T09:12:00Z`, refused),
      later(recordOf(OWNERS), `${day}T09:45:00Z`),
    ]);
    const logs = ['investigate', TRAIL, 'fresh.json.gz', '--case', 'leak', '--quiet'];
    const ran = await keytrail(logs, { cwd: scratch });
    expect(ran.code, ran.stderr).toBe(1);
    await respond('09:44', 'close', 'leak');
    // Logs of the last minutes may be on their way.
    expect(openIn()).toEqual(['quiet', 'recovered']);
    // What is in the history alone counts, too.
    const call = { EventName: 'ListBuckets', EventSource: 's3.amazonaws.com' };
    const at = { EventTime: Date.parse(`${day}T09:20:00Z`) / 1000 };
    story.proxy.gaps.events.set(LEAKED, [{ ...call, ...at, CloudTrailEvent: '{}' }]);
    const loud = await respond('10:05', 'close', 'leak');
    expect(openIn()).toEqual(['quiet', 'recovered']);
    expect(flat(loud.stdout)).toContain(`${LEAKED} made s3:ListBuckets at 2026-03-16T09:20:00.000Z in`);
    story.proxy.gaps.events.set(LEAKED, [
      { ...call, ...at, CloudTrailEvent: '{"errorCode":"InvalidClientTokenId"}' },
    ]);
    await respond('10:05', 'close', 'leak');
    expect(openIn()).toEqual(['recovered']);
    expect(
      closing()
        .checks.find(({ check }) => check === 'quiet')
        ?.reasons.join(),
    ).toMatch(/^\d calls were refused since, the last at 2026-03-16T09:20/);
  });

  it('may be closed when secrets are changed, or that is waived by name', async () => {
    const key = await story.ask('iam', 'CreateAccessKey', { UserName: 'saas-orders-813' });
    const { AccessKeyId } = key['AccessKey'] as { AccessKeyId: string };
    made.add(`user saas-orders-813 key ${AccessKeyId}`);
    await respond('10:10', 'apply', file, '--done', 'R01', 'R02', 'R03', 'R04', 'R05', 'R06');
    const removed = await respond('10:11', 'apply', file, '--apply', '--yes', '--only', 'R11', 'R12', 'R13');
    expect(removed.stdout).toContain('3 steps: 3 done');
    const waived = ['R07', 'R08', 'R09', 'R10'].map((id) => `${id}=not before the weekend`);
    expect((await respond('10:12', 'close', 'leak', '--waive', ...waived)).code).toBe(1);
    expect(openIn()).toEqual(['nothing new']);
    expect(
      closing()
        .checks.find(({ check }) => check === 'quiet')
        ?.reasons.join(),
    ).toMatch(/^\d calls were refused since, the last at 2026-03-16T09:20/);
    const key2 = `${AccessKeyId}=the key in place of ${LEAKED}`;
    const closed = await respond('10:12', 'close', 'leak', '--waive', ...waived, key2);
    expect(closed.code).toBe(0);
    expect(closed.stdout).toContain('INC-32a089a5 may be closed');
    expect(closing().verdict).toBe('closable');
    // The denies are lifted as the plan says, and that stands against nothing.
    const denies = ['C06', 'C07', 'C08', 'C10', 'C11', 'C12', 'C18', 'C19', 'C20', 'C22'];
    const lifted = await respond('10:20', 'undo', file, '--apply', '--yes', '--only', ...denies);
    expect(lifted.stdout).toContain('10 steps: 10 undone');
    await respond('10:22', 'apply', file, '--done', 'R07', 'R08', 'R09', 'R10');
    const after = await respond('10:23', 'close', 'leak', '--waive', key2);
    expect(after.code, after.stdout).toBe(0);
    expect(flat(after.stdout)).toContain('C06 Deny user farid.abel.ea everything: taken back, as R07 says');
  });

  it('is opened again by a new descendant, and planned anew around what was done', async () => {
    const planted = 'AKIAHUG0CHILDEXAMPLE';
    await story.moto.next({ accessKeyId: planted });
    await story.ask('iam', 'CreateAccessKey', { UserName: 'hugo.costa.de' });
    const minted = story.records.find(({ eventName }) => eventName === 'CreateAccessKey')!;
    deliver(path.join(scratch, 'fresh2.json.gz'), [
      later(minted, `${day}T10:30:00Z`, {
        requestParameters: { userName: 'hugo.costa.de' },
        responseElements: {
          accessKey: { accessKeyId: planted, status: 'Active', userName: 'hugo.costa.de' },
        },
      }),
      later(recordOf(OWNERS), `${day}T10:45:00Z`),
    ]);
    const logs = ['investigate', TRAIL, 'fresh.json.gz', 'fresh2.json.gz', '--case', 'leak', '--quiet'];
    await keytrail(logs, { cwd: scratch });
    const open = await respond('11:00', 'close', 'leak');
    expect(open.code).toBe(1);
    expect(open.stdout).toContain('INC-32a089a5 is open again');
    expect(openIn()).toContain('nothing new');
    expect(flat(open.stdout)).toContain(`${planted} was made from ${FARIDS} by CreateAccessKey`);
    expect(flat(open.stdout)).toContain(
      'Deactivate AKIAHUG0CHILDEXAMPLE of hugo.costa.de: value is Active, not Inactive (it is not in the plan)',
    );
    const again = await respond('11:01', 'plan', 'leak');
    expect(again.stderr).toContain('the plan before is kept in leak/plan.old.yml');
    const applied = await respond('11:02', 'apply', file, '--apply', '--yes');
    expect(applied.stdout).toMatch(/^C\d\d {3}done {6}Deactivate AKIAHUG0CHILDEXAMPLE of hugo\.costa\.de$/m);
    // What was lifted is not denied again without a word: it is a step of the plan.
    expect(applied.stdout).toMatch(/^C06 {3}done/m);
  });

  it('is taken back, and the account is as it was but for what the plan says cannot come back', async () => {
    const undone = await respond('11:11', 'undo', file, '--apply', '--yes');
    expect(undone.code).toBe(1);
    const after = await inventory(story.ask);
    const gone = before
      .filter((line) => !after.includes(line))
      .map(named)
      .toSorted();
    const come = after
      .filter((line) => !before.includes(line))
      .map(named)
      .toSorted();
    expect(gone).toEqual(
      [
        'user ci-production-search-7a4 key AKIAIL5TM4I76EXAMPLE',
        `user cloud-sync key ${PLANTED}`,
        // It has another ID.
        'user cloud-sync',
        `user farid.abel.ea key ${FARIDS}`,
        `user saas-orders-813 key ${LEAKED}`,
      ].toSorted(),
    );
    expect(come).toEqual(['user cloud-sync', ...made].toSorted());
    const verified = await respond('11:12', 'verify', file, '--json');
    const { steps } = JSON.parse(verified.stdout) as {
      steps: { step: string; action: string; state: string }[];
    };
    const held = steps.filter(
      ({ state, action }) => state === 'holds' && /deny|revoke|boundary/.test(action),
    );
    expect(held).toEqual([]);
  });
});
