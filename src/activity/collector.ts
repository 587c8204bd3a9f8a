/** Fills an activity from events, in a thread, at the speed of reading. */
import { LatestAgent } from '../agent/latest.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import { compareUuids } from '../cloudtrail/uuid.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import type { HotField } from '../cloudtrail/fields.ts';
import type { DaySpan } from '../cloudtrail/gate.ts';
import type { Networks } from '../network/lookup.ts';
import type { Dimension } from './activity.ts';
import { ActivityTable, WHOLE } from './activity-table.ts';
import { OUTCOMES, apiOf, outcomeOf } from './call.ts';
import { DistinctTexts } from '../distinct-texts.ts';
import type { OriginValue } from './origin.ts';
import { isRelayed, networkName, placeValues, toolValues } from './origin.ts';
import { identityIn } from './origin-fields.ts';
import type { PackedActivity } from './pack.ts';
import { packTable } from './pack.ts';
import { subjectOf } from './subject.ts';

const DAY_MS = 86_400_000;

/** Places and tools whose meaning is kept at hand: callers choose agents, so there can be any number. */
const MOST_KEPT = 1 << 16;

/** More values than have numbers at a time, so that two make one number. */
const IDS = 1 << 16;

const ADDRESS = FIELD['sourceIPAddress'];
const ENDPOINT = FIELD['vpcEndpointId'];
const AGENT = FIELD['userAgent'];

/** First and last event of something on one day, IDs by their numbers in the table. */
interface Span {
  readonly firstMs: number;
  readonly firstId: number;
  readonly lastMs: number;
  readonly lastId: number;
}

/** More names of events than AWS has, and few enough for exact numbers of pairs. */
const MOST_NAMES = 1 << 24;

/** Whose events these are and what their network and tool say, as numbers of the table. */
export interface Origin {
  readonly context: number;
  readonly values: readonly number[];
}

/** A part of an origin: its name in that of the context, and what it puts into the table. */
interface Part {
  readonly name: string;
  readonly values: readonly number[];
}

/** A network. */
interface Place extends Part {
  readonly isRelayed: boolean;
}

/**
 * Collects activity. What events have in common is worked out once (`originOf`, `callOf`), for whoever counts equal events
 * and hands on what was seen of each kind (`widen`). Single events can be taken in too.
 */
export class ActivityCollector {
  readonly #networks: Networks;
  readonly #parser: LatestAgent;
  readonly #table = new ActivityTable();

  /** By the caller's number; `null` where nobody's credential was used. */
  #subjects: (Part | null | undefined)[] = [];
  #generation = -1;
  /** By the numbers of their values. */
  readonly #places = new Map<number, Place>();
  readonly #tools = new Map<number, Part>();
  #epoch = -1;

  /** Sources and names of events, and the values that their pairs are. */
  readonly #names = new DistinctTexts();
  readonly #apis = new Map<number, number>();
  readonly #source = new FieldNumbers(FIELD['eventSource'], (text) => this.#names.number(text));
  readonly #name = new FieldNumbers(FIELD['eventName'], (text) => this.#names.number(text));
  readonly #outcome = new FieldNumbers(FIELD['errorCode'], (code) => OUTCOMES.indexOf(outcomeOf(code)));
  readonly #region = this.#values('awsRegion', 'region');
  readonly #account = this.#values('recipientAccountId', 'account');
  readonly #caller = this.#values('userIdentity.accountId', 'account');
  #undated = 0;

  /** @param agents shared with whoever else looks at the same events. */
  constructor(networks: Networks, agents: LatestAgent = new LatestAgent()) {
    this.#networks = networks;
    this.#parser = agents;
  }

  /** Events left out because they say no time. */
  get undated(): number {
    return this.#undated;
  }

  /** Takes an event in; `rules` are the IDs of the rules that matched it. Events may come twice and in any order. */
  visit(event: Event, rules: readonly string[]): void {
    const { timeMs } = event;
    if (Number.isNaN(timeMs)) {
      this.#undated++;
      return;
    }
    const origin = this.originOf(event);
    if (origin === null) return;
    const span = spanOfOne(timeMs, this.#table.ids.add(event.eventId));
    this.#put(origin.context, this.callOf(event), span);
    this.#put(origin.context, origin.values, span);
    if (rules.length > 0) this.addRules(event, origin.context, rules);
    this.dropUnusedIds();
  }

  /** Whose credential the event is a use of, and from where; `null` for nobody's. */
  originOf(event: Event): Origin | null {
    const subject = this.#subjectOf(event);
    if (subject === null) return null;
    if (event.epoch !== this.#epoch) this.#forget(event.epoch);
    const place = this.#placeOf(event);
    const tool = this.#toolOf(event);
    const context = this.#table.contextNumber(subject.name, place.name, tool.name);
    const values = place.isRelayed
      ? [WHOLE, ...subject.values]
      : [WHOLE, ...place.values, ...tool.values, ...subject.values];
    return { context, values };
  }

  /** Takes in only which rules matched an event of a context that says when it was made. */
  addRules(event: Event, context: number, rules: readonly string[]): void {
    const values = rules.map((rule) => this.#table.valueNumber('rule', rule));
    this.#put(context, values, spanOfOne(event.timeMs, this.#table.ids.add(event.eventId)));
  }

  /** What such calls put into the table beside what their origins do. */
  callOf(event: Event): readonly number[] {
    const api = this.#api(this.#source.of(event), this.#name.of(event), this.#outcome.of(event));
    const places = [this.#region.of(event), this.#account.of(event) || this.#caller.of(event)];
    return [api, ...places.filter((value) => value > 0).map((value) => value - 1)];
  }

  /** Takes in what was seen on one day of a context: `values` as `originOf` and `callOf` give them. */
  widen(context: number, values: readonly number[], span: DaySpan): void {
    const { ids } = this.#table;
    const { firstMs, lastMs, words, firstId, lastId } = span;
    const first = ids.addWords(words, firstId);
    const isOne = compareUuids(words, firstId, words, lastId) === 0;
    const last = isOne ? first : ids.addWords(words, lastId);
    this.#put(context, values, { firstMs, firstId: first, lastMs, lastId: last });
  }

  /** Makes room behind many calls of `widen`. */
  dropUnusedIds(): void {
    this.#table.dropUnusedIds();
  }

  /** All that was collected. */
  finish(): PackedActivity {
    return packTable(this.#table);
  }

  #subjectOf(event: Event): Part | null {
    const { caller } = event;
    if (event.generation !== this.#generation) {
      this.#generation = event.generation;
      this.#subjects = [];
    }
    let subject = this.#subjects[caller];
    if (subject === undefined) this.#subjects[caller] = subject = this.#readSubject(event);
    return subject;
  }

  #placeOf(event: Event): Place {
    const [address, endpoint] = [event.id(ADDRESS), event.id(ENDPOINT)];
    if (address === UNNUMBERED_ID || endpoint === UNNUMBERED_ID) return this.#readPlace(event);
    return kept(this.#places, address * IDS + endpoint, () => this.#readPlace(event));
  }

  #toolOf(event: Event): Part {
    const agent = event.id(AGENT);
    if (agent === UNNUMBERED_ID) return this.#readTool(event);
    return kept(this.#tools, agent, () => this.#readTool(event));
  }

  #readSubject(event: Event): Part | null {
    const identity = identityIn(event);
    const name = subjectOf(identity);
    if (name === null) return null;
    const { accessKeyId, arn } = identity;
    const values: OriginValue[] = [];
    if (accessKeyId !== '' && accessKeyId !== name) values.push(['credential', accessKeyId]);
    if (arn !== '') values.push(['principal', arn]);
    return { name, values: this.#numbersOf(values) };
  }

  #readPlace(event: Event): Place {
    const address = event.text(ADDRESS);
    const endpoint = event.text(ENDPOINT);
    const network = this.#networks.lookup(address);
    return {
      name: networkName(address, endpoint, network),
      values: this.#numbersOf(placeValues(address, endpoint, network)),
      isRelayed: isRelayed(network),
    };
  }

  #readTool(event: Event): Part {
    const agent = this.#parser.parse(event.text(AGENT));
    return { name: agent.family1, values: this.#numbersOf(toolValues(agent)) };
  }

  #numbersOf(values: readonly OriginValue[]): readonly number[] {
    return values.map(([dimension, text]) => this.#table.valueNumber(dimension, text));
  }

  #api(source: number, name: number, outcome: number): number {
    const key = (source * MOST_NAMES + name) * OUTCOMES.length + outcome;
    let value = this.#apis.get(key);
    if (value === undefined) {
      const api = apiOf(this.#names.list[source]!, this.#names.list[name]!);
      value = this.#table.valueNumber(OUTCOMES[outcome]!, api);
      this.#apis.set(key, value);
    }
    return value;
  }

  /** Puts what was seen on one day into the table. */
  #put(context: number, values: readonly number[], { firstMs, firstId, lastMs, lastId }: Span): void {
    const day = Math.floor(firstMs / DAY_MS);
    for (let n = 0; n < values.length; n++) {
      const row = this.#table.row(context, values[n]!);
      this.#table.widen(row, firstMs, firstId, lastMs, lastId);
      this.#table.addDay(row, day);
    }
  }

  /** Numbers of values have lost their meaning. */
  #forget(epoch: number): void {
    this.#places.clear();
    this.#tools.clear();
    this.#epoch = epoch;
  }

  /** Numbers of a field's values in the table, plus one; 0 where the field is absent. */
  #values(field: HotField, dimension: Dimension): FieldNumbers {
    return new FieldNumbers(FIELD[field], (text) =>
      text === '' ? 0 : 1 + this.#table.valueNumber(dimension, text),
    );
  }
}

/** What `read` gives, asked once for each number while there are not too many of them. */
function kept<T>(memory: Map<number, T>, number: number, read: () => T): T {
  const known = memory.get(number);
  if (known !== undefined) return known;
  const found = read();
  if (memory.size === MOST_KEPT) memory.clear();
  memory.set(number, found);
  return found;
}

function spanOfOne(timeMs: number, id: number): Span {
  return { firstMs: timeMs, firstId: id, lastMs: timeMs, lastId: id };
}
