import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areSamplesHere, evidenceOf, made, sampleEvidence } from '../../test/support/evidence.ts';
import { parseCatalogue } from '../cloudtrail/catalogue.ts';
import type { Json, JsonObject } from '../json.ts';
import { SERVICE_TABLES, actionOf } from './action.ts';

const catalogue = parseCatalogue(
  readFileSync(new URL('../cloudtrail/catalogue.txt', import.meta.url), 'utf8'),
);

/** Logged, but no operation of an SDK. */
const BEYOND_THE_CATALOGUE = new Set(['OpenTunnel']);

describe('the tables of actions', () => {
  it('name only calls that CloudTrail can log', () => {
    const unknown = SERVICE_TABLES.flatMap(({ services, calls }) =>
      Object.keys(calls).filter(
        (name) =>
          !BEYOND_THE_CATALOGUE.has(name) &&
          !services.some((service) =>
            ['', '20150331', '20150331v2'].some((version) =>
              catalogue.has(`${service}.amazonaws.com`, `${name}${version}`),
            ),
          ),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it('have each service once', () => {
    const services = SERVICE_TABLES.flatMap((table) => table.services);
    expect(services.length).toBeGreaterThan(60);
    expect(new Set(services).size).toBe(services.length);
  });
});

describe('what a call did', () => {
  it('has no version in its name', () => {
    const action = actionOf(
      made({ call: 'lambda:UpdateFunctionCode20150331v2', request: { functionName: 'pay' } }),
    );
    expect([action.id, action.targets, action.weight]).toEqual(['lambda:UpdateFunctionCode', ['pay'], 3]);
  });

  it.each([
    ['Client.DryRunOperation', 'dry-run'],
    ['Client.UnauthorizedOperation', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['TrailNotFoundException', 'failed'],
    ['', 'succeeded'],
  ] as const)('with error %j is %s', (error, outcome) => {
    expect(actionOf(made({ call: 'ec2:RunInstances', ...(error && { error }) })).outcome).toBe(outcome);
  });

  it('is told from the message where a refusal leaves out the parameters', () => {
    const { targets, weight } = actionOf(
      made({
        call: 'iam:CreateUser',
        error: 'AccessDenied',
        message:
          'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111122223333:user/eve because no identity-based policy allows it',
      }),
    );
    expect(targets).toEqual(['arn:aws:iam::111122223333:user/eve']);
    expect(weight).toBe(2);
  });

  it('was done to the object, not to the bucket that holds it', () => {
    const arns = ['arn:aws:s3:::data/a/b.csv', 'arn:aws:s3:::data', 'arn:aws:s3:::data-2'];
    const read = made({ call: 's3:GetObject', more: { resources: arns.map((ARN) => ({ ARN })) } });
    expect(actionOf(read).targets).toEqual(['arn:aws:s3:::data/a/b.csv', 'arn:aws:s3:::data-2']);
  });

  it('is failed for a console login that was refused', () => {
    const login = made({ call: 'signin:ConsoleLogin', response: { ConsoleLogin: 'Failure' } });
    expect(actionOf(login).outcome).toBe('failed');
  });

  it.skipIf(!areSamplesHere)('is read-only as the record says, in all samples', () => {
    const events = [
      ...sampleEvidence('invictus-aws-dataset'),
      ...sampleEvidence('stratus-detonation', false),
    ];
    const odd = events.filter(
      (event) =>
        typeof event.record['readOnly'] === 'boolean' &&
        event.record['readOnly'] !== actionOf(event).readOnly,
    );
    expect(events.length).toBeGreaterThan(3000);
    expect([...new Set(odd.map(({ record }) => record['eventName']))]).toEqual([
      'SharedSnapshotVolumeCreated',
    ]);
  });

  it('never throws, whatever a record holds', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 4 }), fc.string(), (request, name) => {
        const record = JSON.parse(
          JSON.stringify({ eventSource: 'iam.amazonaws.com', eventName: name, requestParameters: request }),
        ) as JsonObject;
        expect(actionOf(evidenceOf(record)).service).toBe('iam');
      }),
    );
  });

  it('does not follow lists as deep as a log may nest them', () => {
    let name: Json = 'eve';
    for (let depth = 0; depth < 50_000; depth++) name = [name];
    const { record } = made({ call: 'iam:CreateUser' });
    const { targets } = actionOf(evidenceOf({ ...record, requestParameters: { userName: name } }));
    expect(targets).toEqual(['alice']);
  });
});
