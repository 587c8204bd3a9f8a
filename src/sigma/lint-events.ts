/** Events that a rule asks for and that no AWS service logs. */
import type { Condition } from './rule.ts';

/** Which events AWS services log; see `src/cloudtrail/catalogue.ts`. */
export interface EventCatalogue {
  has(source: string, name: string): boolean;
  hasSource(source: string): boolean;
  sourcesOf(name: string): readonly string[];
}

/** The event sources and names that a part of a condition is limited to; undefined: not limited. */
interface Limits {
  readonly sources: readonly string[] | undefined;
  readonly names: readonly string[] | undefined;
}

/**
 * One sentence for each event name or source in a condition with which it can never hold. Parts under `not` are
 * left out: to exclude what is never logged does no harm.
 */
export function unloggedEvents(condition: Condition, catalogue: EventCatalogue): string[] {
  const mistakes = new Set<string>();
  visit(condition, { sources: undefined, names: undefined }, { catalogue, mistakes });
  return [...mistakes];
}

interface Findings {
  readonly catalogue: EventCatalogue;
  readonly mistakes: Set<string>;
}

function visit(condition: Condition, limits: Limits, findings: Findings): void {
  const parts = condition.type === 'and' ? condition.items : [condition];
  const within = {
    sources: limited(parts, 'eventSource') ?? limits.sources,
    names: limited(parts, 'eventName') ?? limits.names,
  };
  const deeper = parts.filter((part) => part.type === 'and' || (part.type === 'or' && !isChoice(part)));
  for (const part of deeper) {
    if (part.type === 'or') for (const item of part.items) visit(item, within, findings);
    else visit(part, within, findings);
  }
  if (deeper.length === 0 || within.names !== limits.names || within.sources !== limits.sources)
    check(within, findings);
}

/** Whether a part is nothing but alternatives for the source, or for the name. */
function isChoice(part: Condition): boolean {
  return literals(part, 'eventSource') !== undefined || literals(part, 'eventName') !== undefined;
}

function limited(parts: readonly Condition[], field: string): readonly string[] | undefined {
  return parts.map((part) => literals(part, field)).find((found) => found !== undefined);
}

/** The values a part asks of a field, when it asks for nothing else. */
function literals(part: Condition, field: string): readonly string[] | undefined {
  if (part.type === 'match')
    return part.field === field && part.test.op === 'equals' ? [part.test.value] : undefined;
  if (part.type !== 'or') return undefined;
  const found = part.items.map((item) => literals(item, field));
  return found.includes(undefined) ? undefined : found.flatMap((values) => values ?? []);
}

function check({ sources, names }: Limits, { catalogue, mistakes }: Findings): void {
  const known = sources?.filter((source) => catalogue.hasSource(source));
  for (const source of sources ?? []) {
    if (known?.includes(source) === false)
      mistakes.add(`no AWS service logs events with the source "${source}"`);
  }
  for (const name of names ?? []) {
    const elsewhere = catalogue.sourcesOf(name);
    if (elsewhere.length === 0) mistakes.add(`no AWS service logs an event "${name}"`);
    else if (
      known !== undefined &&
      known.length > 0 &&
      !known.some((source) => catalogue.has(source, name))
    ) {
      mistakes.add(`"${name}" is not logged by ${known.join(' or ')} but by ${elsewhere.join(', ')}`);
    }
  }
  for (const source of known ?? []) {
    if (names !== undefined && !names.some((name) => catalogue.has(source, name))) {
      mistakes.add(`${source} logs none of the events asked for`);
    }
  }
}
