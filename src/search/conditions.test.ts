import { describe, expect, it } from 'vitest';
import { KeytrailError } from '../error.ts';
import type { JsonObject } from '../json.ts';
import { matchesNaively } from '../sigma/naive.ts';
import type { Condition } from '../sigma/rule.ts';
import {
  addressCondition,
  errorCondition,
  eventCondition,
  eventIdCondition,
  keywordCondition,
  principalCondition,
  regexCondition,
} from './conditions.ts';

function holds(condition: Condition, event: JsonObject): boolean {
  return matchesNaively(condition, event);
}

const USER: JsonObject = {
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/team/alice',
    userName: 'alice',
  },
};
const ROLE: JsonObject = {
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:i-0abc',
    arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/i-0abc',
    sessionContext: {
      sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/ci/Deploy', userName: 'Deploy' },
    },
  },
};
const ROOT: JsonObject = {
  userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root', principalId: '111122223333' },
};
const SERVICE: JsonObject = { userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } };

describe('a principal', () => {
  it.each([
    ['user name', 'alice', USER],
    ['user name in another case', 'ALICE', USER],
    ['wildcards', 'al*', USER],
    ['ARN', 'arn:aws:iam::111122223333:user/team/alice', USER],
    ['ARN with wildcards', 'arn:aws:iam::*:user/*', USER],
    ['unique id', 'AIDAEXAMPLE', USER],
    ['role name', 'Deploy', ROLE],
    ['session name', 'i-0abc', ROLE],
    ['role and session', 'Deploy/i-0abc', ROLE],
    ['ARN of the role', 'arn:aws:iam::111122223333:role/ci/Deploy', ROLE],
    ['ARN of the session', 'arn:aws:sts::111122223333:assumed-role/Deploy/i-0abc', ROLE],
    ['the word root', 'root', ROOT],
    ['a service', 'ec2.amazonaws.com', SERVICE],
  ])('is found by %s', (_by, name, event) => {
    expect(holds(principalCondition([name]), event)).toBe(true);
  });

  it.each([
    ['a part of a name', 'lic', USER],
    ['a folder of its path', 'team', USER],
    ['its account', '111122223333:user', USER],
    ['a part of a session name', 'i-0', ROLE],
    ['the ARN of another', 'arn:aws:iam::111122223333:user/team/bob', USER],
  ])('is not found by %s', (_by, name, event) => {
    expect(holds(principalCondition([name]), event)).toBe(false);
  });
});

function from(sourceIPAddress: string): JsonObject {
  return { sourceIPAddress };
}

describe('an address', () => {
  it('is compared as an address, not as a text', () => {
    expect(holds(addressCondition(['2001:db8::1']), from('2001:0DB8:0:0::1'))).toBe(true);
    expect(holds(addressCondition(['203.0.113.0/24']), from('203.0.113.77'))).toBe(true);
    expect(holds(addressCondition(['203.0.113.7']), from('203.0.113.77'))).toBe(false);
  });

  it('can be the name of a service, or a text with wildcards', () => {
    expect(holds(addressCondition(['*.amazonaws.com']), from('config.amazonaws.com'))).toBe(true);
    expect(holds(addressCondition(['AWS Internal']), from('AWS Internal'))).toBe(true);
    expect(holds(addressCondition(['30.*']), from('30.*.0.210'))).toBe(true);
  });

  it('that is none is a mistake', () => {
    for (const address of ['203.0.113', '203.0.113.0/33', '203.0.113.256', '::1::', '']) {
      expect(() => addressCondition([address])).toThrow(KeytrailError);
    }
  });
});

describe('an event name', () => {
  const event: JsonObject = { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' };

  it.each(['CreateUser', 'createuser', 'Create*', 'iam:CreateUser', 'iam:*', '*:CreateUser'])(
    '%s finds iam:CreateUser',
    (name) => {
      expect(holds(eventCondition([name]), event)).toBe(true);
    },
  );

  it.each(['Create', 'sts:CreateUser', 'iam:Delete*'])('%s does not find iam:CreateUser', (name) => {
    expect(holds(eventCondition([name]), event)).toBe(false);
  });
});

describe('an error', () => {
  it('of any kind is a code, or a failed sign-in', () => {
    expect(holds(errorCondition('any'), { errorCode: 'AccessDenied' })).toBe(true);
    expect(holds(errorCondition('any'), { errorCode: null })).toBe(false);
    expect(holds(errorCondition('any'), {})).toBe(false);
    expect(
      holds(errorCondition('any'), {
        eventName: 'ConsoleLogin',
        responseElements: { ConsoleLogin: 'Failure' },
      }),
    ).toBe(true);
    expect(
      holds(errorCondition('any'), {
        eventName: 'ConsoleLogin',
        responseElements: { ConsoleLogin: 'Success' },
      }),
    ).toBe(false);
  });

  it('is found by its code, with wildcards', () => {
    expect(holds(errorCondition(['*Denied*']), { errorCode: 'Client.AccessDeniedException' })).toBe(true);
    expect(holds(errorCondition(['AccessDenied', 'Throttling']), { errorCode: 'Throttling' })).toBe(true);
    expect(holds(errorCondition(['AccessDenied']), { errorCode: 'AccessDeniedException' })).toBe(false);
  });

  it('that looks like a path is a mistake of order', () => {
    expect(() => errorCondition(['logs/'])).toThrow(/not an error code/);
  });
});

describe('texts anywhere in an event', () => {
  const event: JsonObject = { a: { b: ['x', { deep: 'One*Two' }] }, number: 4711, flag: true };

  it('are found in values of any depth, without case and without wildcards', () => {
    expect(holds(keywordCondition(['one*tw']), event)).toBe(true);
    expect(holds(keywordCondition(['o*o']), event)).toBe(false);
    expect(holds(keywordCondition(['471']), event)).toBe(true);
    expect(holds(keywordCondition(['nothing', 'TRUE']), event)).toBe(true);
    expect(holds(keywordCondition(['deep']), event)).toBe(false);
  });

  it('are found by a pattern, with case', () => {
    expect(holds(regexCondition(['^One.Two$']), event)).toBe(true);
    expect(holds(regexCondition(['^one']), event)).toBe(false);
    expect(holds(regexCondition(['(?i)^one']), event)).toBe(true);
    expect(() => regexCondition(['(?=x)'])).toThrow(/not a regular expression/);
  });

  it('are event IDs in any case', () => {
    expect(holds(eventIdCondition(['AB-1']), { eventID: 'ab-1' })).toBe(true);
    expect(holds(eventIdCondition(['ab-2']), { eventID: 'ab-1' })).toBe(false);
  });
});
