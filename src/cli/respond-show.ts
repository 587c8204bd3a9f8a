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

/** One line for a step, and below it why. */
export function stepLines({ step, state, reason, permission }: Outcome | Verified): string {
  const style = STYLES[state];
  const shown = style === undefined ? state.padEnd(8) : styled(style, state.padEnd(8));
  return [
    `${clean(step.id).padEnd(5)} ${shown}  ${clean(step.title)}`,
    ...(reason === '' ? [] : [`      ${clean(reason)}`]),
    ...(permission === undefined ? [] : [`      missing permission: ${clean(permission)}`]),
  ].join('\n');
}

/** A call that would be made. */
export function callLine(call: Call): string {
  return `      ${permissionOf(call)} ${clean(JSON.stringify(redact(call.input)))}`;
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
