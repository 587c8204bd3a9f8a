import { describe, expect, it } from 'vitest';
import { expected, readDocument, see } from '../../test/support/read-trail.ts';
import type { Outcome, Seen } from '../../test/support/read-trail.ts';
import { recordNamed } from '../../test/support/sample-records.ts';
import type { Json, JsonObject } from '../json.ts';

const one = JSON.parse(recordNamed('One')) as JsonObject;
const two = JSON.parse(recordNamed('Two')) as JsonObject;
const asText = (value: Json): string => JSON.stringify(value);

/** Each shape holds the events One and Two. */
const SHAPES: Record<string, Json[]> = {
  'LookupEvents output': [
    {
      Events: [
        { EventId: '1', EventName: 'One', Resources: [], CloudTrailEvent: asText(one) },
        { EventId: '2', EventName: 'Two', Username: 'eve', CloudTrailEvent: asText(two) },
      ],
      NextToken: 'x',
    },
  ],
  'EventBridge envelopes': [one, two].map((detail) => ({
    version: '0',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    resources: [],
    detail,
  })),
  'CloudWatch Logs subscription records': [
    {
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      subscriptionFilters: ['f'],
      logEvents: [
        { id: '1', timestamp: 1, message: asText(one) },
        { id: '2', timestamp: 2, message: asText(two) },
      ],
    },
  ],
  'filter-log-events output': [
    {
      events: [
        { logStreamName: 's', timestamp: 1, message: asText(one), ingestionTime: 2, eventId: '1' },
        { logStreamName: 's', timestamp: 1, message: asText(two), ingestionTime: 2, eventId: '2' },
      ],
      searchedLogStreams: [],
    },
  ],
  'Logs Insights rows': [one, two].map((event) => ({ '@timestamp': 'x', '@message': asText(event) })),
  'SNS notifications': [one, two].map((event) => ({ Type: 'Notification', Message: asText(event) })),
  'SNS to Lambda': [
    { Records: [one, two].map((event) => ({ EventSource: 'aws:sns', Sns: { Message: asText(event) } })) },
  ],
  'messages received from SQS': [
    { Messages: [one, two].map((event) => ({ MessageId: '1', Body: asText({ Message: asText(event) }) })) },
  ],
  'SQS to Lambda': [
    { Records: [one, two].map((event) => ({ messageId: '1', body: asText({ detail: event }) })) },
  ],
  'a log file inside a message': [{ Message: asText({ Records: [one, two] }) }],
  'Splunk exports': [one, two].map((event) => ({ preview: false, result: { _raw: asText(event) } })),
  'Elasticsearch dumps': [one, two].map((event) => ({ _index: 'i', _id: '1', _source: event })),
  'Filebeat documents': [one, two].map((event) => ({ _source: { event: { original: asText(event) } } })),
  'events in strings': [asText(one), asText(two)],
};

/** What was found in a document, wherever the events stood in it. */
function found({ events, problems, tally }: Outcome<Seen>): unknown {
  return {
    events: events.map((event) => ({ ...event, record: 0 })),
    problems,
    others: tally.otherRecords + tally.brokenRecords,
  };
}

const ONE_AND_TWO = {
  events: [one, two].map((event) => ({ record: 0, ...expected(event) })),
  problems: [],
  others: 0,
};

describe.each(Object.keys(SHAPES))('events wrapped in %s', (shape) => {
  const documents = SHAPES[shape]!;

  it('are found, a document a line', () => {
    expect(found(readDocument(documents.map(asText).join('\n'), see))).toStrictEqual(ONE_AND_TWO);
  });

  it('are found where the text is spaced out and comes in pieces', () => {
    const text = documents.map((value) => JSON.stringify(value, null, 2)).join('\n');
    expect(found(readDocument(text, see, { sizes: [31], behind: '"' }))).toStrictEqual(ONE_AND_TWO);
  });

  it('are found in an array', () => {
    expect(found(readDocument(asText(documents), see))).toStrictEqual(ONE_AND_TWO);
  });
});

describe('wrapped events', () => {
  it('carry the number of the record around them', () => {
    const around = asText({ Message: asText({ Records: [one, two] }) });
    const text = [recordNamed('Bare'), around, recordNamed('Bare')].join('\n');
    const { events } = readDocument(text, (event) => event.record);
    expect(events.toSorted((a, b) => a - b)).toEqual([1, 2, 2, 3]);
  });

  it('may be more than there are rows or numbers', () => {
    const events = Array.from({ length: 70_000 }, (_, n) => `{"eventSource":"s","eventName":"Name${n}"}`);
    const text = asText({ Message: `[${events.join(',')}]` });
    const { events: names } = readDocument(text, (event) => event.json()!['eventName']);
    expect(names).toEqual(events.map((_, n) => `Name${n}`));
  });

  it('that hold a list of records under its usual name are no events, and do no harm', () => {
    const odd = { Records: [1, 2, one], eventSource: 's', eventName: 'n' };
    const text = [asText({ detail: odd }), asText({ detail: two })].join('\n');
    const { events, problems } = readDocument(text, (event) => event.json()!['eventName']);
    expect(events).toContain('Two');
    expect(problems).toEqual([]);
  });
});

describe('files that hold no events', () => {
  const digest = {
    awsAccountId: '111122223333',
    digestStartTime: '2024-05-01T10:00:00Z',
    digestEndTime: '2024-05-01T11:00:00Z',
    digestS3Bucket: 'b',
    logFiles: [{ s3Bucket: 'b', s3Object: 'o', hashValue: 'x' }],
  };
  const insight = {
    eventVersion: '1.08',
    eventTime: '2024-05-01T10:00:00Z',
    eventType: 'AwsCloudTrailInsight',
    eventCategory: 'Insight',
    insightDetails: { state: 'Start', eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' },
  };

  it('are counted as digests and insights', () => {
    const texts = [asText(digest), asText({ Records: [insight, insight] }), asText({ detail: insight })];
    const { events, problems, tally } = readDocument(texts.join('\n'), see);
    expect([events, problems]).toEqual([[], []]);
    expect([tally.digests, tally.insights, tally.otherRecords]).toEqual([1, 3, 0]);
  });

  it('are counted as other records when nothing is known of them', () => {
    const others = [
      { detail: { a: 1 } },
      { message: '{"a":1}' },
      { message: '{broken' },
      { Records: {} },
      { Events: null },
    ];
    const { tally, problems } = readDocument(others.map(asText).join('\n'), see);
    expect(problems).toEqual([]);
    expect(tally.otherRecords).toBe(others.length);
  });
});
