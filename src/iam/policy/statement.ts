/**
 * Policy documents as statements.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { KeytrailError } from '../../error.ts';
import { isJsonObject } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Patterns; `fit` false for `NotAction`. */
  readonly actions: { readonly patterns: readonly string[]; readonly fit: boolean };
  /** Patterns; `fit` false for `NotResource`. */
  readonly resources: { readonly patterns: readonly string[]; readonly fit: boolean };
  readonly conditions: readonly Condition[];
  /** Name of the policy it stands in. */
  readonly policy: string;
}

/** One operator on one key of the request. */
export interface Condition {
  /** `StringEquals`, without `ForAllValues:`, `ForAnyValue:` and `IfExists`. */
  readonly operator: string;
  readonly set: 'all' | 'any' | null;
  readonly ifExists: boolean;
  /** In lower case, as keys have no case. */
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * The statements of an identity policy.
 *
 * @param name of the policy
 * @throws KeytrailError when it is none: IAM takes only policies that are.
 */
export function statementsOf(document: string, name: string): Statement[] {
  let policy: Json;
  try {
    policy = JSON.parse(document) as Json;
  } catch (cause) {
    throw new KeytrailError(`policy ${name} is no JSON`, { cause });
  }
  if (!isJsonObject(policy)) throw new KeytrailError(`policy ${name} is no JSON object`);
  return listOf(policy['Statement']).map((each) => {
    if (!isJsonObject(each)) throw new KeytrailError(`policy ${name} has a statement that is no object`);
    return statementOf(each, name);
  });
}

function statementOf(statement: JsonObject, policy: string): Statement {
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new KeytrailError(`policy ${policy} has a statement without effect`);
  return {
    effect,
    actions: oneOf(statement, 'Action', policy),
    resources: oneOf(statement, 'Resource', policy),
    conditions: conditionsOf(statement['Condition']),
    policy,
  };
}

function oneOf(statement: JsonObject, name: string, policy: string): { patterns: string[]; fit: boolean } {
  const [is, not] = [statement[name], statement[`Not${name}`]];
  if ((is === undefined) === (not === undefined))
    throw new KeytrailError(`policy ${policy} has a statement that needs ${name} or Not${name}`);
  return { patterns: textsOf(is ?? not), fit: not === undefined };
}

function conditionsOf(block: Json | undefined): Condition[] {
  if (!isJsonObject(block)) return [];
  return Object.entries(block).flatMap(([written, keys]) => {
    const [, set, operator = '', exists] =
      /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i.exec(written) ?? [];
    return Object.entries(isJsonObject(keys) ? keys : {}).map(([key, values]) => ({
      operator: operator.toLowerCase(),
      set: set === undefined ? null : set.toLowerCase() === 'forallvalues' ? 'all' : 'any',
      ifExists: exists !== undefined,
      key: key.toLowerCase(),
      values: textsOf(values),
    }));
  });
}

function listOf(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function textsOf(value: Json | undefined): string[] {
  return listOf(value).map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
}

/** Variables of policies that are known for a user. */
export interface Variables {
  readonly 'aws:username': string;
  readonly 'aws:userid': string;
}

/** Depends on something that is not known here. */
const UNKNOWN: Condition = { operator: 'unknown', set: null, ifExists: false, key: 'a variable', values: [] };

/**
 * Statements with `${aws:username}` and `${aws:userid}` in resources replaced. What other variables stand for is not
 * known: they become `*`, and the statement conditional.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function forUser(statements: readonly Statement[], variables: Variables): Statement[] {
  return statements.map((statement) => {
    const { patterns, fit } = statement.resources;
    let isKnown = true;
    const replaced = patterns.map((pattern) =>
      pattern.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
        const variable = name.split(',')[0]!.trim().toLowerCase();
        if (variable === 'aws:username' || variable === 'aws:userid') return variables[variable];
        isKnown = false;
        return '*';
      }),
    );
    const conditions = isKnown ? statement.conditions : [...statement.conditions, UNKNOWN];
    return { ...statement, resources: { patterns: replaced, fit }, conditions };
  });
}
