/** The plan as JSON, with the calls and permissions of each step. */
import { jsonText } from '../text.ts';
import { actionOf } from './actions.ts';
import type { Plan } from './plan.ts';
import { commandsOf } from './step-commands.ts';

/** One JSON object; `calls` is `null` where it depends on what is there. */
export async function planJson(plan: Plan): Promise<string> {
  const steps = [];
  for (const step of plan.steps) {
    const { reads, calls } = await commandsOf(step);
    steps.push({ ...step, reads, calls, permissions: actionOf(step.action)?.permissions(step) ?? [] });
  }
  return `${jsonText({ schema: 'keytrail.plan/1', ...plan, steps })}\n`;
}
