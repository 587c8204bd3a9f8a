/** May an incident be closed? */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SdkCaller } from '../aws/sdk-caller.ts';
import { CaseFolder } from '../case/case-folder.ts';
import { KeytrailError } from '../error.ts';
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { actionOf } from '../respond/actions.ts';
import { AwsError } from '../respond/aws-error.ts';
import { closingOf } from '../respond/closing.ts';
import type { Closing, ClosingCheck, Made } from '../respond/closing.ts';
import { containedMs as containedSince, liftedSteps } from '../respond/contained.ts';
import { credentialStates } from '../respond/credential-states.ts';
import { readJournal } from '../respond/journal.ts';
import type { JournalLine } from '../respond/journal-line.ts';
import { lateCallsInCase, lookUpLateCalls } from '../respond/late-calls.ts';
import { lackingSteps } from '../respond/plan-again.ts';
import { planOf } from '../respond/plan-of.ts';
import type { Plan } from '../respond/plan.ts';
import { verifySteps } from '../respond/verify.ts';
import type { Verified } from '../respond/verify.ts';
import { newSince } from '../respond/watch.ts';
import { incidentsOf } from './case-incident.ts';
import type { CloseOptions } from './respond-acting.ts';
import { clock } from './clock.ts';
import { callerFor, journalFileOf, recordsIn } from './respond-open.ts';
import { loadPlan } from './respond-plan-file.ts';
import { openOutput } from './output.ts';
import { count } from './read-logs.ts';
import { styled } from './show/style.ts';
import { clean, jsonText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

/** CloudTrail's event history shows a call after about this time, and logs are delivered after less. */
const DELAY_MS = 15 * 60_000;

/** Columns where the terminal does not say. */
const COLUMNS = 80;

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
  const caller = callerFor(incident.id, options);
  const output = openOutput(undefined);
  try {
    const lines = readJournal(journalFileOf(folder, incident.id));
    const closing = await judged({ incident, investigation, plan, lines, caller, options });
    const file = path.join(folder, `closing-${incident.id}.json`);
    const couldBeClosed = couldBe(file);
    found.writeReport(path.basename(file), `${JSON.stringify(closing, null, 2)}\n`);
    await output.write(
      options.json === true
        ? `${jsonText({ ...closing })}\n`
        : textOf(closing, couldBeClosed, output.columns ?? COLUMNS),
    );
    process.exitCode = closing.verdict === 'closable' ? 0 : 1;
  } finally {
    await caller.close();
  }
  await output.close();
}

interface Subject {
  readonly incident: Incident;
  readonly investigation: Investigation;
  readonly plan: Plan;
  readonly lines: readonly JournalLine[];
  readonly caller: SdkCaller;
  readonly options: CloseOptions;
}

async function judged(subject: Subject): Promise<Closing> {
  const { incident, investigation, lines, caller, options } = subject;
  const nowMs = clock.now();
  const made = planOf(incident, investigation, { protected: subject.plan.protected });
  const lacking = lackingSteps(made, subject.plan, lines);
  // What is unknown now, not when the plan was made.
  const plan = { ...subject.plan, unknown: made.unknown, steps: [...subject.plan.steps, ...lacking] };
  const recordOf = recordsIn(lines);
  const lifted = liftedSteps(plan, recordOf);
  const verified = await verifySteps({ caller, action: actionOf, recordOf, clock }, plan.steps, 0);
  const outside = await madeSince(incident, plan, caller);
  const waived = waivedIn(options.waive ?? [], [
    ...plan.steps.map(({ id }) => id),
    ...outside.found.map(({ name }) => name),
    ...incident.credentials.map(({ credential }) => credential.id),
  ]);
  const left = new Set(lacking.map(({ id }) => id));
  const isOpen = ({ step, state }: Verified): boolean =>
    step.phase === 'contain' &&
    step.action !== 'manual' &&
    state !== 'holds' &&
    !waived.has(step.id) &&
    !lifted.has(step.id);
  const heldMs = verified.some((each) => isOpen(each) && !left.has(each.step.id))
    ? null
    : containedSince(subject.plan, lines, waived, lifted);
  const containedMs = verified.some(isOpen) ? null : heldMs;
  const places = incident.accounts.flatMap((account) =>
    investigation.regions.map((region) => ({ account, region })),
  );
  const lookedUp =
    containedMs === null
      ? { calls: [], blind: [], looked: [] }
      : await lookUpLateCalls(incident, places, containedMs, nowMs, caller);
  const hasLogs = containedMs !== null && investigation.toMs !== null && investigation.toMs > containedMs;
  return closingOf({
    incident,
    plan,
    verified,
    credentials: await credentialStates(incident.credentials, { verified, caller, nowMs, containedMs }),
    containedMs,
    heldMs,
    lateCalls: containedMs === null ? [] : [...lateCallsInCase(incident, containedMs), ...lookedUp.calls],
    seenUntilMs: seenUntil(investigation.toMs, lookedUp.looked.length === places.length, containedMs, nowMs),
    places,
    looked: hasLogs ? places : lookedUp.looked,
    left,
    lifted,
    outside: outside.found,
    outsideBlind: outside.blind,
    waived,
    quietMs: options.quietFor,
    nowMs,
    blind: lookedUp.blind,
  });
}

/**
 * Up to when it is known that nothing was called; null when no later than containment. Neither the event history nor
 * deliveries of logs tell of the last minutes.
 */
function seenUntil(
  toMs: number | null,
  hasHistory: boolean,
  containedMs: number | null,
  nowMs: number,
): number | null {
  const until = Math.min(hasHistory ? Infinity : (toMs ?? 0), nowMs - DELAY_MS);
  return containedMs === null || until <= containedMs ? null : until;
}

async function madeSince(
  incident: Incident,
  plan: Plan,
  caller: SdkCaller,
): Promise<{ found: readonly Made[]; blind: readonly string[] }> {
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

/** @param names of what can be waived */
function waivedIn(texts: readonly string[], names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const [, name = '', reason = ''] = /^([^=]+)=(.*\S.*)$/.exec(text) ?? [];
      if (!names.includes(name))
        throw new KeytrailError(`nothing is waived by ${text}`, {
          hint: 'Write --waive STEP=REASON, or the name of what is new in place of the step.',
        });
      return [name, reason.trim()];
    }),
  );
}

/** Whether it could be closed when it was last looked at. */
function couldBe(file: string): boolean {
  if (!existsSync(file)) return false;
  const before = JSON.parse(readFileSync(file, 'utf8')) as Partial<Closing>;
  return before.verdict === 'closable';
}

const MARKS: Readonly<Record<ClosingCheck['state'], string>> = {
  proved: 'yes',
  open: 'no',
  unknown: 'unknown',
};

function textOf(closing: Closing, couldBeClosed: boolean, columns: number): string {
  const { incident, verdict, checks, unknown, contained, timeToContainMs } = closing;
  const item = (mark: string, text: string): string[] => {
    const [first = '', ...rest] = wrapped(clean(text), ' '.repeat(mark.length), columns);
    return [`${mark}${first.slice(mark.length)}`, ...rest];
  };
  const now = verdict === 'closable' ? 'may be closed' : couldBeClosed ? 'is open again' : 'stays open';
  const lines = [
    styled('bold', `${clean(incident)} ${now}`),
    ...checks.flatMap(({ check, state, reasons }) => [
      `  ${MARKS[state].padEnd(8)} ${check}`,
      ...reasons.flatMap((reason) => item('           - ', reason)),
    ]),
    ...(contained === null || timeToContainMs === null
      ? []
      : [`Contained at ${contained.slice(0, 19)}Z, ${spanText(timeToContainMs)} after the first use`]),
    ...(unknown.length === 0 ? [] : ['What cannot be known from here:']),
    ...unknown.flatMap((each) => item('  - ', each)),
  ];
  return `${lines.join('\n')}\n`;
}

/** `2 days 13 h 31 min` */
function spanText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const parts = [
    ...(days > 0 ? [count(days, 'day')] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    `${minutes % 60} min`,
  ];
  return parts.join(' ');
}
