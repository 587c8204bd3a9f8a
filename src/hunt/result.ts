/** What a hunt found: matches in order of time, and correlations over them. */
import { correlate } from '../sigma/correlate.ts';
import type { BaseMatch } from '../sigma/correlate.ts';
import type { CorrelationRule, EventRule, Level } from '../sigma/rule.ts';
import type { SpillFile } from '../cloudtrail/spill-file.ts';
import { readBlocks, readNumbers } from './blocks.ts';
import { Feed } from './feed.ts';
import { GroupBuilder } from './groups.ts';
import type { FindingGroup } from './groups.ts';
import type { PackedMatches } from './match-recorder.ts';
import { COLUMN, ROW_WORDS } from './match-row.ts';
import type { EventSummary, Match } from './match-row.ts';
import { Matches } from './matches.ts';
import { Pairs } from './pairs.ts';
import { isShown } from './plan.ts';
import type { HuntPlan } from './plan.ts';
import { promising } from './promising.ts';
import type { SeriesSet } from './series.ts';

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
  /** The matches that say what its events were, in order of time; each event once. */
  readonly places: Uint32Array;
}

/** Where the matches of a hunt are, and which of them are shown. */
export interface HuntFound {
  readonly packed: readonly PackedMatches[];
  /** The file in which threads put matches aside; null where they had none. Not needed once the result is made. */
  readonly file: SpillFile | null;
  readonly level: Level;
}

/** A match that may be part of a correlation. */
interface Feeding {
  readonly place: number;
  readonly series: number;
}

/** What was taken over of all matches. */
interface Gathered {
  /** Places of those that are shown. */
  readonly shown: readonly number[];
  readonly feeding: readonly Feeding[];
  readonly series: SeriesSet;
}

export class HuntResult {
  readonly correlations: readonly CorrelationFinding[];
  readonly #plan: HuntPlan;
  readonly #matches: Matches;
  /** The matches that are shown, in order of time. */
  readonly #shown: readonly number[];

  constructor(plan: HuntPlan, { packed, file, level }: HuntFound) {
    this.#plan = plan;
    this.#matches = new Matches();
    const gathered = this.#gather(packed, file);
    this.#shown = this.#matches.sorted(gathered.shown);
    this.correlations = this.#correlate(gathered, level);
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

  /** The events of a correlation in order of time; at most so many of them. */
  *eventsOf({ places }: CorrelationFinding, most: number = Infinity): Generator<EventSummary> {
    for (const place of places.subarray(0, most)) yield this.#matches.eventAt(place);
  }

  /** Findings by rule and credential, in order of their first event. */
  groups(): FindingGroup[] {
    const matches = this.#matches;
    const groups: GroupBuilder[] = [];
    const keys = new Pairs();
    for (const place of this.#shown) {
      const rule = matches.ruleAt(place);
      const user = matches.userNumber(place);
      const key = keys.number(keys.number(keys.number(-1, rule), matches.textNumber(place, 'account')), user);
      const group = (groups[key] ??= new GroupBuilder(this.#plan.eventRules[rule]!, matches));
      group.add(place);
      group.addDetails(place);
    }
    const built = Object.values(groups).map((group) => group.build());
    for (const { rule, places } of this.correlations) {
      const group = new GroupBuilder(rule, matches);
      for (const place of places) group.add(place);
      built.push(group.build());
    }
    return built.toSorted((a, b) => order(a.firstMs, b.firstMs));
  }

  /**
   * Takes over the matches that are shown, and those that may be part of a correlation; returns the places of each. The
   * blocks are gone through twice, because only all matches together tell which those are.
   */
  #gather(packed: readonly PackedMatches[], file: SpillFile | null): Gathered {
    const { reports, feeds } = this.#plan;
    const feed = new Feed(this.#plan);
    for (const thread of packed) {
      const numbers = feed.series.merge(thread);
      for (const words of readNumbers(thread, file)) feed.addBlock(words, numbers);
    }
    const isPromising = promising(this.#plan, feed);
    const shown: number[] = [];
    const feeding: Feeding[] = [];
    let next = 0;
    for (const thread of packed) {
      for (const block of readBlocks(thread, file)) {
        const { words } = block;
        for (let at = 0; at < words.length; at += ROW_WORDS) {
          const rule = words[at + COLUMN.rule]!;
          const fed = feeds[rule] === true ? next++ : -1;
          const isWanted = fed >= 0 && isPromising[fed] === 1;
          if (reports[rule] !== true && !isWanted) continue;
          const place = this.#matches.add(block, at);
          if (reports[rule] === true) shown.push(place);
          if (isWanted) feeding.push({ place, series: feed.seriesAt(fed) });
        }
      }
    }
    return { shown, feeding, series: feed.series };
  }

  #correlate({ feeding, series }: Gathered, level: Level): CorrelationFinding[] {
    const { correlations, eventRules } = this.#plan;
    if (correlations.length === 0) return [];
    const matches = this.#matches;
    const places = new Map<string, number>();
    const values: (readonly (string | null)[])[] = [];
    const base = feeding.map(({ place, series: number }): BaseMatch => {
      const eventKey = matches.eventKeyAt(place);
      // Of an event that was read twice, the one that is named must not depend on who read first.
      const known = places.get(eventKey);
      if (known === undefined || matches.compare(place, known) < 0) places.set(eventKey, place);
      return {
        ruleId: eventRules[matches.ruleAt(place)]!.id,
        timeMs: matches.timeAt(place),
        eventKey,
        values: (values[number] ??= series.textsOf(number)),
      };
    });
    const byId = new Map(correlations.map((rule) => [rule.id, rule]));
    const placesOf = (keys: readonly string[]): Uint32Array =>
      Uint32Array.from(keys, (key) => places.get(key)!);
    return correlate(correlations, base, (rule) => isShown(rule, level)).map((found) => {
      const rule = byId.get(found.ruleId)!;
      const group = Object.fromEntries(rule.groupBy.map((field, n) => [field, found.group[n] ?? '']));
      const { firstMs, lastMs, measured } = found;
      return { rule, group, firstMs, lastMs, measured, places: placesOf(found.eventKeys) };
    });
  }
}

/** Orders times, those that are unknown last. */
function order(a: number, b: number): number {
  return (Number.isNaN(a) ? Infinity : a) - (Number.isNaN(b) ? Infinity : b) || 0;
}
