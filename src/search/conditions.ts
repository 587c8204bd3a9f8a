/** What each option of a search asks of an event, as a condition. Several values of one option are alternatives. */
import { KeytrailError } from '../error.ts';
import { parseBlock } from '../sigma/ip-block.ts';
import { patternMistake } from '../sigma/regex.ts';
import type { Condition, Test } from '../sigma/rule.ts';
import { and, match, or } from '../sigma/simplify.ts';
import { open, parsePattern, patternTest } from '../sigma/wildcards.ts';

/** The whole value, without case; `*` and `?` are wildcards as in a rule. */
function like(pattern: string): Test {
  return patternTest(parsePattern(pattern), false);
}

/** The value's end, behind `before`. */
function endsLike(before: string, pattern: string): Test {
  return patternTest(open([before, ...parsePattern(pattern)], { start: true, end: false }), false);
}

/** Event names with wildcards; `iam:CreateUser` names the service as well. */
export function eventCondition(names: readonly string[]): Condition {
  return or(
    names.map((name) => {
      const colon = name.indexOf(':');
      const event = match('eventName', like(name.slice(colon + 1)));
      if (colon < 0) return event;
      return and([event, match('eventSource', like(`${name.slice(0, colon)}.amazonaws.com`))]);
    }),
  );
}

/** The event with one of these IDs. */
export function eventIdCondition(ids: readonly string[]): Condition {
  return or(ids.map((value) => match('eventID', { op: 'equals', value, cased: false })));
}

/**
 * Who called: an ARN, or a name (of a user, a role, a session or a service) or unique id, with wildcards. What a
 * role did is found by the role's ARN, too.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function principalCondition(names: readonly string[]): Condition {
  return or(names.map((name) => or(name.startsWith('arn:') ? arnTests(name) : nameTests(name))));
}

const ARN = 'userIdentity.arn';
const ISSUER = 'userIdentity.sessionContext.sessionIssuer.arn';

function arnTests(arn: string): Condition[] {
  return [match(ARN, like(arn)), match(ISSUER, like(arn))];
}

function nameTests(name: string): Condition[] {
  const role = [':assumed-role/', ...parsePattern(name), '/'];
  return [
    match('userIdentity.userName', like(name)),
    match('userIdentity.invokedBy', like(name)),
    match('userIdentity.principalId', like(name)),
    match('userIdentity.principalId', endsLike(':', name)),
    match(ARN, endsLike('/', name)),
    match(ARN, endsLike(':', name)),
    match(ARN, patternTest(open(role, { start: true, end: true }), false)),
    match(ISSUER, endsLike('/', name)),
  ];
}

/**
 * Where a call came from: an address, a CIDR block, or the name of a service, with wildcards.
 * @throws KeytrailError for what is neither.
 */
export function addressCondition(addresses: readonly string[]): Condition {
  return or(
    addresses.map((address) => {
      if (parseBlock(address) !== undefined) return match('sourceIPAddress', { op: 'cidr', block: address });
      if (!/[*?]|[g-z]/i.test(address) || address.includes('/')) {
        throw new KeytrailError(`not an address: ${address}`, {
          hint: 'Give 203.0.113.7, a block such as 203.0.113.0/24 or 2001:db8::/32, or a service such as *.amazonaws.com.',
        });
      }
      return match('sourceIPAddress', like(address));
    }),
  );
}

/**
 * Calls that failed; with codes, those that failed so (wildcards count). A failed sign-in to the console has no
 * error code and counts as failed, too.
 */
export function errorCondition(codes: readonly string[] | 'any'): Condition {
  if (codes === 'any') return or([match('errorCode', like('*')), FAILED_SIGN_IN]);
  const path = codes.find((code) => code.includes('/'));
  if (path !== undefined) {
    throw new KeytrailError(`not an error code: ${path}`, { hint: 'Write the paths before --error.' });
  }
  return or(codes.map((code) => match('errorCode', like(code))));
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html */
const FAILED_SIGN_IN = and([
  match('eventName', like('ConsoleLogin')),
  match('responseElements.ConsoleLogin', like('Failure')),
]);

/** A text anywhere in the values of the event, without case. Wildcards do not count. */
export function keywordCondition(keywords: readonly string[]): Condition {
  return or(keywords.map((value) => match(null, { op: 'contains', value, cased: false })));
}

/**
 * A regular expression (RE2 syntax) that matches anywhere in a value of the event.
 * @throws KeytrailError for a pattern that is none.
 */
export function regexCondition(patterns: readonly string[]): Condition {
  return or(
    patterns.map((pattern) => {
      const mistake = patternMistake(pattern, '');
      if (mistake === undefined) return match(null, { op: 're', pattern, flags: '' });
      throw new KeytrailError(`not a regular expression: ${pattern} (${mistake})`, {
        hint: 'The syntax is that of RE2: https://github.com/google/re2/wiki/Syntax',
      });
    }),
  );
}
