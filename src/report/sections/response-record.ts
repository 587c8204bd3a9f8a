/** What was planned and done: the steps of the plan, moves against them, and whether the incident may be closed. */
import type { Phase } from '../../respond/plan.ts';
import type { RecordedState, RecordedStep, ResponseRecord } from '../../respond/response-record.ts';
import { numberText, timeText } from '../../text.ts';
import { countText } from '../count-text.ts';
import type { Block, Fact, Span, Text } from '../document.ts';
import { durationText } from '../durations.ts';
import type { Subject } from '../subject.ts';
import { responseTo } from '../subject.ts';
import { timeToContain } from '../time-to-contain.ts';

/** In the order in which they are counted. */
const STATE_WORDS: { readonly [S in RecordedState]: string } = {
  done: 'done',
  failed: 'failed',
  begun: 'begun, end unknown',
  skipped: 'left out',
  manual: 'for a person',
  planned: 'planned',
  undone: 'taken back',
};

/** The answers in short; what could not be read of them before all. */
export function doneBlocks(subject: Subject): Block[] {
  const response = responseTo(subject);
  const problems = (subject.options.responseProblems ?? []).map((text): Block => ({
    kind: 'note',
    tone: 'caution',
    text: `Not all of the response could be read: ${text}.`,
  }));
  if (response === null)
    return [
      ...problems,
      {
        kind: 'empty',
        text: 'No response is recorded in the case: no plan lies in it, and nothing was applied with keytrail respond. What was done in other ways is not known here.',
      },
    ];
  return [
    { kind: 'heading', text: 'What was done' },
    ...problems,
    { kind: 'facts', facts: doneFacts(subject, response) },
  ];
}

function doneFacts(subject: Subject, response: ResponseRecord): Fact[] {
  const { steps, runs, containedMs, eradicatedMs, recoveredMs, closing } = response;
  const { fromFirstUseMs } = timeToContain(subject);
  const callers = [...new Set(runs.flatMap(({ by }) => by))];
  return [
    { name: 'Steps of the plan', value: countedText(steps) },
    { name: 'Applied', value: runs.length === 0 ? 'never' : runText(runs) },
    { name: 'By', value: callers.length === 0 ? 'nobody whom the journal names' : codes(callers) },
    {
      name: 'Contained',
      value:
        containedMs === null
          ? 'not all steps of containment were seen to hold'
          : `${timeText(containedMs)}${fromFirstUseMs === null ? '' : `, ${durationText(fromFirstUseMs)} after the first use by the intruder`}`,
    },
    { name: 'Eradicated', value: phaseText(steps, 'eradicate', eradicatedMs) },
    { name: 'Recovered', value: phaseText(steps, 'recover', recoveredMs) },
    {
      name: 'May it be closed?',
      value:
        closing === null
          ? 'it was not asked'
          : `${closing.verdict === 'closable' ? 'yes' : 'no'}, at ${timeText(closing.timeMs)}`,
    },
  ];
}

function phaseText(steps: readonly RecordedStep[], phase: Phase, heldMs: number | null): string {
  if (heldMs !== null) return timeText(heldMs);
  return steps.some((step) => step.phase === phase)
    ? 'not all steps were seen to hold'
    : 'no step of it was planned';
}

/** `9 done, 1 failed, 2 for a person` */
function countedText(steps: readonly RecordedStep[]): string {
  const parts = Object.entries(STATE_WORDS).flatMap(([state, word]) => {
    const count = steps.filter((step) => step.state === state).length;
    return count === 0 ? [] : [`${numberText(count)} ${word}`];
  });
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function runText(runs: ResponseRecord['runs']): string {
  const [first, last] = [runs[0]!, runs.at(-1)!];
  const times =
    first === last ? timeText(first.timeMs) : `${timeText(first.timeMs)} to ${timeText(last.timeMs)}`;
  return `${countText(runs.length, 'run')}, ${times}`;
}

function codes(texts: readonly string[]): Span[] {
  return texts.flatMap((code, n) => (n === 0 ? [{ code }] : [', ', { code }]));
}

const CAPTIONS: { readonly [P in Phase]: string } = {
  contain: 'Steps of containment, and how they stand',
  eradicate: 'Steps of eradication, and how they stand',
  recover: 'Steps of recovery, and how they stand',
};

/** The steps of one phase; with `null` those of earlier plans. Nothing when there are none. */
export function stepTable(response: ResponseRecord | null, phase: Phase | null): Block[] {
  const steps = response?.steps.filter((step) => step.phase === phase) ?? [];
  if (steps.length === 0) return [];
  return [
    ...(phase === null ? [{ kind: 'heading' as const, text: 'Steps of earlier plans' }] : []),
    {
      kind: 'table',
      caption: phase === null ? 'Steps that are in no plan of the case any more' : CAPTIONS[phase],
      columns: [
        { title: 'Step', kind: 'code' },
        { title: 'What' },
        { title: 'State' },
        { title: 'Begun', kind: 'time' },
        { title: 'Ended', kind: 'time' },
        { title: 'Seen to hold since', kind: 'time' },
        { title: 'By' },
        { title: 'Undone by' },
      ],
      rows: steps.map(stepRow),
    },
  ];
}

function stepRow(step: RecordedStep): Text[] {
  const { id, title, account, region, state, reason, permission, by, undo, counterMoves } = step;
  const place = `${account} ${region}`.trim();
  const word = STATE_WORDS[state];
  const notes: Span[] = [
    ...(reason === '' ? [] : [`: ${reason}`]),
    ...(permission === '' ? [] : ['; missing: ', { code: permission }]),
    ...(counterMoves === 0 ? [] : [`; taken away by others ${countText(counterMoves, 'time')}`]),
  ];
  return [
    id,
    [title, ...(place === '' ? [] : [' in ', { code: place }])],
    [state === 'failed' || state === 'begun' ? { strong: word } : word, ...notes],
    timeOr(step.startedMs),
    timeOr(step.endedMs),
    timeOr(step.verifiedMs),
    by.length === 0 ? '–' : codes(by),
    undo ?? 'cannot be undone',
  ];
}

function timeOr(ms: number | null): string {
  return ms === null ? '–' : timeText(ms);
}

export function counterMoveBlocks(response: ResponseRecord | null): Block[] {
  if (response === null || response.counterMoves.length === 0) return [];
  return [
    { kind: 'heading', text: 'Moves against the response' },
    {
      kind: 'table',
      caption: 'Moves against the response, as they were seen',
      columns: [{ title: 'Time (UTC)', kind: 'time' }, { title: 'Step', kind: 'code' }, { title: 'What' }],
      rows: response.counterMoves.map(({ timeMs, step, reason }) => [
        timeText(timeMs),
        step === '' ? 'in no step' : step,
        reason,
      ]),
    },
  ];
}

const CHECK_WORDS = { proved: 'proved', open: 'open', unknown: 'unknown' } as const;

export function closingBlocks(response: ResponseRecord | null): Block[] {
  if (response === null) return [];
  const { closing } = response;
  const heading: Block = { kind: 'heading', text: 'May it be closed?' };
  if (closing === null)
    return [
      heading,
      {
        kind: 'empty',
        text: 'It was not asked yet: keytrail respond close says what is proved and what is open.',
      },
    ];
  return [
    heading,
    {
      kind: 'paragraph',
      text: [
        `At ${timeText(closing.timeMs)}: `,
        { strong: closing.verdict === 'closable' ? 'it may be closed.' : 'it stays open.' },
      ],
    },
    {
      kind: 'table',
      caption: 'What has to be proved before it is closed',
      columns: [{ title: 'Check' }, { title: 'Answer' }, { title: 'What is open, unknown or waived' }],
      rows: closing.checks.map(({ check, state, reasons }) => [
        check,
        state === 'open' ? [{ strong: CHECK_WORDS[state] }] : CHECK_WORDS[state],
        reasons.length === 0 ? '–' : reasons.join('; '),
      ]),
    },
    ...(closing.unknown.length === 0
      ? []
      : [
          { kind: 'paragraph' as const, text: 'What nobody can know from here:' },
          { kind: 'list' as const, items: closing.unknown },
        ]),
  ];
}
