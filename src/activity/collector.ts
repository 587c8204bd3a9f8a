/** Fills an activity from events, in a thread, at the speed of reading. */
import type { Agent } from '../agent/agent.ts';
import { LatestAgent } from '../agent/latest.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import { UUID_WORDS, compareUuids } from '../cloudtrail/uuid.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import type { HotField } from '../cloudtrail/fields.ts';
import type { Network, Networks } from '../network/lookup.ts';
import type { Dimension } from './activity.ts';
import { ActivityTable, WHOLE } from './activity-table.ts';
import { OUTCOMES, apiOf, outcomeOf } from './call.ts';
import { DistinctTexts } from '../distinct-texts.ts';
import { networkName, originValues } from './origin.ts';
import { ORIGIN_FIELDS, identityIn } from './origin-fields.ts';
import type { PackedActivity } from './pack.ts';
import { packTable } from './pack.ts';
import { Spans } from './spans.ts';
import { subjectOf } from './subject.ts';
import { TupleTable } from './tuple-table.ts';

const DAY_MS = 86_400_000;

/** Origin, source, name, outcome, region, account, day. */
const CALL_WIDTH = 7;

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
interface Origin {
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
  readonly #originNumbers = new TupleTable(ORIGIN_FIELDS.length, ROOM);
  /** By origin number; `null` where nobody's credential was used. */
  #origins: (Origin | null)[] = [];
  readonly #calls = new Spans(CALL_WIDTH, ROOM);
  /** What each call puts into the table beside what its origin does. */
  #callValues: (readonly number[])[] = [];
  /** Days of origins: the calls of one have the same network and tool. */
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
  #epoch = -1;
  #undated = 0;

  /** @param agents may be shared with whoever else looks at the same events. */
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
    if (event.epoch !== this.#epoch || this.#originNumbers.isFull || this.#calls.isFull) {
      this.#forget(event.epoch);
    }
    const origin = this.#originOf(event);
    const known = this.#origins[origin];
    if (known === null || known === undefined) return;
    this.#addCall(event, origin, timeMs);
    if (rules.length > 0) this.#addRules(event, known.context, rules, timeMs);
  }

  /** All that was collected. */
  finish(): PackedActivity {
    this.#flush();
    return packTable(this.#table);
  }

  /** Number of the event's origin, known or not. */
  #originOf(event: Event): number {
    const { key, length } = this.#originNumbers;
    let unnumbered = 0;
    for (let n = 0; n < ORIGIN_FIELDS.length; n++) {
      const id = event.id(ORIGIN_FIELDS[n]!);
      key[n] = id;
      if (id === UNNUMBERED_ID) unnumbered = length + 1;
    }
    // What has no number equals nothing: such an origin gets a place of its own, beyond all numbers of values.
    if (unnumbered > 0) key[0] = 0xffff_ffff - unnumbered;
    const origin = this.#originNumbers.number();
    if (origin === length) this.#origins[origin] = this.#readOrigin(event);
    return origin;
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

  #addCall(event: Event, origin: number, timeMs: number): void {
    const { key, length } = this.#calls;
    key[0] = origin;
    key[1] = this.#source.of(event);
    key[2] = this.#name.of(event);
    key[3] = this.#outcome.of(event);
    key[4] = this.#region.of(event);
    key[5] = this.#account.of(event) || this.#caller.of(event);
    key[6] = Math.floor(timeMs / DAY_MS);
    if (event.writeId(this.#id, 0)) {
      const call = this.#calls.add(timeMs, this.#id, 0);
      if (call === length) this.#callValues[call] = this.#valuesOfCall();
      return;
    }
    // Event IDs of another form are too rare to be kept at hand.
    const span = spanOfOne(timeMs, this.#table.ids.add(event.eventId));
    const { context, values } = this.#origins[origin]!;
    this.#put(context, this.#valuesOfCall(), span);
    this.#put(context, values, span);
  }

  /** What the call in `#calls.key` puts into the table beside what its origin does. */
  #valuesOfCall(): readonly number[] {
    const [, source = 0, name = 0, outcome = 0, region = 0, account = 0] = this.#calls.key;
    const api = this.#api(source, name, outcome);
    const places = [region, account].filter((value) => value > 0).map((value) => value - 1);
    return [api, ...places];
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

  #addRules(event: Event, context: number, rules: readonly string[], timeMs: number): void {
    const values = rules.map((rule) => this.#table.valueNumber('rule', rule));
    this.#put(context, values, spanOfOne(timeMs, this.#table.ids.add(event.eventId)));
  }

  /** Puts the calls at hand into the table. */
  #flush(): void {
    const calls = this.#calls;
    const uses = this.#uses;
    for (let call = 0; call < calls.length; call++) {
      const span = this.#spanOf(calls, call);
      this.#put(this.#origins[calls.at(call, 0)]!.context, this.#callValues[call]!, span);
      uses.key[0] = calls.at(call, 0);
      uses.key[1] = calls.at(call, CALL_WIDTH - 1);
      uses.add(span.firstMs, calls.firstIds, UUID_WORDS * call);
      uses.add(span.lastMs, calls.lastIds, UUID_WORDS * call);
    }
    for (let use = 0; use < uses.length; use++) {
      const { context, values } = this.#origins[uses.at(use, 0)]!;
      this.#put(context, values, this.#spanOf(uses, use));
    }
    calls.clear();
    uses.clear();
    this.#callValues = [];
    this.#table.dropUnusedIds();
  }

  #spanOf(spans: Spans, tuple: number): Span {
    const { ids } = this.#table;
    const at = UUID_WORDS * tuple;
    const firstId = ids.addWords(spans.firstIds, at);
    const isOne = compareUuids(spans.firstIds, at, spans.lastIds, at) === 0;
    const lastId = isOne ? firstId : ids.addWords(spans.lastIds, at);
    return { firstMs: spans.firstMs[tuple]!, firstId, lastMs: spans.lastMs[tuple]!, lastId };
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

  #forget(epoch: number): void {
    this.#flush();
    this.#originNumbers.clear();
    this.#origins = [];
    this.#epoch = epoch;
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

function spanOfOne(timeMs: number, id: number): Span {
  return { firstMs: timeMs, firstId: id, lastMs: timeMs, lastId: id };
}
