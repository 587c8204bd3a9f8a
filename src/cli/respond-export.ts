/** Writes a plan for those who use other tools, and the policies that it needs. */
import { KeytrailError } from '../error.ts';
import { planJson } from '../respond/export-json.ts';
import { planScript } from '../respond/export-sh.ts';
import { planAutomation } from '../respond/export-ssm.ts';
import type { Plan } from '../respond/plan.ts';
import { leastPolicies } from '../respond/policy.ts';
import { writingTo } from './output.ts';
import { loadPlan } from './respond-plan-file.ts';
import type { ExportOptions, PolicyOptions } from './respond-planning.ts';
import { jsonText } from './show/text.ts';

export async function exportPlan(file: string, options: ExportOptions): Promise<void> {
  const plan = loadPlan(file);
  const text = await textOf(plan, options);
  await writingTo(options.output, async (output) => output.write(text));
}

async function textOf(plan: Plan, { format, account }: ExportOptions): Promise<string> {
  if (format === 'sh') return planScript(plan);
  if (format === 'json') return planJson(plan);
  const [only, ...others] = plan.accounts;
  const of = account ?? (others.length === 0 ? only : undefined);
  if (of === undefined || !plan.accounts.includes(of))
    throw new KeytrailError('an automation is for one account', {
      hint: `Give --account one of ${plan.accounts.join(', ')}.`,
    });
  return planAutomation(plan, of);
}

export async function printPolicies(file: string, { role }: PolicyOptions): Promise<void> {
  const policies = leastPolicies(loadPlan(file)).map(({ account, reader, responder }) => ({
    account,
    ...(role === 'responder' ? {} : { reader }),
    ...(role === 'reader' ? {} : { responder }),
  }));
  // Indented, since a person reads it before it is used.
  await writingTo(undefined, async (output) => output.write(`${jsonText(policies, 2)}\n`));
}
