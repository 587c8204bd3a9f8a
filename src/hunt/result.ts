/** What a hunt found: matches in order of time, correlations over them, and sums by rule and by credential. */
import type { JsonObject } from '../json.ts';
import { correlate } from '../sigma/correlate.ts';
import type { BaseMatch } from '../sigma/correlate.ts';
import { LEVELS } from '../sigma/rule.ts';
import type { CorrelationRule, EventRule, Level, RuleHead } from '../sigma/rule.ts';
import type { SpillFile } from '../cloudtrail/spill-file.ts';
import { readBlocks } from './blocks.ts';
import { Feed } from './feed.ts';
import type { PackedMatches } from './match-log.ts';
import { COLUMN, widthOf } from './match-row.ts';
import type { EventSummary, Match } from './match-row.ts';
import { Matches } from './matches.ts';
import { isShown } from './plan.ts';
import type { HuntPlan } from './plan.ts';
import { promising } from './promising.ts';

/** A rule that matched one event. */
export interface EventFinding {
  readonly rule: EventRule;
  readonly match: Match;
}

/** A correlation that held over several events. */
export interface CorrelationFinding {
  readonly rule: CorrelationRule;
  /** Field → value that the events have in common. */
  readonly group: { readonly [field: string]: string };
  readonly firstMs: number;
  readonly lastMs: number;
  /** What the correlation measured: events, distinct values, a sum …; see the rule. */
  readonly measured: number;
  readonly events: readonly EventSummary[];
}

/** All findings of one rule for one credential (or, without one, one principal). */
export interface FindingGroup {
  readonly rule: RuleHead;
  /** Access key IDs: one, none (then the principals tell), or several where one correlation spans them. */
  readonly credentials: readonly string[];
  readonly principals: readonly string[];
  readonly accounts: readonly string[];
  readonly addresses: readonly string[];
  readonly actions: readonly string[];
  /** The fields the rule names as worth seeing → their values as text. Empty for correlations. */
  readonly details: ReadonlyMap<string, readonly string[]>;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface RuleSum {
  readonly rule: RuleHead;
  readonly count: number;
  readonly credentials: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface CredentialSum {
  readonly credential: string;
  readonly principals: readonly string[];
  readonly level: Level;
  readonly rules: number;
  readonly count: number;
  readonly addresses: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Where the matches of a hunt are, and which of them are shown. */
export interface HuntFound {
  readonly packed: readonly PackedMatches[];
  /** The file in which threads put matches aside; null where they had none. Not needed once the result is made. */
  readonly file: SpillFile | null;
  readonly level: Level;
}

export class HuntResult {
  readonly correlations: readonly CorrelationFinding[];
  readonly #plan: HuntPlan;
  readonly #matches: Matches;
  /** The matches that are shown, in order of time. */
  readonly #shown: readonly number[];

  constructor(plan: HuntPlan, { packed, file, level }: HuntFound) {
    this.#plan = plan;
    this.#matches = new Matches(widthOf(plan.needed));
    const [shown, feeding] = this.#gather(packed, file);
    this.#shown = this.#matches.sorted(shown);
    this.correlations = this.#correlate(feeding, level);
  }

  /** Number of findings of both kinds. */
  get count(): number {
    return this.#shown.length + this.correlations.length;
  }

  /** The matches that are shown, in order of time. */
  *events(): Generator<EventFinding> {
    for (const place of this.#shown) {
      const match = this.#matches.at(place);
      yield { rule: this.#plan.eventRules[match.rule]!, match };
    }
  }

  /** Findings by rule and credential, in order of their first event. */
  groups(): FindingGroup[] {
    const groups = new Map<string, GroupBuilder>();
    for (const { rule, match } of this.events()) {
      const { event } = match;
      const key = JSON.stringify([rule.id, event.account, event.credential || event.principal]);
      const group = groupFor(groups, key, rule);
      group.add(event);
      group.addDetails(match.details);
    }
    for (const [n, { rule, events }] of this.correlations.entries()) {
      const group = groupFor(groups, `correlation ${n}`, rule);
      for (const event of events) group.add(event);
    }
    return [...groups.values()].map((group) => group.build()).toSorted((a, b) => order(a.firstMs, b.firstMs));
  }

  /**
   * Takes over the matches that are shown, and those that may be part of a correlation; returns the places of each. The
   * blocks are gone through twice, because only all matches together tell which those are.
   */
  #gather(packed: readonly PackedMatches[], file: SpillFile | null): [shown: number[], feeding: number[]] {
    const { reports, feeds } = this.#plan;
    const feed = new Feed(this.#plan);
    for (const block of readBlocks(packed, file)) feed.addBlock(block);
    const isPromising = promising(this.#plan, feed);
    const shown: number[] = [];
    const feeding: number[] = [];
    let next = 0;
    for (const block of readBlocks(packed, file)) {
      for (let at = 0; at < block.words.length; at += block.width) {
        const rule = block.words[at + COLUMN.rule]!;
        const isWanted = feeds[rule] === true && isPromising[next++] === 1;
        if (reports[rule] !== true && !isWanted) continue;
        const place = this.#matches.add(block, at);
        if (reports[rule] === true) shown.push(place);
        if (isWanted) feeding.push(place);
      }
    }
    return [shown, feeding];
  }

  #correlate(feeding: readonly number[], level: Level): CorrelationFinding[] {
    const { correlations, eventRules } = this.#plan;
    if (correlations.length === 0) return [];
    const matches = this.#matches;
    const places = new Map<string, number>();
    const base = feeding.map((place): BaseMatch => {
      const eventKey = matches.eventKeyAt(place);
      // Of an event that was read twice, the one that is named must not depend on who read first.
      const known = places.get(eventKey);
      if (known === undefined || matches.compare(place, known) < 0) places.set(eventKey, place);
      return {
        ruleId: eventRules[matches.ruleAt(place)]!.id,
        timeMs: matches.timeAt(place),
        eventKey,
        values: matches.valuesAt(place),
      };
    });
    const byId = new Map(correlations.map((rule) => [rule.id, rule]));
    return correlate(correlations, base, (rule) => isShown(rule, level)).map((found) => {
      const rule = byId.get(found.ruleId)!;
      const events = found.eventKeys.map((key) => matches.eventAt(places.get(key)!));
      const group = Object.fromEntries(rule.groupBy.map((field, n) => [field, found.group[n] ?? '']));
      const { firstMs, lastMs, measured } = found;
      return { rule, group, firstMs, lastMs, measured, events };
    });
  }
}

/** Sums of groups by rule, the gravest first. */
export function sumByRule(groups: readonly FindingGroup[]): RuleSum[] {
  const sums = groupBy(groups, (group) => [group.rule.id]);
  return [...sums.values()]
    .map((of) => ({
      rule: of[0]!.rule,
      count: total(of),
      credentials: distinct(of, usersOf).length,
      ...span(of),
    }))
    .toSorted((a, b) => graver(a.rule.level, b.rule.level) || b.count - a.count);
}

/** Sums of groups by credential, the gravest first; calls without a credential are summed by principal. */
export function sumByCredential(groups: readonly FindingGroup[]): CredentialSum[] {
  const sums = groupBy(groups, usersOf);
  return [...sums]
    .map(([user, of]) => ({
      credential: of[0]!.credentials.length === 0 ? '' : user,
      // What several credentials did together does not say which principal has which.
      principals: distinct(of, (group) => (group.credentials.length > 1 ? [] : group.principals)),
      level: of.reduce(
        (most, { rule }) => (graver(rule.level, most) < 0 ? rule.level : most),
        of[0]!.rule.level,
      ),
      rules: distinct(of, (group) => [group.rule.id]).length,
      count: total(of),
      addresses: distinct(of, (group) => group.addresses),
      ...span(of),
    }))
    .toSorted((a, b) => graver(a.level, b.level) || b.rules - a.rules || b.count - a.count);
}

/** Who a group is about: its credentials, or its principals where no credential signed the calls. */
function usersOf(group: FindingGroup): readonly string[] {
  return group.credentials.length > 0 ? group.credentials : [group.principals.join(', ')];
}

function groupBy(
  groups: readonly FindingGroup[],
  keysOf: (group: FindingGroup) => readonly string[],
): Map<string, FindingGroup[]> {
  const map = new Map<string, FindingGroup[]>();
  for (const group of groups) {
    for (const key of keysOf(group)) {
      const list = map.get(key);
      if (list === undefined) map.set(key, [group]);
      else list.push(group);
    }
  }
  return map;
}

function distinct(
  groups: readonly FindingGroup[],
  textsOf: (group: FindingGroup) => readonly string[],
): string[] {
  const texts = new Set<string>();
  for (const group of groups) for (const text of textsOf(group)) texts.add(text);
  return [...texts];
}

function total(groups: readonly FindingGroup[]): number {
  return groups.reduce((sum, group) => sum + group.count, 0);
}

function span(groups: readonly FindingGroup[]): { firstMs: number; lastMs: number } {
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for (const group of groups) {
    firstMs = Math.min(firstMs, group.firstMs);
    lastMs = Math.max(lastMs, group.lastMs);
  }
  return { firstMs, lastMs };
}

/** Orders levels, the gravest first. */
export function graver(a: Level, b: Level): number {
  return LEVELS.indexOf(b) - LEVELS.indexOf(a);
}

function order(a: number, b: number): number {
  return (Number.isNaN(a) ? Infinity : a) - (Number.isNaN(b) ? Infinity : b) || 0;
}

function groupFor(groups: Map<string, GroupBuilder>, key: string, rule: RuleHead): GroupBuilder {
  let group = groups.get(key);
  if (group === undefined) groups.set(key, (group = new GroupBuilder(rule)));
  return group;
}

const NO_DETAILS: FindingGroup['details'] = new Map();

class GroupBuilder {
  readonly #rule: RuleHead;
  readonly #credentials = new Distinct();
  readonly #principals = new Distinct();
  readonly #accounts = new Distinct();
  readonly #addresses = new Distinct();
  readonly #actions = new Distinct();
  #details: Map<string, Distinct> | undefined;
  #count = 0;
  #firstMs = Infinity;
  #lastMs = -Infinity;

  constructor(rule: RuleHead) {
    this.#rule = rule;
  }

  add(event: EventSummary): void {
    this.#count++;
    this.#credentials.add(event.credential);
    this.#principals.add(event.principal);
    this.#accounts.add(event.account);
    this.#addresses.add(event.sourceIPAddress);
    this.#actions.add(event.errorCode === '' ? event.eventName : `${event.eventName} (${event.errorCode})`);
    if (event.timeMs < this.#firstMs) this.#firstMs = event.timeMs;
    if (event.timeMs > this.#lastMs) this.#lastMs = event.timeMs;
  }

  addDetails(details: JsonObject): void {
    for (const [field, value] of Object.entries(details)) {
      this.#details ??= new Map<string, Distinct>();
      let values = this.#details.get(field);
      if (values === undefined) this.#details.set(field, (values = new Distinct()));
      values.add(typeof value === 'string' ? value : JSON.stringify(value));
    }
  }

  build(): FindingGroup {
    return {
      rule: this.#rule,
      credentials: present(this.#credentials),
      principals: present(this.#principals),
      accounts: present(this.#accounts),
      addresses: present(this.#addresses),
      actions: present(this.#actions),
      details:
        this.#details === undefined
          ? NO_DETAILS
          : new Map([...this.#details].map(([field, { texts }]) => [field, texts])),
      count: this.#count,
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
    };
  }
}

/** From so many on, texts are looked up instead of compared one by one. */
const MANY = 16;

/** Different texts in the order they came. Most groups have one of each kind, for which a set is too large. */
class Distinct {
  #texts: string[] | undefined;
  #known: Set<string> | undefined;

  get texts(): readonly string[] {
    return this.#texts ?? [];
  }

  add(text: string): void {
    // A list that begins with its text has room for one; an empty one that grows takes room for seventeen.
    if (this.#texts === undefined) {
      this.#texts = [text];
      return;
    }
    if (this.#known?.has(text) ?? this.#texts.includes(text)) return;
    this.#texts.push(text);
    if (this.#texts.length >= MANY) (this.#known ??= new Set(this.#texts)).add(text);
  }
}

function present({ texts }: Distinct): readonly string[] {
  return texts.includes('') ? texts.filter((text) => text !== '') : texts;
}
