/** Statistics the slow way: every record parsed, everything counted in plain maps. */
import type { Json, JsonObject } from '../../src/json.ts';
import { isJsonObject } from '../../src/json.ts';
import { readTime } from '../../src/cloudtrail/event.ts';
import type { StatsReport } from '../../src/stats/report.ts';

/** What the slow count and a report must agree on. */
export interface Agreed {
  readonly events: number;
  readonly undated: number;
  readonly accounts: Record<string, number>;
  readonly regions: Record<string, number>;
  readonly apis: Record<string, string>;
  readonly codes: Record<string, string>;
  readonly credentials: Record<string, string>;
}

/** Counts records, the first of those with the same account and event ID only. */
export function countSlowly(records: readonly JsonObject[]): Agreed {
  const events = withoutRepeats(records);
  const by = (keyOf: (event: JsonObject) => string): [string, JsonObject[]][] => {
    const groups: Record<string, JsonObject[]> = {};
    for (const event of events) (groups[keyOf(event)] ??= []).push(event);
    return Object.entries(groups);
  };
  const counts = (keyOf: (event: JsonObject) => string): Record<string, number> =>
    Object.fromEntries(by(keyOf).map(([key, of]) => [key, of.length]));
  return {
    events: events.length,
    undated: events.filter((event) => Number.isNaN(readTime(event['eventTime']))).length,
    accounts: counts(accountOf),
    regions: counts((event) => text(event, 'awsRegion')),
    apis: Object.fromEntries(
      by(apiOf).map(([api, of]) => [api, `${sums(of)} users ${distinct(of, userOf)}`]),
    ),
    codes: Object.fromEntries(
      by((event) => text(event, 'errorCode'))
        .filter(([code]) => code !== '')
        .map(([code, of]) => [code, `${sums(of)} apis ${distinct(of, apiOf)}`]),
    ),
    credentials: Object.fromEntries(
      by(userOf).map(([user, of]) => [
        user,
        `${sums(of)} apis ${distinct(of, apiOf)} days ${distinct(of, dayOf)} regions ${distinct(of, regionOf)} ` +
          `addresses ${distinct(of, (event) => ` ${text(event, 'sourceIPAddress')}`)}`,
      ]),
    ),
  };
}

/** The same, from a report. */
export function agreedOf(report: StatsReport): Agreed {
  return {
    events: report.total.events,
    undated: report.undated,
    accounts: eventsByName(report.accounts),
    regions: eventsByName(report.regions),
    apis: Object.fromEntries(
      report.apis.map((row) => [`${row.source} ${row.name}`, `${rowSums(row)} users ${row.credentials}`]),
    ),
    codes: Object.fromEntries(report.errors.map((row) => [row.code, `${rowSums(row)} apis ${row.apis}`])),
    credentials: Object.fromEntries(
      report.credentials.map((row) => [
        `${row.kind} ${row.name}`,
        `${rowSums(row)} apis ${row.apis} days ${row.days} regions ${row.regions.length} addresses ${row.addresses.count}`,
      ]),
    ),
  };
}

function eventsByName(
  rows: readonly { readonly name: string; readonly events: number }[],
): Record<string, number> {
  return Object.fromEntries(rows.map(({ name, events }) => [name, events]));
}

function withoutRepeats(records: readonly JsonObject[]): JsonObject[] {
  const seen = new Set<string>();
  return records.filter((record) => {
    const id = text(record, 'eventID');
    // Event IDs are UUIDs; made-up short ones do not tell events apart.
    if (id.length < 20) return true;
    const key = JSON.stringify([accountOf(record), id]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function sums(events: readonly JsonObject[]): string {
  const times = events.map((event) => readTime(event['eventTime'])).filter((ms) => !Number.isNaN(ms));
  const count = (holds: (event: JsonObject) => boolean): number => events.filter(holds).length;
  return [
    events.length,
    count((event) => text(event, 'errorCode') !== ''),
    count((event) => /denied|unauthori[sz]ed|not_?authori[sz]ed|forbidden/i.test(text(event, 'errorCode'))),
    count((event) => text(event, 'readOnly') === 'true'),
    count((event) => text(event, 'readOnly') === 'false'),
    Math.min(...times),
    Math.max(...times),
  ].join(' ');
}

function rowSums(row: StatsReport['total']): string {
  return [row.events, row.errors, row.denied, row.reads, row.writes, row.firstMs, row.lastMs].join(' ');
}

/** Distinct texts that are not empty. */
function distinct(events: readonly JsonObject[], textOf: (event: JsonObject) => string): number {
  return new Set(events.map(textOf).filter((each) => each !== '')).size;
}

function apiOf(event: JsonObject): string {
  return `${text(event, 'eventSource')} ${text(event, 'eventName')}`;
}

function accountOf(event: JsonObject): string {
  return text(event, 'recipientAccountId') || text(event, 'userIdentity.accountId');
}

function regionOf(event: JsonObject): string {
  return text(event, 'awsRegion');
}

function dayOf(event: JsonObject): string {
  const ms = readTime(event['eventTime']);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10);
}

function userOf(event: JsonObject): string {
  const key = text(event, 'userIdentity.accessKeyId');
  if (key !== '' && !key.startsWith('ASIA'))
    return `${key.startsWith('AKIA') ? 'long-lived' : 'other-key'} ${key}`;
  const owners = [
    'sessionContext.sessionIssuer.arn',
    'arn',
    'userName',
    'invokedBy',
    'principalId',
    'accountId',
    'type',
  ];
  const owner = owners.map((field) => text(event, `userIdentity.${field}`)).find((each) => each !== '') ?? '';
  const role = owner.includes(':assumed-role/') ? owner.split('/').slice(0, 2).join('/') : owner;
  return `${key === '' ? 'none' : 'temporary'} ${/^A[A-Z]{3}[A-Z0-9]{10,}:/.test(role) ? role.split(':')[0] : role}`;
}

function text(event: JsonObject, path: string): string {
  let value: Json | undefined = event;
  for (const name of path.split('.')) value = isJsonObject(value) ? value[name] : undefined;
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
