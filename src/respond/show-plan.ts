/** The plan as text that a person reads in a terminal. */
import { clean, timeText } from '../text.ts';
import { actionOf } from './actions.ts';
import type { PlanProblem } from './check-plan.ts';
import type { Phase, Plan, Step } from './plan.ts';

/** How lines are broken and set off: the terminal's business. */
export interface Look {
  /** The text in lines, each behind the indent. */
  readonly wrapped: (text: string, indent: string) => string[];
  readonly bold: (text: string) => string;
}

const HEADINGS: Readonly<Record<Phase, string>> = {
  contain: 'Contain: stop the intruder',
  eradicate: 'Eradicate: take out what was left behind',
  recover: 'Recover: new secrets, normal service',
};

/** Events named for one step. */
const SHOWN_EVENTS = 3;

/** Every text of the plan on lines that hold no control characters. */
export function shownPlan(plan: Plan, problems: readonly PlanProblem[], look: Look): string[] {
  const byHand = plan.steps.filter(({ action }) => action === 'manual').length;
  const lines = [
    look.bold(`Plan for ${clean(plan.incident)}`),
    ...look.wrapped(
      `${plan.steps.length} steps, ${byHand} of them by hand, in ${plan.accounts.map(clean).join(', ')}`,
      '',
    ),
  ];
  let phase: Phase | undefined;
  for (const step of plan.steps) {
    if (step.phase !== phase) lines.push('', look.bold(HEADINGS[step.phase]));
    phase = step.phase;
    lines.push('', ...stepLines(step, problems, look));
  }
  if (plan.unknown.length > 0) {
    lines.push('', look.bold('What nobody can know from here'));
    for (const each of plan.unknown) lines.push(...item(clean(each), look));
  }
  return lines;
}

function stepLines(step: Step, problems: readonly PlanProblem[], look: Look): string[] {
  const labelled = (label: string, text: string): string[] =>
    text === '' ? [] : hanging(label, clean(text), look);
  const { task = '', check = '', command = '' } = step.parameters;
  const own = problems.filter((problem) => problem.step === step.id);
  return [
    ...look.wrapped(`${clean(step.id)}  ${clean(step.title)}`, '').map(look.bold),
    ...own.flatMap(({ severity, message }) => labelled(severity, message)),
    ...labelled('why', step.why),
    ...labelled('task', task),
    ...labelled('done when', check),
    ...command.split('\n').flatMap((line) => labelled('command', line)),
    ...labelled('stops', step.stops),
    ...labelled('leaves', step.leavesAlive),
    ...step.breaks.flatMap((each) => labelled('breaks', each)),
    ...(step.action === 'manual' ? [] : labelled('undo', step.undo ?? 'It cannot be undone.')),
    ...labelled('needs', permissionsOf(step)),
    ...labelled('after', shortened(step.after)),
    ...labelled('events', eventsOf(step)),
  ];
}

/** Label and text in two columns. */
function hanging(label: string, text: string, look: Look): string[] {
  const indent = ' '.repeat(COLUMN);
  const [first = '', ...rest] = look.wrapped(text, indent);
  return [`    ${label.padEnd(COLUMN - 4)}${first.slice(COLUMN)}`, ...rest];
}

const COLUMN = 15;

function item(text: string, look: Look): string[] {
  const [first = '', ...rest] = look.wrapped(text, '    ');
  return [`  - ${first.slice(4)}`, ...rest];
}

function permissionsOf(step: Step): string {
  const grants = actionOf(step.action)?.permissions(step) ?? [];
  return [...new Set(grants.filter(({ role }) => role === 'responder').map(({ action }) => action))].join(
    ', ',
  );
}

const SHOWN_STEPS = 12;

function shortened(ids: readonly string[]): string {
  const more = ids.length - SHOWN_STEPS;
  return more > 0 ? `${ids.slice(0, SHOWN_STEPS).join(', ')} and ${more} more` : ids.join(', ');
}

function eventsOf({ events }: Step): string {
  const shown = events
    .slice(0, SHOWN_EVENTS)
    .map(({ eventId, timeMs, file, record }) =>
      eventId === '' ? `${timeText(timeMs)} ${file} record ${record}` : `${timeText(timeMs)} ${eventId}`,
    );
  const more = events.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
