/**
 * Plans an incident anew whose response has begun. The journal knows steps by their IDs, so what is in the plan before
 * keeps its ID, what is new gets one that was never used, and what was applied stays in the plan: it could not be looked
 * after, nor taken back, without it.
 */
import { groupBy } from '../group-by.ts';
import { PREFIXES, keyOf } from './draft.ts';
import type { JournalLine } from './journal-line.ts';
import { PHASES } from './plan.ts';
import type { Plan, Step } from './plan.ts';
import { hasChanged, stepRecord } from './step-record.ts';
import { subjectsOf } from './subject.ts';

/** Why a step may act on who is no part of the incident any more. */
const APPLIED_BEFORE = 'it was applied by the plan before';

/**
 * The same incident and the same plan before give the same plan.
 *
 * @param plan made anew
 * @param before the plan that was applied; undefined when it is lost
 * @param lines of the journal
 */
export function planAgain(plan: Plan, before: Plan | undefined, lines: readonly JournalLine[]): Plan {
  const known = before?.incident === plan.incident ? before.steps : [];
  const noted = groupBy(
    lines.filter((line) => 'step' in line),
    ({ step }) => step,
  );
  const applied = new Set([...noted].filter(([, own]) => hasChanged(stepRecord(own))).map(([id]) => id));
  const edited = known.filter(({ id }) => applied.has(id));
  const byKey = new Map(known.map((step) => [keyOf(step), step]));
  const next = counter([...noted.keys(), ...known.map(({ id }) => id)]);
  const ids = new Map<string, string>();
  const kept = new Set<string>();
  const steps = plan.steps.map((step) => {
    const same = byKey.get(keyOf(step)) ?? edited.find((each) => !kept.has(each.id) && isEdited(step, each));
    const id = same?.id ?? next(step);
    ids.set(step.id, id);
    if (same === undefined) return { ...step, id };
    kept.add(id);
    const { parameters, force } = same;
    return { ...step, id, parameters, ...(force === undefined ? {} : { force }) };
  });
  const carried = edited.filter(({ id }) => !kept.has(id));
  const all = [
    ...steps.map((step) => ({ ...step, after: step.after.map((id) => ids.get(id) ?? id) })),
    ...carried,
  ];
  const present = new Set(all.map(({ id }) => id));
  const scope = new Set(plan.scope);
  const stepOf = (step: Step): Step => {
    const isCarried = carried.includes(step);
    const isOutside = isCarried && subjectsOf(step).some((each) => !scope.has(each));
    return {
      ...step,
      after: isCarried ? step.after.filter((id) => present.has(id)) : step.after,
      ...(isOutside ? { force: step.force ?? APPLIED_BEFORE } : {}),
    };
  };
  return {
    ...plan,
    accounts: [...new Set([...plan.accounts, ...carried.map(({ account }) => account)])].toSorted(),
    steps: PHASES.flatMap((phase) => all.filter((step) => step.phase === phase)).map(stepOf),
  };
}

/**
 * Steps of a plan made anew that a plan lacks: left out when it was edited, or called for by what happened since. With
 * IDs that planning again would give them. What is done counts, not how: steps on the same thing are not told apart.
 */
export function lackingSteps(made: Plan, plan: Plan, lines: readonly JournalLine[]): Step[] {
  const known = new Set(plan.steps.map(aimOf));
  const ids = new Set(plan.steps.map(({ id }) => id));
  const lacking = { ...made, steps: made.steps.filter((step) => !known.has(aimOf(step))) };
  return planAgain(lacking, plan, lines).steps.filter(({ id }) => !ids.has(id));
}

function aimOf(step: Step): string {
  const { phase, action, account, region, title } = step;
  return JSON.stringify([phase, action, account, region, action === 'manual' ? title : subjectsOf(step)]);
}

/** Whether the one is the other with parameters that a person added before it was applied. */
function isEdited(made: Step, before: Step): boolean {
  return (
    made.action === before.action &&
    keyOf(made) ===
      keyOf({
        ...before,
        parameters: Object.fromEntries(
          Object.keys(made.parameters).map((name) => [name, before.parameters[name] ?? '']),
        ),
      })
  );
}

/** Gives IDs that come after all of those. */
function counter(used: readonly string[]): (step: Step) => string {
  const last = new Map<string, number>();
  for (const id of used) {
    const [, prefix = '', digits = ''] = /^([A-Z])(\d{1,6})$/.exec(id) ?? [];
    last.set(prefix, Math.max(last.get(prefix) ?? 0, Number(digits)));
  }
  return ({ phase }) => {
    const prefix = PREFIXES[phase];
    const n = (last.get(prefix) ?? 0) + 1;
    last.set(prefix, n);
    return `${prefix}${String(n).padStart(2, '0')}`;
  };
}
