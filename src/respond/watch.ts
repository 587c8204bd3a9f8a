/** Sees what is made in IAM while a response holds, and is no part of the plan. Reads only. */
import type { Caller } from './action.ts';
import { AwsError } from './aws-error.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { readOnly } from './operation.ts';

/** Pages of one list: more than IAM's quotas let an account have. */
const MOST_PAGES = 100;

export class Watch {
  readonly #caller: Caller;
  readonly #accounts: readonly string[];
  readonly #users: readonly { readonly account: string; readonly name: string }[];
  /** Grows with what is made, which the quotas of IAM bound. */
  readonly #known = new Set<string>();
  #isFirst = true;

  /**
   * @param scope ARNs of the principals of the incident: of its users each new key is seen
   */
  constructor(caller: Caller, accounts: readonly string[], scope: readonly string[]) {
    this.#caller = readOnly(caller);
    this.#accounts = accounts;
    this.#users = scope.flatMap((arn) => {
      const found = /^arn:[^:]+:iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/.exec(arn);
      return found === null ? [] : [{ account: found[1]!, name: found[2]! }];
    });
  }

  /**
   * What is there now, and was not at the look before, as sentences; the first look only remembers.
   * @throws AwsError when it cannot look.
   */
  async look(): Promise<string[]> {
    const found: string[] = [];
    for (const account of this.#accounts) {
      for (const user of await this.#list(account, 'ListUsers', {}, 'Users'))
        found.push(`user ${textOf(user['UserName'])} (${textOf(user['UserId'])}) in ${account}`);
      for (const role of await this.#list(account, 'ListRoles', {}, 'Roles'))
        found.push(`role ${textOf(role['RoleName'])} (${textOf(role['RoleId'])}) in ${account}`);
    }
    for (const { account, name } of this.#users)
      for (const key of await this.#keys(account, name))
        found.push(`access key ${textOf(key['AccessKeyId'])} of ${name} in ${account}`);
    const fresh = found.filter((each) => !this.#known.has(each));
    for (const each of fresh) this.#known.add(each);
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    return isFirst ? [] : fresh.map((each) => `${each} is new, and in no step of the plan`);
  }

  async #keys(account: string, user: string): Promise<JsonObject[]> {
    try {
      return await this.#list(account, 'ListAccessKeys', { UserName: user }, 'AccessKeyMetadata');
    } catch (error) {
      if (error instanceof AwsError && error.kind === 'not found') return [];
      throw error;
    }
  }

  async #list(account: string, operation: string, input: JsonObject, member: string): Promise<JsonObject[]> {
    const all: JsonObject[] = [];
    let marker: JsonObject = {};
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await this.#caller.call(
        { service: 'iam', operation, input: { ...input, ...marker } },
        { account, region: '' },
      );
      const list = answer[member];
      if (Array.isArray(list)) for (const each of list) if (isJsonObject(each)) all.push(each);
      if (answer['IsTruncated'] !== true || typeof answer['Marker'] !== 'string') break;
      marker = { Marker: answer['Marker'] };
    }
    return all;
  }
}

function textOf(value: JsonObject[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
