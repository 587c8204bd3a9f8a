/**
 * The checked form of Sigma rules: plain JSON values, so that rules can be compiled ahead of time, sent to
 * workers and read back without YAML. `read.ts` makes them, the evaluators consume them.
 *
 * https://sigmahq.io/sigma-specification/ (2.1.0)
 */

/** Severity, weakest first. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

/** One comparison of a field's value. `cased` false means case-insensitive, the default of Sigma. */
export type Test =
  /** Whole value equals (no wildcards). Numbers and booleans are compared by their text: `true` equals "True". */
  | {
      readonly op: 'equals' | 'contains' | 'startswith' | 'endswith';
      readonly value: string;
      readonly cased: boolean;
    }
  /** Value with wildcards: literal texts and `*` (`many`) or `?` (`one`) between them, anchored at both ends. */
  | { readonly op: 'glob'; readonly parts: readonly GlobPart[]; readonly cased: boolean }
  /** Regular expression in RE2 syntax, unanchored, linear time. `flags` is a subset of "ims". */
  | { readonly op: 're'; readonly pattern: string; readonly flags: string }
  /** IP address within a CIDR block; a value that is no address is false. */
  | { readonly op: 'cidr'; readonly block: string }
  /** Numeric comparison; numeric strings are numbers, anything else is false. */
  | { readonly op: 'lt' | 'lte' | 'gt' | 'gte'; readonly value: number }
  /** One part of a time stamp (UTC) equals a number. */
  | { readonly op: 'timepart'; readonly part: TimePart; readonly value: number }
  /** Field present (whatever its value, null included) or not. */
  | { readonly op: 'exists'; readonly value: boolean }
  /** Field absent or JSON null. */
  | { readonly op: 'null' }
  /** Compared with another field of the same event; false when either is absent. */
  | {
      readonly op: 'fieldref';
      readonly field: string;
      readonly mode: 'equals' | 'contains' | 'startswith' | 'endswith';
      readonly cased: boolean;
    };

export type GlobPart = string | { readonly wildcard: 'many' | 'one' };
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** The condition of a rule as a tree. A `match` without field is a keyword: it looks in every value of the event. */
export type Condition =
  | { readonly type: 'and' | 'or'; readonly items: readonly Condition[] }
  | { readonly type: 'not'; readonly item: Condition }
  | { readonly type: 'match'; readonly field: string | null; readonly test: Test }
  | { readonly type: 'const'; readonly value: boolean };

/** Where a rule (or a mistake in one) stands: `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What every rule carries for people. */
export interface RuleHead {
  readonly id: string;
  /** The `name` attribute, by which correlations refer to a rule; the id when absent. */
  readonly name: string;
  readonly title: string;
  readonly level: Level;
  readonly status: string;
  readonly description: string;
  readonly author: string;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  /** Fields worth showing with a match (the standard `fields` attribute). */
  readonly fields: readonly string[];
  /** Ideas of the coverage table this rule answers (our own `coverage` attribute), such as `A20`. */
  readonly coverage: readonly string[];
  readonly place: Place;
}

/** A rule over single events. */
export interface EventRule extends RuleHead {
  readonly type: 'event';
  readonly condition: Condition;
  /** False when a correlation uses this rule and does not say `generate: true`: it feeds, but does not report. */
  readonly reports: boolean;
}

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

/** Which rules must have matched within the window: the extended condition of the temporal correlations. */
export type RuleExpression =
  | { readonly type: 'rule'; readonly id: string }
  | { readonly type: 'and' | 'or'; readonly items: readonly RuleExpression[] }
  | { readonly type: 'not'; readonly item: RuleExpression };

/** A correlation over matches of other rules (or of other correlations). */
export interface CorrelationRule extends RuleHead {
  readonly type: 'correlation';
  readonly correlation: CorrelationType;
  /** Ids of the rules it looks at, in the order written (the order matters for `temporal_ordered`). */
  readonly rules: readonly string[];
  /** Logical names that must be equal (and present) over the window. */
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  /** Logical name → rule id → field path. A name without an entry for a rule is the field of that name. */
  readonly aliases: { readonly [name: string]: { readonly [ruleId: string]: string } };
  /** For the temporal types, a boolean condition over the rules (`a and (b or c)`) in place of a number. */
  readonly expression: RuleExpression | null;
  /** All must hold, e.g. gte 10 and lt 100. Empty for the temporal types without a condition. */
  readonly condition: readonly {
    readonly op: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';
    readonly value: number;
  }[];
  /** Fields counted or summed by the `value_*` types. Several: their tuple is the value (`value_count` only). */
  readonly field: readonly string[];
  /** For `value_percentile`. */
  readonly percentile: number | null;
  readonly reports: boolean;
}

export type Rule = EventRule | CorrelationRule;

/** A rule that could not be used, or that can be used but is doubtful. */
export interface RuleProblem {
  readonly severity: 'error' | 'warning';
  readonly place: Place;
  /** What is wrong and what was expected, one sentence. */
  readonly message: string;
}
