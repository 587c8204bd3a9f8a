/** The console's Event history as CSV: its columns, turned back into (thin) CloudTrail records. */
import { parse } from 'csv-parse/sync';
import type { JsonObject } from '../json.ts';

/** Column titles, lower case without spaces and dashes, and the place of their value in a record. */
const COLUMNS: { readonly [title: string]: readonly string[] } = {
  eventid: ['eventID'],
  eventtime: ['eventTime'],
  eventname: ['eventName'],
  eventsource: ['eventSource'],
  awsregion: ['awsRegion'],
  sourceipaddress: ['sourceIPAddress'],
  useragent: ['userAgent'],
  errorcode: ['errorCode'],
  errormessage: ['errorMessage'],
  readonly: ['readOnly'],
  requestid: ['requestID'],
  eventtype: ['eventType'],
  recipientaccountid: ['recipientAccountId'],
  username: ['userIdentity', 'userName'],
  awsaccesskey: ['userIdentity', 'accessKeyId'],
  awsaccesskeyid: ['userIdentity', 'accessKeyId'],
  accesskeyid: ['userIdentity', 'accessKeyId'],
};

/** Reads the table; rows without event name or source are left out and counted. */
export function readConsoleCsv(text: string): {
  readonly events: readonly JsonObject[];
  readonly others: number;
} {
  const rows = parse(text, {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const [titles = [], ...body] = rows;
  const places = titles.map((title) => COLUMNS[title.toLowerCase().replace(/[^a-z]/g, '')]);
  const events = body.map((row) => recordOf(row, places)).filter((event) => event !== undefined);
  return { events, others: body.length - events.length };
}

function recordOf(
  row: readonly string[],
  places: readonly (readonly string[] | undefined)[],
): JsonObject | undefined {
  const record: Record<string, string> = {};
  const identity: Record<string, string> = {};
  places.forEach((place, n) => {
    const value = row[n]?.trim() ?? '';
    if (place === undefined || value === '' || value === '-') return;
    if (place[0] === 'eventTime') record['eventTime'] = isoTime(value);
    else if (place.length === 2) identity[place[1]!] = value;
    else record[place[0]!] = value;
  });
  if (record['eventName'] === undefined || record['eventSource'] === undefined) return undefined;
  return { ...record, userIdentity: identity };
}

/** The console writes ISO 8601, or as on the page: `July 10, 2023, 11:42:36 (UTC+02:00)`. Without a zone it is UTC. */
function isoTime(text: string): string {
  const shown = /^(.*\d)\s*\(UTC([+-]\d\d):?(\d\d)\)$/.exec(text);
  const stamp = shown === null ? text : `${shown[1]} GMT${shown[2]}${shown[3]}`;
  const ms = Date.parse(withZone(stamp));
  return Number.isNaN(ms) ? text : new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** A stamp without zone would be read in that of this machine. */
function withZone(stamp: string): string {
  if (/(Z|GMT|UTC|GMT[+-]\d{4}|\d[+-]\d\d:?\d\d)$/i.test(stamp)) return stamp;
  return /\dT\d/.test(stamp) ? `${stamp}Z` : `${stamp} UTC`;
}
