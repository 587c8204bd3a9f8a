/** Joins records by looking at every pair of them: slow, and short enough to be seen to be right. */
import type { JsonObject } from '../../src/json.ts';
import { objectAt, textAt } from '../../src/lineage/field.ts';

/** `parent > child (mechanism, rule)` of the kinds of records that `growLineage` writes. */
export function joinSlowly(records: readonly JsonObject[]): Set<string> {
  const edges = new Set<string>();
  for (const mint of records) {
    for (const other of records) {
      for (const [parent, child, rule] of pair(mint, other, records)) {
        if (parent !== child) edges.add(`${parent} > ${child} (${textAt(mint, 'eventName')}, ${rule})`);
      }
    }
  }
  return edges;
}

type Edge = readonly [parent: string, child: string, rule: string];

function pair(mint: JsonObject, other: JsonObject, records: readonly JsonObject[]): readonly Edge[] {
  const parent = idOf(mint, records);
  const child = idOf(other, records);
  const arn = textAt(other, 'userIdentity', 'arn');
  switch (textAt(mint, 'eventName')) {
    case 'AssumeRole':
    case 'GetSessionToken':
      return sts(mint, other, parent, child);
    case 'CreateAccessKey':
      return [[parent, textAt(mint, 'responseElements', 'accessKey', 'accessKeyId'), 'J1']];
    case 'CreateLoginProfile':
      return [[parent, `password:${userOf(mint)}`, 'J1']];
    case 'ConsoleLogin':
      return createdOf(other) === textAt(mint, 'eventTime') && arn === textAt(mint, 'userIdentity', 'arn')
        ? [[`password:${arn}`, child, 'J4']]
        : [];
    case 'RunInstances':
      return arn.endsWith(`/${instanceOf(mint)}`) ? [[parent, child, 'J6']] : [];
    case 'CreateUser':
      return created(mint, other, records, parent);
    default:
      return [];
  }
}

function sts(mint: JsonObject, other: JsonObject, parent: string, child: string): readonly Edge[] {
  const key = textAt(mint, 'responseElements', 'credentials', 'accessKeyId');
  if (key !== '') return [[parent, key, 'J1']];
  const { roleArn = '', roleSessionName = '' } = objectAt(mint, 'requestParameters') as Record<
    string,
    string
  >;
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const suffix =
    role === '' ? textAt(mint, 'userIdentity', 'arn') : `assumed-role/${role}/${roleSessionName}`;
  const isSame = createdOf(other) === textAt(mint, 'eventTime');
  return isSame && textAt(other, 'userIdentity', 'arn').endsWith(suffix) ? [[parent, child, 'J2']] : [];
}

/** Keys and passwords that others gave to a user belong to who made the user, too. */
function created(
  mint: JsonObject,
  other: JsonObject,
  records: readonly JsonObject[],
  parent: string,
): readonly Edge[] {
  const name = textAt(other, 'eventName');
  if (name !== 'CreateAccessKey' && name !== 'CreateLoginProfile') return [];
  if (userOf(other) !== textAt(mint, 'responseElements', 'user', 'arn')) return [];
  if (idOf(other, records) === parent) return [];
  const key = textAt(other, 'responseElements', 'accessKey', 'accessKeyId');
  // Its own events give a user's ID; the password is used to sign in.
  const isUsed = records.some((each) =>
    key === ''
      ? textAt(each, 'eventName') === 'ConsoleLogin' && textAt(each, 'userIdentity', 'arn') === userOf(other)
      : textAt(each, 'userIdentity', 'accessKeyId') === key,
  );
  return [[parent, key === '' ? `password:${userOf(other)}` : key, isUsed ? 'J3' : 'J10']];
}

/** The credential that made a call. */
function idOf(record: JsonObject, records: readonly JsonObject[]): string {
  const identity = objectAt(record, 'userIdentity');
  const arn = textAt(identity, 'arn');
  if ('sessionCredentialFromConsole' in record) return `console:${arn}@${createdOf(record)}`;
  if (textAt(identity, 'invokedBy') === '') return textAt(identity, 'accessKeyId');
  const direct = records.find(
    (each) => textAt(each, 'userIdentity', 'arn') === arn && textAt(each, 'userIdentity', 'invokedBy') === '',
  );
  return textAt(direct, 'userIdentity', 'accessKeyId');
}

function userOf(record: JsonObject): string {
  return `arn:aws:iam::111122223333:user/${textAt(record, 'requestParameters', 'userName')}`;
}

function createdOf(record: JsonObject): string {
  return textAt(record, 'userIdentity', 'sessionContext', 'attributes', 'creationDate');
}

function instanceOf(record: JsonObject): string {
  const items = objectAt(record, 'responseElements', 'instancesSet')['items'] as readonly JsonObject[];
  return textAt(items[0], 'instanceId');
}
