/** The plan as a file that people read and edit: YAML, written by one function, read by another. */
import { jsonText } from '../text.ts';
import type { Plan, Step } from './plan.ts';

/**
 * The plan as YAML, with comments. The same plan gives the same bytes. Texts are in double quotes, and what a terminal
 * would act on is escaped.
 */
export function planText(plan: Plan): string {
  const lines = [
    `# Response plan for incident ${plan.incident}: what to do, in this order, and why.`,
    '#',
    '# You may delete steps, change their order and parameters, and add steps. What is unsafe is refused:',
    '# a step on a principal outside of the incident needs a line "force:" with the reason.',
    '# Schema: docs/schema/plan.schema.json',
    '',
    `version: ${plan.version}`,
    `incident: ${jsonText(plan.incident)}`,
    '# Hash of the incident that the plan was made from.',
    `source: ${jsonText(plan.source)}`,
    ...list('', 'accounts', plan.accounts),
    '# ARN patterns that no step may touch: the responder, break-glass principals.',
    ...list('', 'protected', plan.protected),
    '# Principals, keys and things of the incident. Steps on others are refused without a reason.',
    ...list('', 'scope', plan.scope),
    '',
    plan.steps.length === 0 ? 'steps: []' : 'steps:',
    ...plan.steps.flatMap((step, n) => [...heading(step, plan.steps[n - 1]), ...stepLines(step)]),
    '',
    '# What nobody can know from here.',
    ...list('', 'unknown', plan.unknown),
  ];
  return `${lines.join('\n')}\n`;
}

const HEADINGS = {
  contain: 'Contain: stop the intruder. Everything here can be undone, or says that it cannot.',
  eradicate: 'Eradicate: take out what was left behind.',
  recover: 'Recover: new secrets, normal service.',
} as const;

function heading({ phase }: Step, before: Step | undefined): string[] {
  return before?.phase === phase ? [''] : ['', `  # ${HEADINGS[phase]}`, ''];
}

function stepLines(step: Step): string[] {
  return [
    `  - id: ${jsonText(step.id)}`,
    `    title: ${jsonText(step.title)}`,
    `    phase: ${step.phase}`,
    `    action: ${jsonText(step.action)}`,
    `    account: ${jsonText(step.account)}`,
    `    region: ${jsonText(step.region)}`,
    ...map('    ', 'parameters', step.parameters),
    ...(step.force === undefined ? [] : [`    force: ${jsonText(step.force)}`]),
    `    why: ${jsonText(step.why)}`,
    `    stops: ${jsonText(step.stops)}`,
    `    leavesAlive: ${jsonText(step.leavesAlive)}`,
    ...list('    ', 'breaks', step.breaks),
    `    undo: ${jsonText(step.undo)}`,
    `    after: [${step.after.map((id) => jsonText(id)).join(', ')}]`,
    step.events.length === 0 ? '    events: []' : '    events:',
    ...step.events.map(
      ({ eventId, timeMs, file, record }) =>
        `      - { eventId: ${jsonText(eventId)}, time: ${jsonText(new Date(timeMs).toISOString())}, file: ${jsonText(file)}, record: ${record} }`,
    ),
  ];
}

function list(indent: string, name: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [`${indent}${name}: []`];
  return [`${indent}${name}:`, ...texts.map((text) => `${indent}  - ${jsonText(text)}`)];
}

function map(indent: string, name: string, members: { readonly [name: string]: string }): string[] {
  const entries = Object.entries(members);
  if (entries.length === 0) return [`${indent}${name}: {}`];
  return [
    `${indent}${name}:`,
    ...entries.map(([key, value]) => `${indent}  ${jsonText(key)}: ${jsonText(value)}`),
  ];
}
