/** May an incident be closed? */
import path from 'node:path';
import { CaseFolder } from '../case/case-folder.ts';
import { KeytrailError } from '../error.ts';
import type { Incident } from '../investigate/incident.ts';
import { actionOf } from '../respond/actions.ts';
import { AwsError } from '../respond/aws-error.ts';
import { closingOf } from '../respond/closing.ts';
import type { Closing, ClosingCheck } from '../respond/closing.ts';
import { containedMs as containedSince } from '../respond/contained.ts';
import { credentialStates } from '../respond/credential-states.ts';
import { lateCallsInCase, lookUpLateCalls } from '../respond/late-calls.ts';
import type { Plan } from '../respond/plan.ts';
import { verifySteps } from '../respond/verify.ts';
import { newSince } from '../respond/watch.ts';
import { incidentsOf } from './case-incident.ts';
import type { CloseOptions } from './respond-acting.ts';
import { clock } from './clock.ts';
import { callerFor, journalFileOf, recordsIn } from './respond-open.ts';
import { loadPlan } from './respond-plan-file.ts';
import { readJournal } from '../respond/journal.ts';
import { openOutput } from './output.ts';
import { styled } from './show/style.ts';
import { clean, jsonText } from './show/text.ts';

/** CloudTrail's event history shows a call after about this time. */
const HISTORY_DELAY_MS = 15 * 60_000;

/** Sets `process.exitCode`. @throws KeytrailError when it cannot run. */
export async function closeIncident(folder: string, options: CloseOptions): Promise<void> {
  const found = CaseFolder.open(folder);
  const investigation = found.investigation();
  const plan = loadPlan(options.plan ?? path.join(folder, 'plan.yml'));
  const [incident] = incidentsOf(investigation, options.incident ?? plan.incident);
  if (incident === undefined) throw new KeytrailError('this case holds no incident');
  if (incident.id !== plan.incident)
    throw new KeytrailError(`the plan is for ${plan.incident}, not for ${incident.id}`, {
      hint: 'Name the plan of the incident with --plan.',
    });
  const waived = waivedIn(options.waive ?? [], plan);
  const lines = readJournal(journalFileOf(folder, incident.id));
  const caller = callerFor(incident.id, options);
  const output = openOutput(undefined);
  try {
    const nowMs = clock.now();
    const verified = await verifySteps(
      { caller, action: actionOf, recordOf: recordsIn(lines), clock },
      plan.steps,
      0,
    );
    const noted = containedSince(plan, lines, waived);
    const isContained = verified.every(
      ({ step, state }) =>
        step.phase !== 'contain' || step.action === 'manual' || waived.has(step.id) || state === 'holds',
    );
    const containedMs = isContained ? noted : null;
    const looked =
      containedMs === null
        ? { calls: [], blind: [], looked: [] }
        : await lookUpLateCalls(incident, containedMs, nowMs, caller);
    const outside = await madeSince(incident, plan, caller);
    const closing = closingOf({
      incident,
      plan,
      verified,
      credentials: await credentialStates(incident.credentials, verified, caller, nowMs),
      containedMs,
      lateCalls: containedMs === null ? [] : [...lateCallsInCase(incident, containedMs), ...looked.calls],
      seenUntilMs: seenUntil(
        investigation.toMs,
        looked.blind.length === 0 && looked.looked.length > 0,
        containedMs,
        nowMs,
      ),
      looked: [...looked.looked, ...seenInCase(incident, investigation.toMs, containedMs)],
      outside: outside.found,
      waived,
      quietMs: options.quietFor,
      nowMs,
      blind: [...looked.blind, ...outside.blind],
    });
    found.writeReport(`closing-${incident.id}.json`, `${JSON.stringify(closing, null, 2)}\n`);
    await output.write(options.json === true ? `${jsonText({ ...closing })}\n` : textOf(closing));
    process.exitCode = closing.verdict === 'closable' ? 0 : 1;
  } finally {
    await caller.close();
  }
  await output.close();
}

/** Up to when it is known that nothing was called; null when no later than containment. */
function seenUntil(
  toMs: number | null,
  hasHistory: boolean,
  containedMs: number | null,
  nowMs: number,
): number | null {
  const until = Math.max(toMs ?? 0, hasHistory ? nowMs - HISTORY_DELAY_MS : 0);
  return containedMs === null || until <= containedMs ? null : until;
}

function seenInCase(
  { accounts, regions }: Incident,
  toMs: number | null,
  containedMs: number | null,
): { account: string; region: string }[] {
  if (toMs === null || containedMs === null || toMs <= containedMs) return [];
  return accounts.flatMap((account) => regions.map((region) => ({ account, region })));
}

async function madeSince(
  incident: Incident,
  plan: Plan,
  caller: ReturnType<typeof callerFor>,
): Promise<{ found: readonly string[]; blind: readonly string[] }> {
  const named = new Set(plan.steps.flatMap(({ parameters }) => Object.values(parameters)));
  try {
    return {
      found: await newSince(caller, incident.accounts, plan.scope, incident.firstMs, named),
      blind: [],
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { found: [], blind: [`what was made in IAM since the incident began: ${error.code}`] };
  }
}

function waivedIn(texts: readonly string[], { steps }: Plan): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const found = /^([^=]+)=(.*\S.*)$/.exec(text);
      const step = steps.find(({ id }) => id === found?.[1]);
      if (found === null || step === undefined)
        throw new KeytrailError(`nothing is waived by ${text}`, {
          hint: 'Write --waive STEP=REASON, with a step of the plan.',
        });
      return [step.id, found[2]!.trim()];
    }),
  );
}

const MARKS: Readonly<Record<ClosingCheck['state'], string>> = {
  proved: 'yes',
  open: 'no',
  unknown: 'unknown',
};

function textOf({ incident, verdict, checks, unknown, timeToContainMs }: Closing): string {
  const lines = [
    styled('bold', `${clean(incident)} ${verdict === 'closable' ? 'may be closed' : 'stays open'}`),
    ...checks.flatMap(({ check, state, reasons }) => [
      `  ${MARKS[state].padEnd(8)} ${check}`,
      ...reasons.map((reason) => `           ${clean(reason)}`),
    ]),
    ...(timeToContainMs === null
      ? []
      : [`  contained ${Math.round(timeToContainMs / 60_000)} minutes after the first use`]),
    ...(unknown.length === 0 ? [] : ['What cannot be known from here:']),
    ...unknown.map((each) => `  - ${clean(each)}`),
  ];
  return `${lines.join('\n')}\n`;
}
