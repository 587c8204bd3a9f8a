/** Sees what is made in IAM, and is no part of the plan. Reads only. */
import type { Caller } from './action.ts';
import { AwsError } from './aws-error.ts';
import type { Made } from './closing.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { readOnly } from './operation.ts';

/** Pages of one list: more than IAM's quotas let an account have. */
const MOST_PAGES = 100;

/** A user, role or access key, as `user backdoor (AIDA…) in 111122223333`. */
interface Listed extends Made {
  readonly createdMs: number;
}

export class Watch {
  readonly #caller: Caller;
  readonly #accounts: readonly string[];
  readonly #scope: readonly string[];
  /** Grows with what is made, which the quotas of IAM bound. */
  readonly #known = new Set<string>();
  #isFirst = true;

  /** @param scope ARNs of the principals of the incident: of its users each new key is seen */
  constructor(caller: Caller, accounts: readonly string[], scope: readonly string[]) {
    this.#caller = caller;
    this.#accounts = accounts;
    this.#scope = scope;
  }

  /**
   * What is there now, and was not at the look before, as sentences; the first look only remembers.
   * @throws AwsError when it cannot look.
   */
  async look(): Promise<string[]> {
    const found = await listMade(this.#caller, this.#accounts, this.#scope);
    const fresh = found.filter(({ text }) => !this.#known.has(text));
    for (const { text } of fresh) this.#known.add(text);
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    return isFirst ? [] : fresh.map(({ text }) => `${text} is new, and in no step of the plan`);
  }
}

/**
 * Users, roles, and keys of the incident's users that were made since then and that no step names, as sentences.
 *
 * @param named what steps name
 * @throws AwsError when it cannot look.
 */
export async function newSince(
  caller: Caller,
  accounts: readonly string[],
  scope: readonly string[],
  sinceMs: number,
  named: ReadonlySet<string>,
): Promise<Made[]> {
  const found = await listMade(caller, accounts, scope);
  return found
    .filter(({ name, createdMs }) => createdMs >= sinceMs && !named.has(name))
    .map(({ name, text, createdMs }) => ({
      name,
      text: `${text} was made at ${new Date(createdMs).toISOString()}, and is in no step`,
    }));
}

async function listMade(
  caller: Caller,
  accounts: readonly string[],
  scope: readonly string[],
): Promise<Listed[]> {
  const reading = readOnly(caller);
  const made: Listed[] = [];
  for (const account of accounts) {
    for (const user of await list(reading, account, 'ListUsers', {}, 'Users'))
      made.push(madeOf(user, 'user', 'UserName', 'UserId', account));
    for (const role of await list(reading, account, 'ListRoles', {}, 'Roles'))
      made.push(madeOf(role, 'role', 'RoleName', 'RoleId', account));
  }
  for (const { account, name } of usersIn(scope))
    for (const key of await keysOf(reading, account, name))
      made.push({
        text: `access key ${textOf(key['AccessKeyId'])} of ${name} in ${account}`,
        name: textOf(key['AccessKeyId']),
        createdMs: Date.parse(textOf(key['CreateDate'])),
      });
  return made;
}

function madeOf(thing: JsonObject, kind: string, nameKey: string, idKey: string, account: string): Listed {
  const name = textOf(thing[nameKey]);
  return {
    text: `${kind} ${name} (${textOf(thing[idKey])}) in ${account}`,
    name,
    createdMs: Date.parse(textOf(thing['CreateDate'])),
  };
}

function usersIn(scope: readonly string[]): { account: string; name: string }[] {
  return scope.flatMap((arn) => {
    const found = /^arn:[^:]+:iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/.exec(arn);
    return found === null ? [] : [{ account: found[1]!, name: found[2]! }];
  });
}

async function keysOf(caller: Caller, account: string, user: string): Promise<JsonObject[]> {
  try {
    return await list(caller, account, 'ListAccessKeys', { UserName: user }, 'AccessKeyMetadata');
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'not found') return [];
    throw error;
  }
}

async function list(
  caller: Caller,
  account: string,
  operation: string,
  input: JsonObject,
  member: string,
): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  let marker: JsonObject = {};
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await caller.call(
      { service: 'iam', operation, input: { ...input, ...marker } },
      { account, region: '' },
    );
    const found = answer[member];
    if (Array.isArray(found)) for (const each of found) if (isJsonObject(each)) all.push(each);
    if (answer['IsTruncated'] !== true || typeof answer['Marker'] !== 'string') break;
    marker = { Marker: answer['Marker'] };
  }
  return all;
}

function textOf(value: JsonObject[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
