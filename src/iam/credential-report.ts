/**
 * The credential report: a table that AWS makes, with one row for each user and one for root.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
import { parse } from 'csv-parse/sync';
import { KeytrailError } from '../error.ts';
import type { JsonObject } from '../json.ts';
import type { Caller, CallPlace } from '../respond/action.ts';
import { AwsError } from '../respond/aws-error.ts';
import type { Clock } from '../respond/clock.ts';
import { readOne, textIn } from '../respond/reading.ts';
import type { KeyUse } from './snapshot.ts';

export interface CredentialReport {
  /** RFC 3339; it can be four hours old. */
  readonly time: string;
  /** `null` where the report has no row for root. */
  readonly root: ReportRow | null;
  /** By ARN. */
  readonly users: ReadonlyMap<string, ReportRow>;
}

export interface ReportRow {
  readonly hasMfa: boolean;
  readonly passwordLastUsed: string | null;
  /** Without the IDs, which the report does not have. */
  readonly keys: readonly [ReportKey, ReportKey];
}

export interface ReportKey {
  readonly active: boolean;
  /** Created, or last switched on or off; `null` where there is no such key. */
  readonly lastChanged: string | null;
  readonly lastUsed: KeyUse;
}

/** How long AWS is waited for, in milliseconds. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 1000;

/**
 * Has the report made anew where that is permitted, and reads it.
 *
 * @throws AwsError when neither is permitted, or it does not come
 */
export async function readCredentialReport(
  aws: Caller,
  place: CallPlace,
  clock: Clock,
): Promise<CredentialReport> {
  let refused: unknown;
  try {
    await generate(aws, place, clock);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // One that somebody else had made may lie there.
    refused = error;
  }
  let answer: JsonObject;
  try {
    answer = await readOne(aws, place, 'iam', 'GetCredentialReport', {});
  } catch (error) {
    throw refused ?? error;
  }
  const text = Buffer.from(textIn(answer, 'Content'), 'base64').toString('utf8');
  return parseReport(text, textIn(answer, 'GeneratedTime'));
}

async function generate(aws: Caller, place: CallPlace, clock: Clock): Promise<void> {
  const endMs = clock.now() + PATIENCE_MS;
  for (;;) {
    const answer = await readOne(aws, place, 'iam', 'GenerateCredentialReport', {});
    if (answer['State'] === 'COMPLETE') return;
    if (clock.now() >= endMs)
      throw new AwsError('ReportInProgress', 'AWS makes the credential report for too long');
    await clock.sleep(LOOK_MS);
  }
}

/** @throws KeytrailError when it is no report. */
export function parseReport(text: string, time: string): CredentialReport {
  const rows = rowsOf(text);
  const root = rows.find(({ user }) => user === '<root_account>');
  return {
    time,
    root: root === undefined ? null : rowOf(root),
    users: new Map(rows.filter((row) => row !== root).map((row) => [row['arn']!, rowOf(row)])),
  };
}

type Row = Readonly<Record<string, string>>;

function rowsOf(text: string): Row[] {
  let table: string[][];
  try {
    table = parse(text, { relax_column_count: true, skip_empty_lines: true });
  } catch (cause) {
    throw new KeytrailError('the credential report is no table', { cause });
  }
  const [titles = [], ...rows] = table;
  if (titles[0] !== 'user' || titles[1] !== 'arn' || !titles.includes('access_key_1_active'))
    throw new KeytrailError('the credential report lacks columns');
  const others = titles.slice(2);
  return rows.map((cells) => {
    // Names can have commas, which are not always quoted: what is too much belongs to name and ARN.
    const first = cells.slice(0, cells.length - others.length).join(',');
    const at = first.indexOf(',arn:');
    if (at < 0) throw new KeytrailError('the credential report has a row that is too short');
    const rest = others.map((title, n) => [title, cells[cells.length - others.length + n]!] as const);
    return { user: first.slice(0, at), arn: first.slice(at + 1), ...Object.fromEntries(rest) };
  });
}

function rowOf(row: Row): ReportRow {
  const key = (n: 1 | 2): ReportKey => {
    const used = timeOf(row[`access_key_${n}_last_used_date`]);
    return {
      active: row[`access_key_${n}_active`] === 'true',
      lastChanged: timeOf(row[`access_key_${n}_last_rotated`]),
      lastUsed:
        used === null
          ? { state: 'never' }
          : {
              state: 'used',
              time: used,
              service: row[`access_key_${n}_last_used_service`] ?? 'N/A',
              region: row[`access_key_${n}_last_used_region`] ?? 'N/A',
            },
    };
  };
  return {
    hasMfa: row['mfa_active'] === 'true',
    passwordLastUsed: timeOf(row['password_last_used']),
    keys: [key(1), key(2)],
  };
}

/** `null` for `N/A`, `no_information`, `not_supported`. */
function timeOf(text: string | undefined): string | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/**
 * When each key was last changed: which row of the report is which key is worked out, as the report has no IDs.
 *
 * @param keys `CreateDate` and status, in any order
 * @returns in the order of `keys`; `null` where it can be either
 */
export function lastChanges(
  keys: readonly { readonly created: string; readonly active: boolean }[],
  row: ReportRow | undefined,
): (string | null)[] {
  const rows = row?.keys.filter(({ lastChanged }) => lastChanged !== null) ?? [];
  // A key made or deleted since the report: the rows are not those of these keys.
  if (rows.length !== keys.length) return keys.map(() => null);
  const orders = rows.length === 2 ? [rows, [rows[1]!, rows[0]!]] : [rows];
  const possible = orders.filter((order) =>
    order.every(({ lastChanged, active }, n) => {
      const { created, active: isActive } = keys[n]!;
      return active === isActive && Date.parse(lastChanged!) >= Date.parse(created) - SECOND_MS;
    }),
  );
  const [first, second] = possible;
  return keys.map((_, n) => {
    const change = first?.[n]?.lastChanged ?? null;
    return second === undefined || second[n]!.lastChanged === change ? change : null;
  });
}

/** Some times of AWS have fractions, and others not. */
const SECOND_MS = 1000;
