/** Fills an activity from events, in a thread, at the speed of reading. */
import type { Agent } from '../agent/agent.ts';
import { LatestAgent } from '../agent/latest.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import { UUID_WORDS, compareUuids } from '../cloudtrail/uuid.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import type { HotField } from '../cloudtrail/fields.ts';
import type { DaySpan } from '../cloudtrail/gate.ts';
import type { Network, Networks } from '../network/lookup.ts';
import type { Dimension } from './activity.ts';
import { ActivityTable, WHOLE } from './activity-table.ts';
import { OUTCOMES, apiOf, outcomeOf } from './call.ts';
import { DistinctTexts } from '../distinct-texts.ts';
import { networkName, originValues } from './origin.ts';
import { CALL_FIELDS, PLACE_FIELDS, identityIn } from './origin-fields.ts';
import type { PackedActivity } from './pack.ts';
import { packTable } from './pack.ts';
import { Spans } from './spans.ts';
import { subjectOf } from './subject.ts';
import { TupleTable } from './tuple-table.ts';

const DAY_MS = 86_400_000;

/** So many origins and calls are kept at hand. */
const ROOM = 1 << 15;

/** Addresses and agents whose meaning is kept at hand: callers choose agents, so there can be any number. */
const MOST_KEPT = 1 << 16;

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

/**
 * Collects activity. Equal calls of a day are put together first, as numbers, so that most events cost two look-ups;
 * they go into the table when there are too many, or when the reader forgets its numbers.
 */
export class ActivityCollector {
  readonly #networks: Networks;
  readonly #parser: LatestAgent;
  readonly #table = new ActivityTable();
  readonly #originNumbers = new TupleTable(1 + PLACE_FIELDS.length, ROOM);
  /** By origin number; `null` where nobody's credential was used. */
  #origins: (Origin | null)[] = [];
  readonly #callNumbers = new TupleTable(CALL_FIELDS.length, ROOM);
  /** By call number: what it puts into the table. */
  #callValues: (readonly number[])[] = [];
  /** Context, call and day. */
  readonly #calls = new Spans(3, ROOM);
  /** Origin and day. */
  readonly #uses = new Spans(2, ROOM);
  /** Event ID of the event at hand. */
  readonly #id = new Uint32Array(UUID_WORDS);

  /** Sources and names of events, and the values that their pairs are. */
  readonly #names = new DistinctTexts();
  readonly #apis = new Map<number, number>();
  readonly #source = new FieldNumbers(FIELD['eventSource'], (text) => this.#names.number(text));
  readonly #name = new FieldNumbers(FIELD['eventName'], (text) => this.#names.number(text));
  readonly #outcome = new FieldNumbers(FIELD['errorCode'], (code) => OUTCOMES.indexOf(outcomeOf(code)));
  readonly #region = this.#values('awsRegion', 'region');
  readonly #account = this.#values('recipientAccountId', 'account');
  readonly #caller = this.#values('userIdentity.accountId', 'account');
  readonly #agents = new Map<string, Agent>();
  readonly #addresses = new Map<string, Network>();
  #generation = -1;
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
    const origin = this.#originNumber(event);
    const known = this.#origins[origin]!;
    if (known === null) return;
    const call = this.#callNumber(event);
    if (event.writeId(this.#id, 0)) this.#count(known.context, call, origin, timeMs);
    else {
      // Event IDs of another form are too rare to be kept at hand.
      const span = spanOfOne(timeMs, this.#table.ids.add(event.eventId));
      this.#put(known.context, this.#callValues[call]!, span);
      this.#put(known.context, known.values, span);
    }
    if (rules.length > 0) this.#putRules(event, known.context, rules, timeMs);
  }

  /** Whose credential the event, which was visited last, is a use of, and from where; `null` for nobody's. */
  originOf(event: Event): Origin | null {
    return this.#origins[this.#originNumber(event)]!;
  }

  /** Takes in only which rules matched an event that says when it was made. */
  addRules(event: Event, rules: readonly string[]): void {
    const origin = this.originOf(event);
    if (origin !== null) this.#putRules(event, origin.context, rules, event.timeMs);
  }

  /** What such calls put into the table beside what their origins do. */
  callOf(event: Event): readonly number[] {
    const api = this.#api(this.#source.of(event), this.#name.of(event), this.#outcome.of(event));
    const places = [this.#region.of(event), this.#account.of(event) || this.#caller.of(event)];
    return [api, ...places.filter((value) => value > 0).map((value) => value - 1)];
  }

  /** Takes in what was seen on one day of a context: `values` as `originOf` and `callOf` give them. */
  widen(context: number, values: readonly number[], span: DaySpan): void {
    const { firstMs, lastMs, words, firstId, lastId } = span;
    this.#put(context, values, this.#span(firstMs, lastMs, words, firstId, words, lastId));
  }

  /** Makes room behind many calls of `widen`. */
  dropUnusedIds(): void {
    this.#table.dropUnusedIds();
  }

  /** All that was collected. */
  finish(): PackedActivity {
    this.#flush();
    return packTable(this.#table);
  }

  get #isFull(): boolean {
    return this.#originNumbers.isFull || this.#callNumbers.isFull || this.#calls.isFull || this.#uses.isFull;
  }

  /** Number of the event's origin, known or not. */
  #originNumber(event: Event): number {
    const { caller } = event;
    if (event.generation !== this.#generation || this.#isFull) this.#forget(event.generation);
    const { key, length } = this.#originNumbers;
    key[0] = caller;
    fill(this.#originNumbers, 1, event, PLACE_FIELDS);
    const origin = this.#originNumbers.number();
    if (origin === length) this.#origins[origin] = this.#readOrigin(event);
    return origin;
  }

  #callNumber(event: Event): number {
    const { length } = this.#callNumbers;
    fill(this.#callNumbers, 0, event, CALL_FIELDS);
    const call = this.#callNumbers.number();
    if (call === length) this.#callValues[call] = this.callOf(event);
    return call;
  }

  #readOrigin(event: Event): Origin | null {
    const identity = identityIn(event);
    const subject = subjectOf(identity);
    if (subject === null) return null;
    const address = event.text(FIELD['sourceIPAddress']);
    const endpoint = event.text(FIELD['vpcEndpointId']);
    const network = kept(this.#addresses, address, (text) => this.#networks.lookup(text));
    const agent = kept(this.#agents, event.text(FIELD['userAgent']), (text) => this.#parser.parse(text));
    const values = [WHOLE];
    for (const [dimension, text] of originValues(address, endpoint, network, agent))
      values.push(this.#table.valueNumber(dimension, text));
    const { accessKeyId, arn } = identity;
    if (accessKeyId !== '' && accessKeyId !== subject)
      values.push(this.#table.valueNumber('credential', accessKeyId));
    if (arn !== '') values.push(this.#table.valueNumber('principal', arn));
    const name = networkName(address, endpoint, network);
    return { context: this.#table.contextNumber(subject, name, agent.family1), values };
  }

  /** Counts the event whose ID is in `#id`. */
  #count(context: number, call: number, origin: number, timeMs: number): void {
    const [calls, uses] = [this.#calls, this.#uses];
    const day = Math.floor(timeMs / DAY_MS);
    calls.key[0] = context;
    calls.key[1] = call;
    calls.key[2] = day;
    calls.add(timeMs, this.#id, 0);
    uses.key[0] = origin;
    uses.key[1] = day;
    uses.add(timeMs, this.#id, 0);
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

  #putRules(event: Event, context: number, rules: readonly string[], timeMs: number): void {
    const values = rules.map((rule) => this.#table.valueNumber('rule', rule));
    this.#put(context, values, spanOfOne(timeMs, this.#table.ids.add(event.eventId)));
  }

  /** Puts the calls at hand into the table. */
  #flush(): void {
    const [calls, uses] = [this.#calls, this.#uses];
    for (let n = 0; n < calls.length; n++)
      this.#put(calls.at(n, 0), this.#callValues[calls.at(n, 1)]!, this.#spanOf(calls, n));
    for (let n = 0; n < uses.length; n++) {
      const { context, values } = this.#origins[uses.at(n, 0)]!;
      this.#put(context, values, this.#spanOf(uses, n));
    }
    calls.clear();
    uses.clear();
    this.#table.dropUnusedIds();
  }

  #spanOf(spans: Spans, tuple: number): Span {
    const at = UUID_WORDS * tuple;
    const { firstMs, lastMs, firstIds, lastIds } = spans;
    return this.#span(firstMs[tuple]!, lastMs[tuple]!, firstIds, at, lastIds, at);
  }

  /** A span whose IDs stand at these places. */
  #span(
    firstMs: number,
    lastMs: number,
    firsts: Uint32Array,
    firstAt: number,
    lasts: Uint32Array,
    lastAt: number,
  ): Span {
    const { ids } = this.#table;
    const firstId = ids.addWords(firsts, firstAt);
    const isOne = compareUuids(firsts, firstAt, lasts, lastAt) === 0;
    return { firstMs, firstId, lastMs, lastId: isOne ? firstId : ids.addWords(lasts, lastAt) };
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

  #forget(generation: number): void {
    this.#flush();
    this.#originNumbers.clear();
    this.#origins = [];
    this.#callNumbers.clear();
    this.#callValues = [];
    this.#generation = generation;
  }

  /** Numbers of a field's values in the table, plus one; 0 where the field is absent. */
  #values(field: HotField, dimension: Dimension): FieldNumbers {
    return new FieldNumbers(FIELD[field], (text) =>
      text === '' ? 0 : 1 + this.#table.valueNumber(dimension, text),
    );
  }
}

/** What `find` says of a text, asked once for each text while there are not too many of them. */
function kept<T>(memory: Map<string, T>, text: string, find: (text: string) => T): T {
  const known = memory.get(text);
  if (known !== undefined) return known;
  const found = find(text);
  if (memory.size === MOST_KEPT) memory.clear();
  memory.set(text, found);
  return found;
}

/** Writes the ids of fields to the key of a table, from part `from` on. */
function fill(table: TupleTable, from: number, event: Event, fields: readonly number[]): void {
  const { key, length } = table;
  for (let n = 0; n < fields.length; n++) {
    const id = event.id(fields[n]!);
    // What has no number equals nothing: it gets one of its own, beyond all numbers of values.
    key[from + n] = id === UNNUMBERED_ID ? 0xffff_ffff - length : id;
  }
}

function spanOfOne(timeMs: number, id: number): Span {
  return { firstMs: timeMs, firstId: id, lastMs: timeMs, lastId: id };
}
