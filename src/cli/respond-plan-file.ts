/** Reads a plan file, and refuses one that cannot be read or is unsafe. */
import { readFileSync } from 'node:fs';
import { KeytrailError } from '../error.ts';
import { checkPlan } from '../respond/check-plan.ts';
import type { Plan } from '../respond/plan.ts';
import { readPlan } from '../respond/read-plan.ts';
import { scopeInCase } from './respond-scope.ts';

/** Mistakes that are told at once. */
const SHOWN = 5;

/** @throws KeytrailError naming file and line. */
export function loadPlan(file: string): Plan {
  const { plan, mistakes, places } = readPlan(planTextOf(file));
  if (plan === null) throw refused(file, mistakes);
  const unsafe = checkPlan(plan, { known: { scope: scopeInCase(file, plan) } }).filter(
    ({ severity }) => severity === 'refused',
  );
  if (unsafe.length === 0) return plan;
  throw refused(
    file,
    unsafe.map(({ step, message }) => ({
      ...(places.get(step) ?? { line: 1, column: 1 }),
      message: step === '' ? message : `step ${step}: ${message}`,
    })),
  );
}

/**
 * The text of a plan's file.
 *
 * @throws {KeytrailError} it cannot be read
 */
export function planTextOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new KeytrailError(`cannot read ${file}: ${(cause as Error).message}`, {
      hint: 'A plan is made by: keytrail respond plan CASE',
      cause,
    });
  }
}

function refused(
  file: string,
  mistakes: readonly { readonly line: number; readonly column: number; readonly message: string }[],
): KeytrailError {
  const shown = mistakes
    .slice(0, SHOWN)
    .map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
  const more = mistakes.length > SHOWN ? ` (and ${mistakes.length - SHOWN} more)` : '';
  return new KeytrailError(`the plan is refused: ${shown.join('; ')}${more}`, {
    hint: 'Mend it, or make it anew with: keytrail respond plan CASE',
  });
}
