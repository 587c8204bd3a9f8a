import { describe, expect, it } from 'vitest';
import { KeytrailError } from '../error.ts';
import { readRules } from '../sigma/read.ts';
import type { Condition } from '../sigma/rule.ts';
import { fieldTests } from './field-tests.ts';

/** The condition of a rule with this selection. */
function rule(selection: string): Condition {
  const text = `title: t\nlogsource: {product: aws, service: cloudtrail}\ndetection: {selection: ${selection}, condition: selection}\nlevel: low\n`;
  const [read] = readRules([{ file: 'rule.yml', text }]).rules;
  if (read?.type !== 'event') throw new Error(`no rule: ${selection}`);
  return read.condition;
}

describe('tests of fields', () => {
  it.each([
    [['eventName=Create*'], '{eventName: "Create*"}'],
    [['eventName = CreateUser '], '{eventName: CreateUser}'],
    [['userAgent|contains=kali'], '{userAgent|contains: kali}'],
    [['sourceIPAddress|cidr=203.0.113.0/24'], '{sourceIPAddress|cidr: 203.0.113.0/24}'],
    [['errorCode|exists=true'], '{errorCode|exists: true}'],
    [['errorCode=null'], '{errorCode: null}'],
    [['errorCode|contains=null'], '{errorCode|contains: "null"}'],
    [['requestParameters.userName|re=^adm=?'], '{requestParameters.userName|re: "^adm=?"}'],
    [['requestParameters.durationSeconds|gte=3600'], '{requestParameters.durationSeconds|gte: 3600}'],
    [['network.country=NL', 'agent.tool=aws-cli'], '{network.country: NL, agent.tool: aws-cli}'],
    [['eventName=A', 'eventName=B'], '{eventName: [A, B]}'],
    [['userAgent|contains|all=a', 'userAgent|contains|all=b'], '{userAgent|contains|all: [a, b]}'],
    [['awsRegion!=eu-west-1'], '{awsRegion|neq: eu-west-1}'],
    [['awsRegion!=eu-west-1', 'awsRegion!=eu-west-2'], '{awsRegion|neq: [eu-west-1, eu-west-2]}'],
    [['eventID="quoted": {yaml}'], String.raw`{eventID: "\"quoted\": {yaml}"}`],
    [['eventName='], '{eventName: ""}'],
  ])('%j mean what a rule with %s means', (tests, selection) => {
    expect(fieldTests(tests)).toEqual(rule(selection));
  });

  it.each([
    ['foo', /not a test of a field: foo/],
    ['=x', /no field before/],
    ['|contains=x', /no field before/],
    ['eventname=x', /"eventName"/],
    ['network.planet=x', /network\.country/],
    ['eventName|sounds=x', /unknown modifier "sounds"/],
    ['eventName|re=(', /no regular expression/],
    ['sourceIPAddress|cidr=1.2.3.4/99', /"cidr" needs a block/],
    ['errorCode|exists=maybe', /true or false/],
  ])('%s is refused with a reason and a hint', (test, reason) => {
    let caught: unknown;
    try {
      fieldTests([test]);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(KeytrailError);
    expect((caught as KeytrailError).message).toMatch(reason);
    expect((caught as KeytrailError).hint).toContain('FIELD=VALUE');
  });
});
