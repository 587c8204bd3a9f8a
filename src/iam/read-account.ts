/** Reads the identities of one account. */
import { rootArn, partitionOf } from '../lineage/arn.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Caller, CallPlace } from '../respond/action.ts';
import { orNull } from '../respond/aws-error.ts';
import type { Clock } from '../respond/clock.ts';
import { objectIn, readAll, readOne, textIn } from '../respond/reading.ts';
import { auditing } from './calls.ts';
import { lastChanges, readCredentialReport } from './credential-report.ts';
import type { CredentialReport } from './credential-report.ts';
import { isWithoutHealth, readHealthEvents } from './health.ts';
import { Parts } from './parts.ts';
import { readRights, RIGHTS_UNKNOWN } from './policies.ts';
import type { UserRights } from './policies.ts';
import { sideBySide } from './side-by-side.ts';
import type { IamKey, IamRoot, IamSnapshot, IamUser, KeyUse, ServiceCredential } from './snapshot.ts';

/** Users that are read at the same time: IAM throttles an account, not a caller. */
const MOST_USERS = 6;

export interface AccountReading {
  readonly account: string;
  /** Name in the organization; `null` when not known. */
  readonly name: string | null;
  /** ARN of who reads. */
  readonly reader: string;
  readonly clock: Clock;
  /** Called with the users read, and how many there are. */
  readonly onProgress?: (users: number, all: number) => void;
}

/** What can be read of an account; the rest is named in `unread`. @throws KeytrailError when there is no way into it. */
export async function readAccount(caller: Caller, reading: AccountReading): Promise<IamSnapshot> {
  const { account, name, reader, clock, onProgress } = reading;
  const aws = auditing(caller);
  const place: CallPlace = { account, region: '' };
  const parts = new Parts();
  const time = new Date(clock.now()).toISOString();
  const [listed, rights, report, credentials, summary, healthEvents] = await Promise.all([
    parts.read('users', '', async () => readAll(aws, place, 'iam', 'ListUsers', {}, 'Users')),
    parts.read('policies', '', async () => readRights(aws, place, parts)),
    parts.read('credential report', '', async () => readCredentialReport(aws, place, clock)),
    parts.read('service credentials', '', async () => readServiceCredentials(aws, place)),
    parts.read('account summary', '', async () => readOne(aws, place, 'iam', 'GetAccountSummary', {})),
    parts.read('AWS Health', '', async () => readHealthEvents(aws, account, reader, parts), isWithoutHealth),
  ]);
  const found = (listed ?? []).toSorted((a, b) => compare(textIn(a, 'UserName'), textIn(b, 'UserName')));
  let done = 0;
  const users = await sideBySide(found, MOST_USERS, async (user) => {
    const read = await readUser(aws, place, parts, { user, rights, report, credentials });
    onProgress?.(++done, found.length);
    return read;
  });
  return {
    account,
    name,
    time,
    reader,
    root: rootOf(rootArn(partitionOf(reader), account), summary, report),
    users,
    healthEvents,
    reportTime: report?.time ?? null,
    unread: parts.unread(),
  };
}

interface UserReading {
  readonly user: JsonObject;
  readonly rights: ReadonlyMap<string, UserRights> | null;
  readonly report: CredentialReport | null;
  readonly credentials: ReadonlyMap<string, readonly ServiceCredential[]> | null;
}

/** A user that is deleted meanwhile has no keys and no password. */
async function readUser(
  aws: Caller,
  place: CallPlace,
  parts: Parts,
  { user, rights, report, credentials }: UserReading,
): Promise<IamUser> {
  const [name, arn] = [textIn(user, 'UserName'), textIn(user, 'Arn')];
  const of = { UserName: name };
  const list = async (operation: string, member: string): Promise<JsonObject[]> =>
    (await orNull(readAll(aws, place, 'iam', operation, of, member))) ?? [];
  const keys = await parts.read('access keys', name, async () => list('ListAccessKeys', 'AccessKeyMetadata'));
  const hasPassword = await parts.read(
    'password',
    name,
    async () => (await orNull(readOne(aws, place, 'iam', 'GetLoginProfile', of))) !== null,
  );
  const devices = await parts.read('MFA devices', name, async () => list('ListMFADevices', 'MFADevices'));
  const row = report?.users.get(arn);
  return {
    name,
    arn,
    id: textIn(user, 'UserId'),
    created: textIn(user, 'CreateDate'),
    password:
      hasPassword === null
        ? null
        : { enabled: hasPassword, lastUsed: textIn(user, 'PasswordLastUsed') || null },
    hasMfa: devices === null ? null : devices.length > 0,
    keys: keys === null ? null : await readKeys(aws, place, parts, keys, row),
    serviceCredentials: credentials === null ? null : (credentials.get(name) ?? []),
    ...(rights === null ? RIGHTS_UNKNOWN : (rights.get(arn) ?? RIGHTS_UNKNOWN)),
  };
}

async function readKeys(
  aws: Caller,
  place: CallPlace,
  parts: Parts,
  listed: readonly JsonObject[],
  row: Parameters<typeof lastChanges>[1],
): Promise<IamKey[]> {
  const keys = listed
    .map((key) => ({
      id: textIn(key, 'AccessKeyId'),
      active: key['Status'] === 'Active',
      created: textIn(key, 'CreateDate'),
    }))
    .toSorted((a, b) => compare(a.created, b.created) || compare(a.id, b.id));
  const changes = lastChanges(keys, row);
  const read: IamKey[] = [];
  for (const [n, key] of keys.entries()) {
    const lastUsed = await parts.read('last use', key.id, async () => readLastUse(aws, place, key.id));
    read.push({ ...key, lastChanged: changes[n]!, lastUsed: lastUsed?.use ?? { state: 'unknown' } });
  }
  return read;
}

/** @throws AwsError, also when the key is not known, or of another account. */
export async function readLastUse(
  aws: Caller,
  place: CallPlace,
  keyId: string,
): Promise<{ readonly user: string | null; readonly use: KeyUse }> {
  const answer = await readOne(aws, place, 'iam', 'GetAccessKeyLastUsed', { AccessKeyId: keyId });
  const last = objectIn(answer['AccessKeyLastUsed']);
  const time = textIn(last, 'LastUsedDate');
  return {
    user: textIn(answer, 'UserName') || null,
    use:
      time === ''
        ? { state: 'never' }
        : { state: 'used', time, service: textIn(last, 'ServiceName'), region: textIn(last, 'Region') },
  };
}

async function readServiceCredentials(
  aws: Caller,
  place: CallPlace,
): Promise<ReadonlyMap<string, readonly ServiceCredential[]>> {
  const all = await readAll(
    aws,
    place,
    'iam',
    'ListServiceSpecificCredentials',
    { AllUsers: true },
    'ServiceSpecificCredentials',
  );
  const byUser = new Map<string, ServiceCredential[]>();
  for (const each of all) {
    const own = byUser.get(textIn(each, 'UserName')) ?? [];
    own.push({
      id: textIn(each, 'ServiceSpecificCredentialId'),
      service: textIn(each, 'ServiceName'),
      active: each['Status'] === 'Active',
      created: textIn(each, 'CreateDate'),
      expires: textIn(each, 'ExpirationDate') || null,
    });
    byUser.set(textIn(each, 'UserName'), own);
  }
  return byUser;
}

/** The report counts keys and knows their use; the summary is of now, and says only whether there are any. */
function rootOf(arn: string, summary: JsonObject | null, report: CredentialReport | null): IamRoot {
  const map = summary?.['SummaryMap'];
  const now = isJsonObject(map) ? map : {};
  const [present, mfa] = [now['AccountAccessKeysPresent'], now['AccountMFAEnabled']];
  const row = report?.root ?? null;
  const counted = row?.keys.filter(({ active }) => active).length ?? null;
  const uses = row?.keys.map(({ lastUsed }) => lastUsed).toSorted((a, b) => compare(whenOf(b), whenOf(a)));
  return {
    arn,
    keys: typeof present === 'number' ? (present === 0 ? 0 : Math.max(present, counted ?? 0)) : counted,
    hasMfa: typeof mfa === 'number' ? mfa > 0 : (row?.hasMfa ?? null),
    passwordLastUsed: row?.passwordLastUsed ?? null,
    keysLastUsed: uses?.[0] ?? { state: 'unknown' },
  };
}

function whenOf(use: KeyUse): string {
  return use.state === 'used' ? use.time : '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
