/** Makes plans. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CaseFolder } from '../case/case-folder.ts';
import { KeytrailError } from '../error.ts';
import { NOTHING_KNOWN } from '../investigate/known.ts';
import { planForKey } from '../respond/contain-key.ts';
import { readJournal } from '../respond/journal.ts';
import { planAgain } from '../respond/plan-again.ts';
import { planText } from '../respond/plan-file.ts';
import { planOf } from '../respond/plan-of.ts';
import type { PlanOptions } from '../respond/plan-options.ts';
import type { Plan } from '../respond/plan.ts';
import { readPlan } from '../respond/read-plan.ts';
import { incidentsOf } from './case-incident.ts';
import { loadKnown } from './known-load.ts';
import { writingTo } from './output.ts';
import { count } from './read-logs.ts';
import { journalFileOf } from './respond-open.ts';
import type { ContainOptions, PlanCommandOptions } from './respond-planning.ts';
import { clean } from './show/text.ts';

export async function makePlan(folder: string, options: PlanCommandOptions): Promise<void> {
  const found = CaseFolder.open(folder);
  const investigation = found.investigation();
  const [incident] = incidentsOf(investigation, options.incident);
  if (incident === undefined) {
    process.stderr.write('no incident in this case, so there is nothing to plan\n');
    process.exitCode = 1;
    return;
  }
  const known = options.known === undefined ? NOTHING_KNOWN : loadKnown(options.known);
  const plan = planOf(incident, investigation, {
    ...commonOptions(options),
    protected: [...(options.protect ?? []), ...known.breakGlass],
    ownAccounts: [...known.ownAccounts, ...known.vendorAccounts.keys()],
    ...(options.phase === undefined ? {} : { phase: options.phase }),
  });
  const target = options.output === undefined ? path.join(folder, 'plan.yml') : options.output;
  const old = textIn(target) ?? textIn(path.join(folder, 'plan.yml'));
  const lines = readJournal(journalFileOf(folder, incident.id));
  const again = lines.length === 0 ? plan : planAgain(plan, planIn(old), lines);
  const text = planText(again);
  if (options.output === undefined) {
    if (old !== undefined && old !== text) keepOld(found.writeReport('plan.old.yml', old), options.quiet);
    say(found.writeReport('plan.yml', text), again, options.quiet);
  } else {
    await write(options.output, text);
    if (options.output !== '-') say(options.output, again, options.quiet);
  }
}

async function write(file: string, text: string): Promise<void> {
  await writingTo(file === '-' ? undefined : file, async (output) => output.write(text));
}

function textIn(file: string): string | undefined {
  const isFile = file !== '-' && statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? readFileSync(file, 'utf8') : undefined;
}

/** @throws KeytrailError when nobody can say which steps it had. */
function planIn(text: string | undefined): Plan | undefined {
  if (text === undefined) return undefined;
  const { plan, mistakes } = readPlan(text);
  if (plan !== null) return plan;
  const [{ line, column, message }] = mistakes as [(typeof mistakes)[number]];
  throw new KeytrailError(`the plan before cannot be read: ${line}:${column}: ${message}`, {
    hint: 'Steps keep the IDs that they have in it. Mend it, or move it away.',
  });
}

/** What a person has edited is not lost. */
function keepOld(file: string, quiet: boolean | undefined): void {
  if (quiet !== true) process.stderr.write(`the plan before is kept in ${clean(file)}\n`);
}

export async function planKey(key: string, options: ContainOptions): Promise<void> {
  const principal = /^arn:[\w-]+:iam::(\d{12}):(?:user\/\S+|root)$/.exec(options.principal);
  if (principal === null)
    throw new KeytrailError(`no ARN of a user: ${options.principal}`, {
      hint: 'Such as arn:aws:iam::111122223333:user/ci-build; aws iam get-access-key-last-used names the user.',
    });
  if (!/^AKIA[A-Z2-7]{16}$/.test(key) && !/^AKIA[A-Z0-9]{8,124}$/.test(key))
    throw new KeytrailError(`no long-lived access key: ${key}`, {
      hint: 'It begins with AKIA. For a temporary one (ASIA), investigate who minted it.',
    });
  const plan = planForKey(
    { accessKeyId: key, principal: options.principal, account: principal[1]! },
    { ...commonOptions(options), protected: options.protect ?? [] },
  );
  await write(options.output ?? '-', planText(plan));
  if (options.output !== undefined && options.output !== '-') say(options.output, plan, false);
}

function commonOptions({
  scp,
  responder,
}: Pick<PlanCommandOptions, 'scp' | 'responder'>): Pick<PlanOptions, 'scp'> {
  if (scp === undefined) return {};
  if (!/^\d{12}$/.test(scp) || responder === undefined)
    throw new KeytrailError('--scp needs the account ID of the management account, and --responder', {
      hint: 'Such as --scp 999988887777 --responder arn:aws:iam::111122223333:role/ir',
    });
  return { scp: { managementAccount: scp, responder } };
}

function say(file: string, plan: Plan, quiet: boolean | undefined): void {
  if (quiet === true) return;
  const byHand = plan.steps.filter(({ action }) => action === 'manual').length;
  process.stderr.write(
    `wrote ${clean(file)}: ${count(plan.steps.length, 'step')}, ${byHand} of them by hand\n` +
      `Read it:  keytrail respond show ${clean(file)}\n`,
  );
}
