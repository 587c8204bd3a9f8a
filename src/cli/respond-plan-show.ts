/** Shows a plan. */
import { KeytrailError } from '../error.ts';
import { checkPlan } from '../respond/check-plan.ts';
import { readPlan } from '../respond/read-plan.ts';
import { shownPlan } from '../respond/show-plan.ts';
import { openOutput } from './output.ts';
import { planTextOf } from './respond-plan-file.ts';
import { scopeInCase } from './respond-scope.ts';
import { styled } from './show/style.ts';
import { clean } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

/** Columns where the terminal does not say. */
const COLUMNS = 80;
/** Mistakes named before "and N more". */
const SHOWN = 10;

/** @throws KeytrailError when the file holds no plan. */
export async function showPlan(file: string): Promise<void> {
  const { plan, mistakes } = readPlan(planTextOf(file));
  if (plan === null) {
    const named = mistakes
      .slice(0, SHOWN)
      .map(({ line, column, message }) => `${file}:${line}:${column} ${message}`);
    const more = mistakes.length > SHOWN ? `, and ${mistakes.length - SHOWN} more` : '';
    throw new KeytrailError(`${named.join('; ')}${more}`, {
      hint: 'See docs/respond.md for what a plan may hold.',
    });
  }
  const problems = checkPlan(plan, { known: { scope: scopeInCase(file, plan) } });
  const output = openOutput(undefined);
  const lines = shownPlan(plan, problems, {
    wrapped: (text, indent) => wrapped(text, indent, output.columns ?? COLUMNS),
    bold: (text) => styled('bold', text),
  });
  const general = problems.filter(({ step }) => step === '').map(({ message }) => clean(message));
  await output.write(`${[...general, ...lines].join('\n')}\n`);
  await output.close();
  process.exitCode = problems.some(({ severity }) => severity === 'refused') ? 1 : 0;
}
