/** The API catalogue, held against the events in the sample logs and against published mistakes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { KeytrailError } from '../error.ts';
import type { Json, JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import { EXTRA_EVENTS } from './catalogue-extra.ts';
import { readCatalogue } from './catalogue-file.ts';
import { parseCatalogue } from './catalogue.ts';

const DATA = new URL('../../../shared/data/', import.meta.url);
const catalogue = readCatalogue();

describe('the format', () => {
  const small = parseCatalogue(
    [
      '# botocore 1.44.5',
      'iam',
      'Create Delete: AccessKey User',
      'kms',
      'Decrypt Encrypt: .',
      'a b',
      'List: Tags',
      '',
    ].join('\n'),
  );

  test('every verb stands with every noun, and a dot is no noun', () => {
    for (const name of ['CreateAccessKey', 'DeleteAccessKey', 'CreateUser', 'DeleteUser']) {
      expect(small.has('iam.amazonaws.com', name)).toBe(true);
    }
    expect(small.has('kms.amazonaws.com', 'Decrypt')).toBe(true);
    expect(small.has('iam.amazonaws.com', 'Create')).toBe(false);
    expect(small.has('kms.amazonaws.com', 'CreateUser')).toBe(false);
  });

  test('a block can hold for several sources', () => {
    expect(small.sourcesOf('ListTags')).toEqual(['a.amazonaws.com', 'b.amazonaws.com']);
  });

  test('names without a source are an error', () => {
    expect(() => parseCatalogue('Create: User')).toThrow(KeytrailError);
  });
});

describe('what services can log', () => {
  test.each([
    ['iam.amazonaws.com', 'CreateAccessKey'],
    ['IAM.amazonaws.com', 'createaccesskey'],
    ['lambda.amazonaws.com', 'CreateFunction20150331'],
    ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2'],
    ['lambda.amazonaws.com', 'Invoke'],
    ['lambda.amazonaws.com', 'CreateFunctionUrlConfig'],
    ['cloudfront.amazonaws.com', 'CreateDistribution'],
    ['cloudfront.amazonaws.com', 'CreateDistribution2020_05_31'],
    ['s3.amazonaws.com', 'PutBucketPublicAccessBlock'],
    ['s3.amazonaws.com', 'PutAccountPublicAccessBlock'],
    ['s3.amazonaws.com', 'PutBucketLifecycle'],
    ['s3.amazonaws.com', 'GetObject'],
    ['s3express.amazonaws.com', 'PutObject'],
    ['ses.amazonaws.com', 'GetSendQuota'],
    ['ses.amazonaws.com', 'GetAccount'],
    ['monitoring.amazonaws.com', 'DeleteAlarms'],
    ['es.amazonaws.com', 'CreateElasticsearchDomain'],
    ['bedrock.amazonaws.com', 'InvokeModelWithResponseStream'],
    ['route53domains.amazonaws.com', 'TransferDomainToAnotherAwsAccount'],
    ['states.amazonaws.com', 'StartExecution'],
    ['opsworks.amazonaws.com', 'CreateStack'], // retired, but old logs have it
    ['signin.amazonaws.com', 'ConsoleLogin'],
    ['cloudshell.amazonaws.com', 'GetFileDownloadUrls'],
    ['billingconsole.amazonaws.com', 'AWSPaymentPortalService.DescribePaymentsDashboard'],
  ])('%s logs %s', (source, name) => {
    expect(catalogue.has(source, name)).toBe(true);
  });

  test.each([
    ['route53.amazonaws.com', 'TransferDomainToAnotherAwsAccount', 'registrations are another service'],
    ['route_53.amazonaws.com', 'CreateHostedZone', 'no such source'],
    ['iam.amazonaws.com', 'DescribeInstances', 'an EC2 operation'],
    ['iam.amazonaws.com', 'PassRole', 'a permission, not an operation'],
    ['s3.amazonaws.com', 'ListAllMyBuckets', 'a permission, not an operation'],
    ['s3.amazonaws.com', 'PutPublicAccessBlock', 'logged as PutBucketPublicAccessBlock'],
    ['lambda.amazonaws.com', 'CreateFunction', 'always logged with its version'],
    ['email.amazonaws.com', 'GetSendQuota', 'the endpoint, not the source'],
    ['iam', 'CreateUser', 'no source without its domain'],
    ['signin.amazonaws.com', 'AssumeRole', 'an STS operation'],
  ])('%s does not log %s: %s', (source, name) => {
    expect(catalogue.has(source, name)).toBe(false);
  });

  test('a source is known by its whole name', () => {
    expect(catalogue.hasSource('iam.amazonaws.com')).toBe(true);
    expect(catalogue.hasSource('route_53.amazonaws.com')).toBe(false);
    expect(catalogue.hasSource('toString')).toBe(false);
  });

  test('tells where a name would be right', () => {
    expect(catalogue.sourcesOf('TransferDomainToAnotherAwsAccount')).toEqual([
      'route53domains.amazonaws.com',
    ]);
    expect(catalogue.sourcesOf('CreateAccessKey')).toEqual(['iam.amazonaws.com']);
    expect(catalogue.sourcesOf('PassRole')).toEqual([]);
  });
});

test('every hand-written group is well formed and names its reason, and the file stays small', () => {
  const listed = readFileSync(new URL('catalogue.txt', import.meta.url), 'utf8');
  expect(listed.length).toBeLessThan(300_000);
  for (const { source, names, reason } of EXTRA_EVENTS) {
    expect(catalogue.hasSource(`${source}.amazonaws.com`)).toBe(true);
    expect(names.split(' ').every((name) => /^(?:[A-Z]\w+|\*)$/.test(name))).toBe(true);
    expect(reason).not.toBe('');
  }
});

/** Pairs in the hand-made tests of a published rule set that AWS cannot log. */
const MADE_UP: Readonly<Record<string, string>> = {
  'cloudtrail.amazonaws.com DescribeTrail': 'the operation is DescribeTrails',
  'cloudtrail.amazonaws.com EnableRegion': 'an operation of account.amazonaws.com',
  'ec2.amazonaws.com DeleteBucketReplication': 'an S3 operation',
  'ec2.amazonaws.com PutBucketVersioning': 'an S3 operation',
  'iam.amazonaws.com DescribePolicy': 'an operation of organizations.amazonaws.com',
  'iam.amazonaws.com PutPolicy': 'no operation',
  'lambda.amazonaws.com DeleteFunction': 'logged as DeleteFunction20150331',
  'lambda.amazonaws.com RemovePermission': 'logged as RemovePermission20150331v2',
  's3.amazonaws.com CreateServiceLinkedRole': 'an IAM operation',
  's3.amazonaws.com ListBucket': 'a permission; logged as ListObjects',
  's3.amazonaws.com SetQueueAttributes': 'an SQS operation',
  'signin.amazonaws.com AssumeRole': 'an STS operation',
};

describe.skipIf(!existsSync(DATA))('the sample logs (../shared/data)', () => {
  test('hold no call that went through or was denied and is not in the catalogue, but for made-up ones', () => {
    const pairs = new Set<string>();
    const missing = new Set<string>();
    for (const { eventSource, eventName, errorCode } of sampleEvents()) {
      if (typeof eventSource !== 'string' || typeof eventName !== 'string') continue;
      if (typeof errorCode === 'string' && !/AccessDenied|Unauthorized/.test(errorCode)) continue;
      pairs.add(`${eventSource} ${eventName}`);
      if (!catalogue.has(eventSource, eventName)) missing.add(`${eventSource} ${eventName}`);
    }
    expect(pairs.size).toBeGreaterThan(500);
    expect([...missing].toSorted()).toEqual(Object.keys(MADE_UP));
  });
});

function* sampleEvents(): Generator<JsonObject> {
  for (const name of readdirSync(DATA)) {
    if (!name.endsWith('.ndjson.gz') || name.includes('.labels.')) continue;
    const text = gunzipSync(readFileSync(new URL(name, DATA))).toString('utf8');
    for (const line of text.split('\n')) if (line !== '') yield* eventsIn(JSON.parse(line));
  }
}

/** Events stand alone, or inside an envelope. */
function* eventsIn(value: Json): Generator<JsonObject> {
  if (!isJsonObject(value)) return;
  if ('eventSource' in value && 'eventName' in value) yield value;
  else for (const inner of Object.values(value)) yield* eventsIn(inner);
}
