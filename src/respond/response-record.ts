/** What was planned and done about an incident, as a report tells it: from the plan, the journal and the closing. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { groupBy } from '../group-by.ts';
import { actionOf } from './actions.ts';
import type { Closing } from './closing.ts';
import { containedMs, liftedSteps } from './contained.ts';
import type { JournalLine, Mode, OutcomeLine } from './journal-line.ts';
import type { Phase, Plan, Step } from './plan.ts';
import type { StepRecord } from './step-record.ts';
import { stepRecord } from './step-record.ts';
import { holds } from './work.ts';

export type RecordedState =
  /** Nothing was done about it yet. */
  | 'planned'
  /** It holds: brought about, there before, or a person says that it is done. */
  | 'done'
  /** Calls were made, and nothing says how it ended: the run was ended by force. */
  | 'begun'
  | 'failed'
  /** For a person to do, who has not said that it is done. */
  | 'manual'
  /** Taken back. */
  | 'undone'
  /** Left out: another step has to hold first, or the responder said no. */
  | 'skipped';

/** One step. Times in milliseconds since 1970 (UTC). */
export interface RecordedStep {
  readonly id: string;
  /** `null` for steps of an earlier plan, of which the journal alone knows. */
  readonly phase: Phase | null;
  readonly action: string;
  /** What the action does, as a sentence; `''` where there is no such action. */
  readonly does: string;
  readonly title: string;
  readonly account: string;
  readonly region: string;
  readonly state: RecordedState;
  /** One sentence; `''` where the state says it all. Texts from AWS are in it: escape it. */
  readonly reason: string;
  /** Permission that was missing; `''` when none was. */
  readonly permission: string;
  /** First call of the step since it was last begun anew. */
  readonly startedMs: number | null;
  /** When its last outcome was written. */
  readonly endedMs: number | null;
  /** Since when it was seen to hold without a break; `null` when it does not. */
  readonly verifiedMs: number | null;
  /** ARNs of those whose credentials made the calls; `a person` where one noted that it was done. */
  readonly by: readonly string[];
  /** Calls that changed something, or may have. */
  readonly calls: number;
  /** How often others took away what it had brought about. */
  readonly counterMoves: number;
  /** How it is undone; `null` when it cannot be, or is not known. */
  readonly undo: string | null;
  readonly events: readonly EventRef[];
}

/** Someone changed what the response had brought about, or made something new. */
export interface RecordedCounterMove {
  readonly timeMs: number;
  /** `''` for what is outside of the plan. */
  readonly step: string;
  readonly reason: string;
}

export interface RecordedRun {
  readonly timeMs: number;
  readonly mode: Mode;
  /** ARNs of the callers. */
  readonly by: readonly string[];
}

export interface RecordedClosing extends Pick<Closing, 'verdict' | 'checks' | 'unknown'> {
  readonly timeMs: number;
}

export interface ResponseRecord {
  readonly incident: string;
  /** In the order of the plan; steps of earlier plans behind. */
  readonly steps: readonly RecordedStep[];
  readonly runs: readonly RecordedRun[];
  readonly counterMoves: readonly RecordedCounterMove[];
  /** When all steps of containment but those for a person were seen to hold; `null` when they do not. */
  readonly containedMs: number | null;
  /** When all steps of the phase were seen to hold, those for a person too; `null` when they do not. */
  readonly eradicatedMs: number | null;
  readonly recoveredMs: number | null;
  /** The last answer of `respond close`; `null` when it was never asked. */
  readonly closing: RecordedClosing | null;
  /** When the last line of the journal or the closing was written; `null` when there is none. */
  readonly lastMs: number | null;
}

export interface RecordInput {
  readonly incident: string;
  /** `null` when the case has none for the incident. */
  readonly plan: Plan | null;
  readonly lines: readonly JournalLine[];
  readonly closing: Closing | null;
}

/** Puts plan, journal and closing together. Pure; `null` when there is none of them. */
export function responseRecord({ incident, plan, lines, closing }: RecordInput): ResponseRecord | null {
  if (plan === null && lines.length === 0 && closing === null) return null;
  const byStep = groupBy(lines, (line) => ('step' in line ? line.step : ''));
  const planned = plan?.steps ?? [];
  const known = new Map(planned.map((step) => [step.id, step]));
  // A new plan may give an ID to another step than the one that was applied.
  const isOf = (id: string, own: readonly JournalLine[]): boolean => {
    const before = own.findLast((line) => line.what === 'before');
    const step = known.get(id);
    return step !== undefined && (before === undefined || before.action === step.action);
  };
  const earlier = [...byStep].filter(([id, own]) => id !== '' && !isOf(id, own));
  const former = new Set(earlier.map(([id]) => id));
  const own = lines.filter((line) => !('step' in line && former.has(line.step)));
  const steps = [
    ...planned.map((step) => recorded(step, former.has(step.id) ? [] : (byStep.get(step.id) ?? []))),
    ...earlier.map(([id, their]) => recorded(formerStep(id, their), their)),
  ];
  const ofStep = (id: string): StepRecord => stepRecord(former.has(id) ? [] : (byStep.get(id) ?? []));
  const timeMs = closing === null ? null : Date.parse(closing.time);
  const lastLine = lines.at(-1);
  const times = [timeMs, lastLine === undefined ? null : Date.parse(lastLine.time)].filter(
    (time) => time !== null,
  );
  return {
    incident,
    steps,
    runs: lines.flatMap((line) =>
      line.what === 'run'
        ? [{ timeMs: Date.parse(line.time), mode: line.mode, by: distinct(Object.values(line.callers)) }]
        : [],
    ),
    counterMoves: lines.flatMap((line) =>
      line.what === 'counter-move'
        ? [{ timeMs: Date.parse(line.time), step: line.step, reason: line.reason }]
        : [],
    ),
    containedMs:
      plan === null
        ? null
        : (containedMs(plan, own, new Map(), liftedSteps(plan, ofStep)) ?? closedAs(closing, lastLine)),
    eradicatedMs: phaseHeldMs(steps, 'eradicate'),
    recoveredMs: phaseHeldMs(steps, 'recover'),
    closing:
      closing === null || timeMs === null
        ? null
        : { timeMs, verdict: closing.verdict, checks: closing.checks, unknown: closing.unknown },
    lastMs: times.length === 0 ? null : Math.max(...times),
  };
}

/** What `close` says of containment, where steps were waived; not when the response went on after it. */
function closedAs(closing: Closing | null, lastLine: JournalLine | undefined): number | null {
  if (closing === null || closing.contained === null) return null;
  const isNewest = lastLine === undefined || lastLine.time <= closing.time;
  return isNewest ? Date.parse(closing.contained) : null;
}

function phaseHeldMs(steps: readonly RecordedStep[], phase: Phase): number | null {
  const times = steps.filter((step) => step.phase === phase).map(({ verifiedMs }) => verifiedMs);
  return times.length === 0 || times.includes(null) ? null : Math.max(...times.map(Number));
}

type KnownStep = Omit<Step, 'phase'> & { readonly phase: Phase | null };

/** A step of which only the journal is left. */
function formerStep(id: string, lines: readonly JournalLine[]): KnownStep {
  const before = lines.findLast((line) => line.what === 'before');
  const request = lines.findLast((line) => line.what === 'request');
  const [action, parameters] = before === undefined ? ['', {}] : [before.action, before.parameters];
  return {
    id,
    phase: null,
    action,
    parameters,
    account: request?.place.account ?? '',
    region: request?.place.region ?? '',
    title: [action, ...Object.values(parameters)].join(' ').trim() || 'a step that is in no plan any more',
    why: '',
    events: [],
    stops: '',
    leavesAlive: '',
    breaks: [],
    undo: actionOf(action)?.undoes ?? null,
    after: [],
  };
}

function recorded(step: KnownStep, lines: readonly JournalLine[]): RecordedStep {
  const { outcome, calls, before } = stepRecord(lines);
  const requests = lines.filter((line) => line.what === 'request');
  // Calls that were begun after the last outcome have none of their own yet.
  const isOpen =
    lines.findLastIndex(({ what }) => what === 'request') >
    lines.findLastIndex(({ what }) => what === 'outcome');
  const [state, reason] = isOpen ? OPEN : stateOf(step, outcome);
  const isNoted = state === 'done' && step.action === 'manual';
  const first = before === undefined ? requests[0]?.time : firstSince(lines);
  return {
    id: step.id,
    phase: step.phase,
    action: step.action,
    does: actionOf(step.action)?.does ?? '',
    title: step.title,
    account: step.account,
    region: step.region,
    state,
    reason,
    permission: outcome?.permission ?? '',
    startedMs: first === undefined ? null : Date.parse(first),
    endedMs: outcome === undefined ? null : Date.parse(outcome.time),
    verifiedMs: state === 'done' ? heldSince(lines) : null,
    by: isNoted ? ['a person'] : distinct(requests.map(({ actor }) => actor)),
    calls: calls.filter((call) => call.state !== 'refused').length,
    counterMoves: lines.filter(({ what }) => what === 'counter-move').length,
    undo: step.undo,
    events: step.events,
  };
}

function firstSince(lines: readonly JournalLine[]): string | undefined {
  const since = lines.findLastIndex(({ what }) => what === 'before');
  return lines.slice(since).find(({ what }) => what === 'request')?.time;
}

const OPEN: [RecordedState, string] = [
  'begun',
  'calls were made, and the run was ended before it was seen what came of them',
];

function stateOf(step: KnownStep, outcome: OutcomeLine | undefined): [RecordedState, string] {
  if (outcome === undefined) return [step.action === 'manual' ? 'manual' : 'planned', ''];
  const { state, reason, mode } = outcome;
  switch (state) {
    case 'done':
    case 'gone':
      return ['done', reason];
    case 'already':
      return ['done', 'it was so before'];
    case 'undone':
      return ['undone', reason];
    case 'drifted':
      return ['undone', `in part: ${reason}`];
    case 'skipped':
      return ['skipped', reason];
    case 'declined':
      return ['skipped', 'the responder said no'];
    case 'manual':
      return ['manual', ''];
    case 'failed':
    case 'not yet':
      return ['failed', mode === 'undo' ? `taking it back: ${reason}` : reason];
  }
}

/** When the step first came to hold, of the unbroken row of outcomes that say so. */
function heldSince(lines: readonly JournalLine[]): number | null {
  let since: number | null = null;
  for (const line of lines) {
    if (line.what !== 'outcome') continue;
    if (!holds(line.state)) since = null;
    else since ??= Date.parse(line.time);
  }
  return since;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
