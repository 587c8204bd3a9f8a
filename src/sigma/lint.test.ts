import { describe, expect, it } from 'vitest';
import { indexField, lintRule } from './lint.ts';
import type { EventCatalogue } from './lint-events.ts';
import { readRules } from './read.ts';
import type { Condition, Rule } from './rule.ts';

const LOGGED: Readonly<Record<string, readonly string[]>> = {
  'iam.amazonaws.com': ['CreateUser', 'DeleteUser'],
  'sts.amazonaws.com': ['AssumeRole'],
  's3.amazonaws.com': ['GetObject', 'DeleteUser'],
};

const catalogue: EventCatalogue = {
  has: (source, name) => LOGGED[source]?.includes(name) === true,
  hasSource: (source) => Object.hasOwn(LOGGED, source),
  sourcesOf: (name) => Object.keys(LOGGED).filter((source) => LOGGED[source]?.includes(name)),
};

function ruleOf(detection: string, head = ''): Rule {
  const text = `title: t\nlogsource: {product: aws, service: cloudtrail}\ndetection: {${detection}}\n${head}`;
  const { rules, problems } = readRules([{ file: 'r.yml', text }]);
  const [rule] = rules;
  if (rule === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return rule;
}

function lint(detection: string, head?: string): string[] {
  return lintRule(ruleOf(detection, head), catalogue).map(
    ({ severity, message }) => `${severity}: ${message}`,
  );
}

function conditionOf(detection: string): Condition {
  const rule = ruleOf(detection);
  if (rule.type !== 'event') throw new Error('no rule over events');
  return rule.condition;
}

describe('events that no service logs', () => {
  it.each<[string, string[]]>([
    ['s: {eventSource: iam.amazonaws.com, eventName: CreateUser}, condition: s', []],
    [
      's: {eventSource: iam.amazonaws.com, eventName: AssumeRole}, condition: s',
      [
        '"AssumeRole" is not logged by iam.amazonaws.com but by sts.amazonaws.com',
        'iam.amazonaws.com logs none of the events asked for',
      ],
    ],
    ['s: {eventName: CreateUsers}, condition: s', ['no AWS service logs an event "CreateUsers"']],
    [
      's: {eventSource: iam.aws.com, eventName: CreateUser}, condition: s',
      ['no AWS service logs events with the source "iam.aws.com"'],
    ],
    [
      's: {eventSource: [iam.amazonaws.com, sts.amazonaws.com], eventName: [CreateUser, AssumeRole]}, condition: s',
      [],
    ],
    [
      's: {eventSource: [iam.amazonaws.com, sts.amazonaws.com], eventName: CreateUser}, condition: s',
      ['sts.amazonaws.com logs none of the events asked for'],
    ],
    [
      's: {eventSource: iam.amazonaws.com}, n: [{eventName: CreateUser}, {eventName: GetObject, readOnly: true}], condition: s and n',
      [
        '"GetObject" is not logged by iam.amazonaws.com but by s3.amazonaws.com',
        'iam.amazonaws.com logs none of the events asked for',
      ],
    ],
    [
      's: [{eventSource: iam.amazonaws.com, eventName: CreateUser}, {eventSource: sts.amazonaws.com, eventName: AssumeRole}], condition: s',
      [],
    ],
    [
      's: [{eventSource: iam.amazonaws.com, eventName: CreateUser}, {eventSource: sts.amazonaws.com, eventName: GetObject}], condition: s',
      [
        '"GetObject" is not logged by sts.amazonaws.com but by s3.amazonaws.com',
        'sts.amazonaws.com logs none of the events asked for',
      ],
    ],
    [
      's: {eventName: CreateUser}, f: {eventSource: x.amazonaws.com, eventName: Nothing}, condition: s and not f',
      [],
    ],
    ['s: {eventName|startswith: Describe}, condition: s', []],
  ])('%s', (detection, messages) => {
    expect(lint(detection)).toEqual(messages.map((message) => `warning: ${message}`));
  });
});

describe('fields that do not exist', () => {
  it.each<[string, string]>([
    [
      'eventname',
      'CloudTrail records have no field "eventname"; names are compared with their case: "eventName"',
    ],
    ['status', 'CloudTrail records have no field "status"'],
    [
      'userIdentity.username',
      '"userIdentity" has no field "username"; names are compared with their case: "userName"',
    ],
    ['eventName.text', '"eventName" has no field "text"'],
    ['network.city', '"network.city" is no field of ours, expected one of network.country'],
    ['agent.name', '"agent.name" is no field of ours, expected one of agent.kind'],
  ])('%s', (field, message) => {
    expect(lint(`s: {${field}: x}, condition: s`).join()).toContain(`warning: ${message}`);
  });

  it.each([
    'requestParameters.anything.at.all',
    'userIdentity.sessionContext.attributes.mfaAuthenticated',
    'network.asn',
    'agent.signature',
    'tlsDetails.tlsVersion',
  ])('but %s can', (field) => {
    expect(lint(`s: {${field}: x}, condition: s`)).toEqual([]);
  });

  it('are also found where fields are compared, shown and correlated', () => {
    expect(lint('s: {awsRegion|fieldref: region}, condition: s')).toEqual([
      'warning: CloudTrail records have no field "region"',
    ]);
    expect(lint('s: {awsRegion: x}, condition: s', 'fields: [user]')).toEqual([
      'warning: CloudTrail records have no field "user"',
    ]);
    const text = `title: b\nname: b\nlogsource: {product: aws}\ndetection: {s: {awsRegion: x}, condition: s}\n---\ntitle: c\ncorrelation: {type: event_count, rules: [b], group-by: [who, user], timespan: 1h, condition: {gte: 2}, aliases: {who: {b: awsRegion}}}`;
    const [, correlation] = readRules([{ file: 'r.yml', text }]).rules;
    expect(correlation && lintRule(correlation, catalogue).map(({ message }) => message)).toEqual([
      'CloudTrail records have no field "user"',
    ]);
  });
});

describe('conditions that cannot vary', () => {
  it.each<[string, string | undefined]>([
    ['s: {eventName: CreateUser}, condition: s and not s', 'can never hold'],
    ['s: {eventName: CreateUser}, condition: s or not s', 'always holds'],
    ['s: {eventName: CreateUser}, t: {eventName: DeleteUser}, condition: s and t', 'can never hold'],
    [
      's: {eventName: [CreateUser, DeleteUser]}, t: {eventName|startswith: Get}, condition: s and t',
      'can never hold',
    ],
    ['s: {eventName: CreateUser, eventName|exists: false}, condition: s', 'can never hold'],
    ['s: {errorCode: null}, t: {errorCode: AccessDenied}, condition: s and t', 'can never hold'],
    ['s: {eventName|contains|all: [Create, User]}, condition: s', undefined],
    ['s: {requestParameters.names: a}, t: {requestParameters.names: b}, condition: s and t', undefined],
    ['s: {agent.signature: kali}, t: {agent.signature: raw-http}, condition: s and t', undefined],
    ['s: {eventName|cased: CreateUser}, t: {eventName: createuser}, condition: s and t', undefined],
    ['s: {eventName: CreateUser}, condition: s or 1 of none*', undefined],
    ['s: {eventName: CreateUser}, condition: s and 1 of none*', 'can never hold'],
    ['s: {eventName: CreateUser}, condition: s or not 1 of none*', 'always holds'],
  ])('%s', (detection, expected) => {
    expect(lint(detection)).toEqual(expected === undefined ? [] : [`error: the condition ${expected}`]);
  });
});

describe('the field by which a rule is indexed', () => {
  it.each<[string, string | undefined]>([
    ['s: {eventSource: iam.amazonaws.com, eventName: CreateUser}, condition: s', 'eventName'],
    ['s: {eventName|startswith: Create}, condition: s', 'eventName'],
    ['s: {eventSource: iam.amazonaws.com}, condition: s', 'eventSource'],
    [
      's: {eventSource: iam.amazonaws.com}, f: {eventName: CreateUser}, condition: s and not f',
      'eventSource',
    ],
    ['s: {agent.signature: kali}, t: {userAgent|contains: kali}, condition: s or t', 'userAgent'],
    ['s: {network.country: KP}, condition: s', 'sourceIPAddress'],
    ['s: {requestParameters.policyArn|contains: Quarantine}, condition: s', undefined],
    ['s: [kali], condition: s', undefined],
    ['s: {eventName: CreateUser}, condition: not s', undefined],
    ['s: {errorCode: null}, condition: s', undefined],
    ['s: {eventName: CreateUser}, k: [kali], condition: s or k', undefined],
  ])('%s', (detection, field) => {
    expect(indexField(conditionOf(detection))).toBe(field);
  });
});
