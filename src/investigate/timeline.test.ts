import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areSamplesHere, made, sampleEvidence } from '../../test/support/evidence.ts';
import { loadNetworkTables } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { actionsOf } from './action.ts';
import type { EvidenceEvent } from './evidence.ts';
import { indicatorsOf } from './indicators.ts';
import { timelineOf } from './timeline.ts';

const networks = openNetworks(loadNetworkTables());
const NO_RULES = new Map();

function agentOf(sid: string, command: string): string {
  return `aws-cli/2.36.17 md/Botocore#2 sid/${sid} md/command#${command}`;
}

function owners(agent: string): EvidenceEvent {
  return made({ call: 's3:ListBuckets', address: '8.8.8.8', agent, actor: 'owner' });
}

describe('the timeline', () => {
  it('is in order of time, with techniques of rules under their present IDs', () => {
    const later = made({ call: 'cloudtrail:StopLogging', request: { name: 'main' }, minute: 5 });
    const first = { ...made({ call: 'sts:GetCallerIdentity', readOnly: true }), rules: ['r1'] };
    const timeline = timelineOf(
      actionsOf([later, first]),
      networks,
      new Map([['r1', { tags: ['attack.t1562.008', 'attack.discovery'] }]]),
    );
    expect(timeline.map(({ action }) => action)).toEqual(['GetCallerIdentity', 'StopLogging']);
    expect(timeline[0]!.techniques).toEqual(['T1087.004', 'T1685.002']);
    expect(timeline[1]).toMatchObject({
      service: 'cloudtrail',
      target: 'main',
      tactic: 'Defense Impairment',
      weight: 3,
      readOnly: false,
    });
  });

  it('masks session tokens wherever a caller puts them', () => {
    const token = `FwoGZXIvYXdz${'B'.repeat(60)}`;
    const [entry] = timelineOf(
      actionsOf([made({ call: 'iam:CreateUser', request: { userName: token }, agent: `curl ${token}` })]),
      networks,
      NO_RULES,
    );
    expect(JSON.stringify(entry)).not.toContain('BBBB');
  });

  it.skipIf(!areSamplesHere)('has one entry for each event, in the same order however they come', () => {
    const events = sampleEvidence('invictus-aws-dataset');
    const timeline = timelineOf(actionsOf(events), networks, NO_RULES);
    expect(timeline).toHaveLength(events.length);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(timelineOf(actionsOf(shuffled), networks, NO_RULES)).toEqual(timeline);
      }),
      { numRuns: 2 },
    );
    expect(JSON.stringify(timeline)).not.toMatch(/IQoJb3JpZ2lu[A-Za-z0-9+/]{40}/);
  });
});

describe('indicators', () => {
  const stolen = { address: '185.220.101.1', agent: 'Boto3/1.26 TruffleHog' };

  it('are never what the owner uses too, nor private addresses', () => {
    const events = [
      made({ call: 'sts:GetCallerIdentity', ...stolen }),
      made({ call: 's3:ListBuckets', address: '8.8.8.8', agent: 'aws-cli/2.15.0' }),
      made({ call: 's3:ListBuckets', address: '10.0.0.7' }),
      made({ call: 's3:ListBuckets', address: '8.8.8.8', agent: 'aws-cli/2.15.0', actor: 'owner' }),
    ];
    const found = indicatorsOf(actionsOf(events), networks);
    expect(found.filter(({ type }) => type === 'ipv4').map(({ value }) => value)).toEqual(['185.220.101.1']);
    expect(found.filter(({ type }) => type === 'user-agent')).toMatchObject([
      { value: stolen.agent, confidence: 'high' },
    ]);
  });

  it('are no agents and terminals of the owner, whatever command ends the agent', () => {
    const theirs = [
      made({ call: 's3:ListBuckets', agent: agentOf('aaaaaaaaaaaa', 's3.ls') }),
      made({ call: 's3:ListBuckets', agent: agentOf('bbbbbbbbbbbb', 's3.ls') }),
    ];
    const found = (own: EvidenceEvent): string[] =>
      indicatorsOf(actionsOf([...theirs, own]), networks)
        .filter(({ type }) => type === 'sid' || type === 'user-agent')
        .map(({ value }) => value);
    const [a, b] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'].map((sid) =>
      agentOf(sid, '').replace(' md/command#', ''),
    );
    expect(found(owners('Boto3/1.34'))).toEqual([a, b, 'aaaaaaaaaaaa', 'bbbbbbbbbbbb']);
    expect(found(owners(agentOf('aaaaaaaaaaaa', 'iam.list-users')))).toEqual([b, 'bbbbbbbbbbbb']);
    expect(found(owners('aws-cli/2.0 SID/bbbbbbbbbbbb,'))).toEqual([a, b, 'aaaaaaaaaaaa']);
  });

  it('are the names it chose, the keys it made and the accounts it let in', () => {
    const events = [
      made({ call: 'iam:CreateUser', request: { userName: 'eve' } }),
      made({
        call: 'iam:CreateAccessKey',
        response: { accessKey: { userName: 'eve', accessKeyId: 'AKIAEVE' } },
      }),
      made({
        call: 'iam:CreateRole',
        request: {
          roleName: 'support',
          assumeRolePolicyDocument:
            '{"Statement":[{"Effect":"Allow","Principal":{"AWS":["444455556666","111122223333"]},"Action":"sts:AssumeRole"}]}',
        },
      }),
      made({ call: 'iam:CreateUser', request: { userName: 'bob' }, actor: 'owner' }),
    ];
    const found = indicatorsOf(actionsOf(events), networks).map(({ type, value }) => `${type} ${value}`);
    for (const wanted of [
      'principal-name eve',
      'principal-name support',
      'access-key AKIAEVE',
      'account 444455556666',
    ]) {
      expect(found).toContain(wanted);
    }
    expect(found.join()).not.toMatch(/bob|account 111122223333/);
    const quiet = {
      caller: '',
      principal: '',
      region: '',
      account: '444455556666',
      callerAccount: '',
      address: '',
      agent: '',
    };
    expect(indicatorsOf(actionsOf(events), networks, [quiet]).map(({ type }) => type)).not.toContain(
      'account',
    );
  });

  it.skipIf(!areSamplesHere)('of a published key swept from one place hold that place', () => {
    const events = sampleEvidence('flaws-cloud-fragment');
    const addresses = new Set(events.map(({ record }) => record['sourceIPAddress']));
    const found = indicatorsOf(actionsOf(events), networks);
    const ips = found.filter(({ type }) => type === 'ipv4');
    expect(ips.length).toBeGreaterThan(0);
    expect(ips.every(({ value }) => addresses.has(value))).toBe(true);
    expect(found.some(({ type, value }) => type === 'behaviour' && value.includes('refused'))).toBe(true);
  });
});
