/** What the logs could show at all: where and in which hours there were events, data events, and changes to trails. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import { credentialOf, principalOf } from '../cloudtrail/identity.ts';
import { isJsonObject } from '../json.ts';
import type { Json } from '../json.ts';
import { isDataCall } from '../stats/data-events.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import { Names } from '../stats/names.ts';
import { PairTable } from '../stats/pair-table.ts';
import type { PackedPairs } from '../stats/pair-table.ts';
import { addChange, firstChanges, isTrailChange } from '../stats/trail-change.ts';
import type { TrailChange } from '../stats/trail-change.ts';

const HOUR_MS = 3_600_000;

/** A call that makes CloudTrail record less, or more again. */
export interface LoggingChange extends TrailChange {
  /** Name or ARN of the trail or event data store; `''` where the call does not say. */
  readonly trail: string;
}

/** Hours are counted from 1970 (UTC), ascending. */
export interface Coverage {
  /** Of the first and the last event, in milliseconds since 1970 (UTC); `null` without events. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly places: readonly {
    readonly account: string;
    readonly region: string;
    readonly hours: readonly number[];
  }[];
  /** Data events, by account and service (`s3.amazonaws.com`). */
  readonly data: readonly {
    readonly account: string;
    readonly source: string;
    readonly hours: readonly number[];
  }[];
  /** Buckets of which data events are in the logs, as `account/bucket`. */
  readonly buckets: ReadonlySet<string>;
  /** In order of time. */
  readonly trailChanges: readonly LoggingChange[];
}

export interface PackedCoverage {
  readonly buckets: readonly string[];
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly sources: readonly string[];
  readonly pairs: { readonly [P in Pair]: PackedPairs };
  readonly changes: readonly LoggingChange[];
  readonly fromMs: number;
  readonly toMs: number;
}

const PAIRS = ['place', 'placeHour', 'data', 'dataHour'] as const;
type Pair = (typeof PAIRS)[number];
type Pairs = { readonly [P in Pair]: PairTable };

function emptyPairs(): Pairs {
  return {
    place: new PairTable(),
    placeHour: new PairTable(),
    data: new PairTable(),
    dataHour: new PairTable(),
  };
}

const MANAGEMENT = 0;
const DATA = 1;
const UNSAID = 2;

/** Buckets that are remembered. */
const MOST_BUCKETS = 100_000;

/** Notes the events of one thread. An event that comes twice changes nothing. */
export class CoverageCollector {
  readonly #accounts = new Names();
  readonly #regions = new Names();
  readonly #sources = new Names();
  readonly #pairs = emptyPairs();
  readonly #owner = new FieldNumbers(FIELD['recipientAccountId'], (text) => this.#accounts.number(text));
  readonly #caller = new FieldNumbers(FIELD['userIdentity.accountId'], (text) => this.#accounts.number(text));
  readonly #region = new FieldNumbers(FIELD['awsRegion'], (text) => this.#regions.number(text));
  readonly #source = new FieldNumbers(FIELD['eventSource'], (text) => this.#sources.number(text));
  readonly #category = new FieldNumbers(FIELD['eventCategory'], (text) =>
    text === 'Data' ? DATA : text === '' ? UNSAID : MANAGEMENT,
  );
  readonly #isTrail = new FieldNumbers(FIELD['eventSource'], (text) =>
    Number(text === 'cloudtrail.amazonaws.com'),
  );
  readonly #isS3 = new FieldNumbers(FIELD['eventSource'], (text) => Number(text === 's3.amazonaws.com'));
  readonly #hasFailed = new FieldNumbers(FIELD['errorCode'], (text) => Number(text !== ''));
  readonly #buckets = new Set<string>();
  /** What is noted of an event by the hour, as one number. */
  readonly #groups = new PairTable();
  #changes: LoggingChange[] = [];
  #fromMs = Infinity;
  #toMs = -Infinity;

  visit(event: Event): void {
    const { timeMs } = event;
    const { place, placeHour, data, dataHour } = this.#pairs;
    const account = this.#owner.of(event) || this.#caller.of(event);
    const number = place.add(account, this.#region.of(event), 1);
    // An event without a readable time fills no hour.
    if (Number.isNaN(timeMs)) return;
    if (timeMs < this.#fromMs) this.#fromMs = timeMs;
    if (timeMs > this.#toMs) this.#toMs = timeMs;
    const hour = Math.floor(timeMs / HOUR_MS) >>> 0;
    placeHour.add(number, hour, 1);
    if (this.#isData(event)) dataHour.add(data.add(account, this.#source.of(event), 1), hour, 1);
    if (this.needsGlance(event)) this.glance(event);
  }

  /** Equal for events that fill the same hours when they are of the same hour: see `fill`. */
  groupOf(event: Event): number {
    const { place, data } = this.#pairs;
    const account = this.#owner.of(event) || this.#caller.of(event);
    const number = place.add(account, this.#region.of(event), 1);
    const source = this.#isData(event) ? 1 + data.add(account, this.#source.of(event), 1) : 0;
    return this.#groups.add(number, source, 1);
  }

  /** Says that there was an event of the group in an hour, counted from 1970. */
  fill(group: number, hour: number): void {
    const { placeHour, dataHour } = this.#pairs;
    placeHour.add(this.#groups.first(group), hour >>> 0, 1);
    const data = this.#groups.second(group);
    if (data > 0) dataHour.add(data - 1, hour >>> 0, 1);
  }

  /** Whether of such an event more is noted than its hour. */
  needsGlance(event: Event): boolean {
    if (this.#isTrail.of(event) === 1) return true;
    // Names of buckets that do not exist are the caller's to choose, so only those count that answered.
    return this.#isS3.of(event) === 1 && this.#hasFailed.of(event) === 0 && this.#isData(event);
  }

  /** Notes what `visit` would of an event that needs a glance, but for its hour. */
  glance(event: Event): void {
    const account = this.#accounts.list[this.#owner.of(event) || this.#caller.of(event)]!;
    if (this.#isTrail.of(event) === 1) this.#addChange(event, account);
    else this.#addBucket(event, account);
  }

  /** Says that there were further events between these times, infinite without any. */
  widen({ firstMs, lastMs }: { readonly firstMs: number; readonly lastMs: number }): void {
    this.#fromMs = Math.min(this.#fromMs, firstMs);
    this.#toMs = Math.max(this.#toMs, lastMs);
  }

  pack(): PackedCoverage {
    return {
      accounts: this.#accounts.list,
      regions: this.#regions.list,
      sources: this.#sources.list,
      pairs: {
        place: this.#pairs.place.pack(),
        placeHour: this.#pairs.placeHour.pack(),
        data: this.#pairs.data.pack(),
        dataHour: this.#pairs.dataHour.pack(),
      },
      buckets: [...this.#buckets],
      changes: firstChanges(this.#changes),
      fromMs: this.#fromMs,
      toMs: this.#toMs,
    };
  }

  #isData(event: Event): boolean {
    const category = this.#category.of(event);
    return category === DATA || (category === UNSAID && isOldDataCall(event));
  }

  #addBucket(event: Event, account: string): void {
    if (this.#buckets.size >= MOST_BUCKETS) return;
    const bucket = bucketIn(event.parametersText());
    if (bucket !== '') this.#buckets.add(`${account}/${bucket}`);
  }

  #addChange(event: Event, account: string): void {
    const eventName = event.text(FIELD['eventName']);
    if (!isTrailChange(event.text(FIELD['eventSource']), eventName) && !RESUMING.has(eventName)) return;
    this.#changes = addChange(this.#changes, {
      timeMs: event.timeMs,
      eventName,
      errorCode: event.text(FIELD['errorCode']),
      account,
      region: event.text(FIELD['awsRegion']),
      credential: credentialOf(event),
      principal: principalOf(event),
      sourceIPAddress: event.text(FIELD['sourceIPAddress']),
      eventId: event.eventId,
      trail: trailIn(event.parameters()),
    });
  }
}

/** Calls that make CloudTrail record again. */
const RESUMING: ReadonlySet<string> = new Set([
  'StartLogging',
  'CreateTrail',
  'StartEventDataStoreIngestion',
]);
const LONGEST_NAME = 256;

function trailIn(parameters: Json | undefined): string {
  if (!isJsonObject(parameters)) return '';
  const named = ['name', 'trailName', 'eventDataStore'].map((key) => parameters[key]);
  const found = named.find((value) => typeof value === 'string');
  return typeof found === 'string' ? found.slice(0, LONGEST_NAME) : '';
}

/** The name of a bucket needs no escapes, so the text is not parsed: there are many such events. */
function bucketIn(parameters: string): string {
  return /"bucketName"\s*:\s*"([A-Za-z0-9._-]{1,255})"/.exec(parameters)?.[1] ?? '';
}

function isOldDataCall(event: Event): boolean {
  return isDataCall(event.text(FIELD['eventSource']), event.text(FIELD['eventName']));
}

/** Puts together what the threads noted; the same in whatever order they come. */
export function mergeCoverage(packed: readonly PackedCoverage[]): Coverage {
  const [accounts, regions, sources] = [new Names(), new Names(), new Names()];
  const pairs = emptyPairs();
  let changes: LoggingChange[] = [];
  for (const each of packed) {
    const toAccount = accounts.adopt(each.accounts);
    const place = pairs.place.adopt(each.pairs.place, toAccount, regions.adopt(each.regions));
    const data = pairs.data.adopt(each.pairs.data, toAccount, sources.adopt(each.sources));
    pairs.placeHour.adopt(each.pairs.placeHour, place, undefined);
    pairs.dataHour.adopt(each.pairs.dataHour, data, undefined);
    changes.push(...each.changes);
  }
  changes = firstChanges(distinctChanges(changes));
  const fromMs = Math.min(...packed.map((each) => each.fromMs));
  const toMs = Math.max(...packed.map((each) => each.toMs));
  return {
    fromMs: Number.isFinite(fromMs) ? fromMs : null,
    toMs: Number.isFinite(toMs) ? toMs : null,
    places: rowsOf(pairs.place, pairs.placeHour, (n) => ({
      account: accounts.list[pairs.place.first(n)]!,
      region: regions.list[pairs.place.second(n)]!,
    })),
    data: rowsOf(pairs.data, pairs.dataHour, (n) => ({
      account: accounts.list[pairs.data.first(n)]!,
      source: sources.list[pairs.data.second(n)]!,
    })),
    buckets: new Set(packed.flatMap((each) => each.buckets).toSorted(byText)),
    trailChanges: changes,
  };
}

/** Rows in order of their names, each with its hours. */
function rowsOf<T extends object>(
  pairs: PairTable,
  hoursOf: PairTable,
  nameOf: (n: number) => T,
): (T & { readonly hours: readonly number[] })[] {
  const hours = Array.from({ length: pairs.length }, (): number[] => []);
  for (let n = 0; n < hoursOf.length; n++) hours[hoursOf.first(n)]!.push(hoursOf.second(n) | 0);
  return hours
    .map((list, n) => ({ ...nameOf(n), hours: list.toSorted((a, b) => a - b) }))
    .toSorted((a, b) => byText(JSON.stringify(a), JSON.stringify(b)));
}

/** The same call may have been read twice. */
function distinctChanges(changes: readonly LoggingChange[]): LoggingChange[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
