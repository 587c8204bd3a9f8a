/** A policy without those who are not of the house. */
import { accountIn } from '../investigate/policy.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

/** Services that act for anybody who can configure them: as principal of a trust they are a way in from outside. */
const GATES = new Set(['rolesanywhere.amazonaws.com', 'codebuild.amazonaws.com']);

/**
 * The policy without the principals of other accounts in statements that allow; a statement without any principal left
 * goes. Everyone (`*`) is taken out unless the statement has a condition. Federated principals and services stay, apart
 * from those that let outsiders in. Text that is no policy, and a policy that changes nothing, is returned as it is.
 *
 * @param last the statement that remains when no other does; without it, the policy becomes `''`
 */
export function withoutOutsiders(policy: string, accounts: ReadonlySet<string>, last?: JsonObject): string {
  const document = parsed(policy);
  if (!isJsonObject(document)) return policy;
  const statements = listOf(document['Statement']);
  const kept = statements.flatMap((statement) => {
    const left = isJsonObject(statement) ? closed(statement, accounts) : statement;
    return left === null ? [] : [left];
  });
  if (kept.length === statements.length && kept.every((each, n) => each === statements[n])) return policy;
  if (kept.length > 0) return JSON.stringify({ ...document, Statement: kept });
  return last === undefined ? '' : JSON.stringify({ ...document, Statement: [last] });
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** The statement without outsiders: itself when it has none, `null` when it has nobody else. */
function closed(statement: JsonObject, accounts: ReadonlySet<string>): JsonObject | null {
  if (statement['Effect'] !== 'Allow') return statement;
  const { Principal: principal } = statement;
  const isConditional = isJsonObject(statement['Condition']);
  const stays = (kind: string, value: Json): boolean => {
    if (typeof value !== 'string') return true;
    if (kind === 'Service') return !GATES.has(value);
    if (kind !== 'AWS') return true;
    const account = accountIn(value);
    return account === '*' ? isConditional : account === '' || accounts.has(account);
  };
  if (typeof principal === 'string') return stays('AWS', principal) ? statement : null;
  if (!isJsonObject(principal)) return statement;
  const left: Record<string, Json> = {};
  let isSame = true;
  for (const [kind, value] of Object.entries(principal)) {
    const all = listOf(value);
    const staying = all.filter((each) => stays(kind, each));
    if (staying.length < all.length) isSame = false;
    if (staying.length > 0) left[kind] = staying.length === all.length ? value : staying;
  }
  if (isSame) return statement;
  return Object.keys(left).length === 0 ? null : { ...statement, Principal: left };
}
