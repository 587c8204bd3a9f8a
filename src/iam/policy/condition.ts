/**
 * Conditions, as far as they can be told for a request that a long-lived key signs.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { Condition } from './statement.ts';
import { fits } from './wildcard.ts';

/** `unknown`: it depends on what is not known here, such as the address. */
export type Truth = 'true' | 'false' | 'unknown';

/** What is known of the request: values by key, in lower case. */
export type RequestContext = ReadonlyMap<string, string>;

/** Keys that only requests of sessions have. A key signs without them, unless its holder first asks for a session. */
const ABSENT = new Set([
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:tokenissuetime',
  'aws:federatedprovider',
]);

/** All conditions of a statement hold together. */
export function holds(conditions: readonly Condition[], context: RequestContext): Truth {
  const each = conditions.map((condition) => holdsOne(condition, context));
  if (each.includes('false')) return 'false';
  return each.includes('unknown') ? 'unknown' : 'true';
}

function holdsOne(condition: Condition, context: RequestContext): Truth {
  const { operator, key, values, ifExists, set } = condition;
  const value = context.get(key);
  const isAbsent = ABSENT.has(key);
  if (value === undefined && !isAbsent) return 'unknown';
  if (operator === 'null') return truth(values.some((text) => (text.toLowerCase() === 'true') === isAbsent));
  const test = TESTS.get(operator);
  // Operators that are negated hold for what is not there.
  if (value === undefined)
    return truth(ifExists || set === 'all' || (set === null && NEGATED.test(operator)));
  if (test === undefined) return 'unknown';
  // A value with a variable depends on the request.
  if (values.some((text) => text.includes('${'))) return 'unknown';
  const isOne = values.some((text) => test(text, value));
  return truth(NEGATED.test(operator) ? !isOne : isOne);
}

const NEGATED = /not(?:equals|like|ipaddress)/;

type Test = (pattern: string, value: string) => boolean;
const equals: Test = (pattern, value) => pattern === value;
const equalsAnyCase: Test = (pattern, value) => pattern.toLowerCase() === value.toLowerCase();

/** Operators on texts; the negated ones beside those that they negate. */
const TESTS: ReadonlyMap<string, Test> = new Map([
  ['stringequals', equals],
  ['stringnotequals', equals],
  ['stringequalsignorecase', equalsAnyCase],
  ['stringnotequalsignorecase', equalsAnyCase],
  ['stringlike', fits],
  ['stringnotlike', fits],
  ['arnequals', fits],
  ['arnlike', fits],
  ['arnnotequals', fits],
  ['arnnotlike', fits],
]);

function truth(is: boolean): Truth {
  return is ? 'true' : 'false';
}
