/** Trying the rules of one folder on its hit.ndjson and miss.ndjson. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { correlate } from '../sigma/correlate.ts';
import type { BaseMatch } from '../sigma/correlate.ts';
import { correlationValue, neededFields } from '../sigma/correlation-fields.ts';
import { matchesNaively } from '../sigma/naive.ts';
import type { CorrelationRule, EventRule, Rule } from '../sigma/rule.ts';
import { enrichmentOf } from './rules-enrich.ts';

interface Line {
  /** Counts from 1. */
  readonly line: number;
  readonly event: JsonObject;
}

/** Which lines each rule over events matches, and which correlations match over all lines. */
interface Outcome {
  readonly lines: ReadonlyMap<string, ReadonlySet<number>>;
  readonly correlations: ReadonlySet<string>;
}

/**
 * What is wrong between the rules of a folder and its examples. `all` are the rules that correlations may refer to.
 *
 * - Every hit is matched by a reporting rule over events, and each such rule matches a hit. Beside a correlation,
 *   a hit may also serve the correlation alone.
 * - Every correlation matches over all the hits together.
 * - No miss is matched by a reporting rule, unless that rule feeds a correlation of the folder, and no correlation
 *   that reports matches over all the misses together.
 */
export function testFolder(
  folder: string,
  own: readonly Rule[],
  all: readonly Rule[],
): { hits: number; misses: number; wrong: string[] } {
  const wrong: string[] = [];
  const hits = readLines(folder, 'hit.ndjson', wrong);
  const misses = readLines(folder, 'miss.ndjson', wrong);
  const correlations = own.filter((rule) => rule.type === 'correlation');
  const events = own.filter((rule) => rule.type === 'event' && rule.reports);
  if (hits.length > 0) wrong.push(...wrongHits(evaluate(own, all, hits), { hits, events, correlations }));
  wrong.push(...wrongMisses(evaluate(own, all, misses), { events, correlations }));
  return { hits: hits.length, misses: misses.length, wrong };
}

function wrongHits(
  outcome: Outcome,
  {
    hits,
    events,
    correlations,
  }: { hits: readonly Line[]; events: readonly Rule[]; correlations: readonly Rule[] },
): string[] {
  const wrong: string[] = [];
  if (correlations.length === 0) {
    for (const { line } of hits) {
      const matched = events.some((rule) => outcome.lines.get(rule.id)?.has(line));
      if (!matched) wrong.push(`hit.ndjson:${line} is matched by no rule`);
    }
  }
  for (const rule of events) {
    if ((outcome.lines.get(rule.id)?.size ?? 0) === 0)
      wrong.push(`"${rule.title}" matches no line of hit.ndjson`);
  }
  for (const rule of correlations) {
    if (!outcome.correlations.has(rule.id)) wrong.push(`"${rule.title}" does not match over hit.ndjson`);
  }
  return wrong;
}

function wrongMisses(
  outcome: Outcome,
  { events, correlations }: { events: readonly Rule[]; correlations: readonly CorrelationRule[] },
): string[] {
  const feeding = new Set(correlations.flatMap((rule) => rule.rules));
  const wrong: string[] = [];
  for (const rule of events) {
    if (feeding.has(rule.id)) continue;
    for (const line of outcome.lines.get(rule.id) ?? [])
      wrong.push(`miss.ndjson:${line} is matched by "${rule.title}"`);
  }
  for (const rule of correlations) {
    if (rule.reports && outcome.correlations.has(rule.id))
      wrong.push(`"${rule.title}" matches over miss.ndjson`);
  }
  return wrong;
}

function readLines(folder: string, name: string, wrong: string[]): Line[] {
  const file = path.join(folder, name);
  const lines: Line[] = [];
  const texts = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  for (const [index, text] of texts.entries()) {
    if (text.trim() === '') continue;
    const event = parseEvent(text);
    if (event === undefined) wrong.push(`${name}:${index + 1} is no JSON object`);
    else lines.push({ line: index + 1, event });
  }
  if (lines.length === 0) wrong.push(`${name} needs at least one event`);
  return lines;
}

function parseEvent(text: string): JsonObject | undefined {
  try {
    const value: Json = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function timeOf(event: JsonObject): number {
  return typeof event['eventTime'] === 'string' ? Date.parse(event['eventTime']) : Number.NaN;
}

function evaluate(own: readonly Rule[], all: readonly Rule[], lines: readonly Line[]): Outcome {
  const correlations = withInner(
    own.filter((rule) => rule.type === 'correlation'),
    all,
  );
  const needed = neededFields([...all.filter((rule) => rule.type === 'event'), ...correlations]);
  const matched = new Map<string, Set<number>>();
  const matches: BaseMatch[] = [];
  const tried = all.filter(
    (rule): rule is EventRule => rule.type === 'event' && (own.includes(rule) || needed.has(rule.id)),
  );
  for (const { line, event } of lines) {
    const derived = enrichmentOf(event);
    for (const rule of tried) {
      if (!matchesNaively(rule.condition, event, derived)) continue;
      matched.set(rule.id, (matched.get(rule.id) ?? new Set()).add(line));
      const values = (needed.get(rule.id) ?? []).map((field) => correlationValue(event, field, derived));
      const eventKey = typeof event['eventID'] === 'string' ? event['eventID'] : `line ${line}`;
      matches.push({ ruleId: rule.id, timeMs: timeOf(event), eventKey, values });
    }
  }
  return {
    lines: matched,
    correlations: new Set(correlate(correlations, matches).map((match) => match.ruleId)),
  };
}

/** Correlations with those they look at. */
function withInner(correlations: readonly CorrelationRule[], all: readonly Rule[]): CorrelationRule[] {
  const chosen = new Map<string, CorrelationRule>();
  const add = (rule: CorrelationRule): void => {
    if (chosen.has(rule.id)) return;
    chosen.set(rule.id, rule);
    for (const id of rule.rules) {
      const inner = all.find((other) => other.id === id);
      if (inner?.type === 'correlation') add(inner);
    }
  };
  for (const rule of correlations) add(rule);
  return [...chosen.values()];
}
