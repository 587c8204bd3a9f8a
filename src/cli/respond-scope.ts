/** What a plan may act on, by the case that it lies in: an edited file must not widen it. */
import path from 'node:path';
import { existsSync } from 'node:fs';
import { CaseFolder } from '../case/case-folder.ts';
import { planOf } from '../respond/plan-of.ts';
import type { Plan } from '../respond/plan.ts';

/** Keys and IAM identities: what a step on somebody outside of the incident would name. */
const PRINCIPAL = /^A[A-Z]IA[A-Z0-9]{12,}$|^arn:[\w-]+:(?:iam|sts)::\d{12}:/;

/**
 * The plan's scope without principals that the incident does not know. The scope as it stands where no case lies beside
 * the file, or the case does not hold the incident (any more).
 */
export function scopeInCase(file: string, plan: Plan): readonly string[] {
  const folder = path.dirname(file);
  if (!existsSync(path.join(folder, 'case.json'))) return plan.scope;
  const investigation = CaseFolder.open(folder).investigation();
  const incident = investigation.incidents.find(({ id }) => id === plan.incident);
  if (incident === undefined) return plan.scope;
  const known = new Set(planOf(incident, investigation).scope);
  return plan.scope.filter((each) => known.has(each) || !PRINCIPAL.test(each));
}
