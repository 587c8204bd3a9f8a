/** What a hunt found in sums: by rule and credential together, by rule, and by credential. */
import { LEVELS } from '../sigma/rule.ts';
import type { Level, RuleHead } from '../sigma/rule.ts';
import type { Matches } from './matches.ts';

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

const NO_DETAILS: FindingGroup['details'] = new Map();

/** Puts a group together from its matches. Texts are told apart by their numbers, and made when all are known. */
export class GroupBuilder {
  readonly #rule: RuleHead;
  readonly #matches: Matches;
  readonly #credentials = new Distinct();
  readonly #principals = new Distinct();
  readonly #accounts = new Distinct();
  readonly #addresses = new Distinct();
  readonly #actions = new Distinct();
  readonly #details = new Distinct();
  #count = 0;
  #firstMs = Infinity;
  #lastMs = -Infinity;

  constructor(rule: RuleHead, matches: Matches) {
    this.#rule = rule;
    this.#matches = matches;
  }

  /** Takes in the event of a match. */
  add(place: number): void {
    const matches = this.#matches;
    this.#count++;
    this.#credentials.add(matches.textNumber(place, 'credential'));
    this.#principals.add(matches.textNumber(place, 'principal'));
    this.#accounts.add(matches.textNumber(place, 'account'));
    this.#addresses.add(matches.textNumber(place, 'sourceIPAddress'));
    this.#actions.add(matches.actionNumber(place));
    const timeMs = matches.timeAt(place);
    if (timeMs < this.#firstMs) this.#firstMs = timeMs;
    if (timeMs > this.#lastMs) this.#lastMs = timeMs;
  }

  /** Takes in what its rule says is worth seeing. */
  addDetails(place: number): void {
    this.#details.add(this.#matches.detailsNumber(place));
  }

  build(): FindingGroup {
    return {
      rule: this.#rule,
      credentials: this.#texts(this.#credentials),
      principals: this.#texts(this.#principals),
      accounts: this.#texts(this.#accounts),
      addresses: this.#texts(this.#addresses),
      actions: this.#texts(this.#actions),
      details: this.#detailTexts(),
      count: this.#count,
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
    };
  }

  #texts({ numbers }: Distinct): string[] {
    return numbers.map((number) => this.#matches.textOf(number)).filter((text) => text !== '');
  }

  #detailTexts(): FindingGroup['details'] {
    let details: Map<string, Set<string>> | undefined;
    for (const number of this.#details.numbers) {
      for (const [field, value] of Object.entries(this.#matches.detailsOf(number))) {
        details ??= new Map<string, Set<string>>();
        let values = details.get(field);
        if (values === undefined) details.set(field, (values = new Set()));
        values.add(typeof value === 'string' ? value : JSON.stringify(value));
      }
    }
    return details === undefined
      ? NO_DETAILS
      : new Map([...details].map(([field, values]) => [field, [...values]]));
  }
}

/** From so many on, numbers are looked up instead of compared one by one. */
const MANY = 16;

/** Different numbers in the order they came. Most groups have one of each kind, for which a set is too large. */
class Distinct {
  #numbers: number[] | undefined;
  #known: Set<number> | undefined;

  get numbers(): readonly number[] {
    return this.#numbers ?? [];
  }

  add(number: number): void {
    // A list that begins with its number has room for one; an empty one that grows takes room for seventeen.
    if (this.#numbers === undefined) {
      this.#numbers = [number];
      return;
    }
    if (this.#known?.has(number) ?? this.#numbers.includes(number)) return;
    this.#numbers.push(number);
    if (this.#numbers.length >= MANY) (this.#known ??= new Set(this.#numbers)).add(number);
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
