/**
 * What AWS Health says about exposed keys. Its API is for accounts with a support plan.
 * https://docs.aws.amazon.com/health/latest/APIReference/API_DescribeEvents.html
 */
import { textIn, readAll } from '../respond/reading.ts';
import type { Caller, CallPlace } from '../respond/action.ts';
import type { AwsError } from '../respond/aws-error.ts';
import { partitionOf } from '../lineage/arn.ts';
import type { Parts } from './parts.ts';
import type { HealthEvent } from './snapshot.ts';

/** Events that one call takes. */
const MOST_EVENTS = 10;

/** The one region of the partition that answers. */
const REGIONS: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** No support plan, or no permission: many accounts are so. */
export function isWithoutHealth({ kind, code }: AwsError): boolean {
  return kind === 'denied' || code.startsWith('SubscriptionRequired');
}

/** @throws AwsError when it cannot be asked. */
export async function readHealthEvents(
  aws: Caller,
  account: string,
  reader: string,
  parts: Parts,
): Promise<HealthEvent[]> {
  const place: CallPlace = { account, region: REGIONS[partitionOf(reader)] ?? 'us-east-1' };
  const all = await readAll(
    aws,
    place,
    'health',
    'DescribeEvents',
    { filter: { services: ['RISK'] } },
    'events',
  );
  const events = all.filter((event) => textIn(event, 'eventTypeCode').includes('CREDENTIALS'));
  const affected = new Map<string, string[] | null>();
  for (let n = 0; n < events.length; n += MOST_EVENTS) {
    const arns = events.slice(n, n + MOST_EVENTS).map((event) => textIn(event, 'arn'));
    const entities = await parts.read(
      'what AWS Health events affect',
      '',
      async () =>
        readAll(
          aws,
          place,
          'health',
          'DescribeAffectedEntities',
          { filter: { eventArns: arns } },
          'entities',
        ),
      isWithoutHealth,
    );
    for (const arn of arns)
      affected.set(
        arn,
        entities
          ?.filter((entity) => textIn(entity, 'eventArn') === arn)
          .map((entity) => textIn(entity, 'entityValue')) ?? null,
      );
  }
  return events.map((event) => {
    const arn = textIn(event, 'arn');
    return {
      arn,
      type: textIn(event, 'eventTypeCode'),
      status: textIn(event, 'statusCode'),
      started: textIn(event, 'startTime') || null,
      updated: textIn(event, 'lastUpdatedTime') || null,
      affected: affected.get(arn) ?? null,
    };
  });
}
