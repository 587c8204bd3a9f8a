/** What became of steps, for a person. */
import type { Outcome } from '../respond/work.ts';
import { holds } from '../respond/work.ts';
import type { Verified } from '../respond/verify.ts';
import type { Call } from '../respond/action.ts';
import { permissionOf } from '../respond/operation.ts';
import { redact } from '../redact.ts';
import { count } from './read-logs.ts';
import { styled } from './show/style.ts';
import type { Style } from './show/style.ts';
import { clean } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

const STYLES: Readonly<Record<string, Style>> = {
  done: 'bold',
  holds: 'bold',
  undone: 'bold',
  failed: 'red',
  drifted: 'red',
  'not yet': 'yellow',
  unknown: 'yellow',
  gone: 'yellow',
  skipped: 'yellow',
  manual: 'cyan',
};

/** Columns of the ID and the state before a title, and of what stands below it. */
const [TITLE, BELOW] = [' '.repeat(16), ' '.repeat(6)];

/** What became of a step, and below it why; broken where the terminal is narrower. */
export function stepLines(
  { step, state, reason, permission }: Outcome | Verified,
  columns: number | undefined,
): string {
  const style = STYLES[state];
  const shown = style === undefined ? state.padEnd(8) : styled(style, state.padEnd(8));
  const [first = '', ...rest] = wrapped(clean(step.title), TITLE, columns);
  return [
    `${clean(step.id).padEnd(5)} ${shown}  ${first.slice(TITLE.length)}`,
    ...rest,
    ...(reason === '' ? [] : wrapped(clean(reason), BELOW, columns)),
    ...(permission === undefined ? [] : wrapped(`missing permission: ${clean(permission)}`, BELOW, columns)),
  ].join('\n');
}

/** A call that would be made: what is changed in which way, policies as they stand. */
export function callLines(call: Call, columns: number | undefined): string[] {
  const members = Object.entries(redactedInput(call)).map(([name, value]) =>
    clean(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`),
  );
  return wrapped([permissionOf(call), ...members].join(' '), BELOW, columns).map((line, n) =>
    n === 0 ? line : `  ${line}`,
  );
}

function redactedInput({ input }: Call): object {
  const shown = redact(input);
  return typeof shown === 'object' && shown !== null ? shown : {};
}

/** `2 done, 1 failed`. */
export function sumLine(outcomes: readonly (Outcome | Verified)[]): string {
  const counts = new Map<string, number>();
  for (const { state } of outcomes) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, n]) => `${n} ${state}`);
  return `${count(outcomes.length, 'step')}: ${parts.join(', ')}`;
}

/** Whether all is as the plan wants it, but for what a person has to do. */
export function isAllWell(outcomes: readonly Outcome[]): boolean {
  return outcomes.every(({ state }) => holds(state) || state === 'manual');
}

/** Steps by their ID alone: the plan has the rest. */
export function jsonSteps(outcomes: readonly (Outcome | Verified)[]): object[] {
  return outcomes.map(({ step, state, reason, permission }) => ({
    step: step.id,
    action: step.action,
    title: step.title,
    state,
    reason,
    ...(permission === undefined ? {} : { permission }),
  }));
}
