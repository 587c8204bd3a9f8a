/** Which rules a hunt runs: those that report at the wanted level, and those that feed a correlation that does. */
import { neededFields } from '../sigma/correlation-fields.ts';
import { LEVELS } from '../sigma/rule.ts';
import type { CorrelationRule, EventRule, Level, Rule } from '../sigma/rule.ts';

export interface HuntPlan {
  /** Rules over single events; matches name them by their place here. */
  readonly eventRules: readonly EventRule[];
  /** For each event rule, the fields that correlations over it compare. */
  readonly needed: readonly (readonly string[])[];
  /** For each event rule, whether its matches are shown. */
  readonly reports: readonly boolean[];
  /** For each event rule, whether a correlation looks at its matches. */
  readonly feeds: readonly boolean[];
  readonly correlations: readonly CorrelationRule[];
  /** For each correlation, whether its matches are shown; the others only feed one that is. */
  readonly shows: readonly boolean[];
}

/** Plans a hunt with the given rules for matches of `level` and above. */
export function planHunt(rules: readonly Rule[], level: Level): HuntPlan {
  const wanted = (rule: Rule): boolean => rule.reports && LEVELS.indexOf(rule.level) >= LEVELS.indexOf(level);
  const correlations = withInner(
    rules.filter((rule) => rule.type === 'correlation'),
    wanted,
  );
  const fed = new Set(correlations.flatMap((rule) => rule.rules));
  const eventRules = rules.filter(
    (rule) => rule.type === 'event' && (wanted(rule) || fed.has(rule.id)),
  ) as EventRule[];
  const needed = neededFields([...eventRules, ...correlations]);
  return {
    eventRules,
    needed: eventRules.map((rule) => needed.get(rule.id) ?? []),
    reports: eventRules.map(wanted),
    feeds: eventRules.map((rule) => fed.has(rule.id)),
    correlations,
    shows: correlations.map(wanted),
  };
}

/** The wanted correlations, and those that they look at in turn. */
function withInner(all: readonly CorrelationRule[], wanted: (rule: Rule) => boolean): CorrelationRule[] {
  const byId = new Map(all.map((rule) => [rule.id, rule]));
  const kept = new Set(all.filter(wanted));
  for (const rule of kept)
    for (const id of rule.rules) {
      const inner = byId.get(id);
      if (inner !== undefined) kept.add(inner);
    }
  return all.filter((rule) => kept.has(rule));
}

/** Whether a correlation's own matches are shown at `level`. */
export function isShown(rule: Rule, level: Level): boolean {
  return rule.reports && LEVELS.indexOf(rule.level) >= LEVELS.indexOf(level);
}
