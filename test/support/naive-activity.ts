/** Activity the slow way: one event, one activity, all merged. */
import { readTime } from '../../src/cloudtrail/event.ts';
import { isJsonObject } from '../../src/json.ts';
import type { Json, JsonObject } from '../../src/json.ts';
import type { Networks } from '../../src/network/lookup.ts';
import { parseAgent } from '../../src/agent/parse.ts';
import type { Activity, Dimension, Seen } from '../../src/activity/activity.ts';
import { apiOf, outcomeOf } from '../../src/activity/call.ts';
import { contextKey } from '../../src/activity/context-key.ts';
import { mergeActivity, NO_ACTIVITY } from '../../src/activity/merge.ts';
import { networkName, originValues } from '../../src/activity/origin.ts';
import { subjectOf } from '../../src/activity/subject.ts';

/** The activity of records, each with the rules that matched it. */
export function activityOf(
  records: readonly JsonObject[],
  networks: Networks,
  rulesOf: (record: JsonObject) => readonly string[] = () => [],
): Activity {
  return records
    .map((record) => activityOfOne(record, networks, rulesOf(record)))
    .reduce(mergeActivity, NO_ACTIVITY);
}

function activityOfOne(record: JsonObject, networks: Networks, rules: readonly string[]): Activity {
  const text = (...path: string[]): string => textAt(record, path);
  const timeMs = readTime(record['eventTime']);
  const subject = subjectOf({
    type: text('userIdentity', 'type'),
    accessKeyId: text('userIdentity', 'accessKeyId'),
    arn: text('userIdentity', 'arn'),
    issuerArn: text('userIdentity', 'sessionContext', 'sessionIssuer', 'arn'),
    userName: text('userIdentity', 'userName'),
    accountId: text('userIdentity', 'accountId'),
  });
  if (subject === null || Number.isNaN(timeMs)) return NO_ACTIVITY;
  const address = text('sourceIPAddress');
  const endpoint = text('vpcEndpointId');
  const network = networks.lookup(address);
  const agent = parseAgent(text('userAgent'));
  const id = text('eventID');
  const seen: Seen = {
    firstMs: timeMs,
    firstId: id,
    lastMs: timeMs,
    lastId: id,
    days: [Math.floor(timeMs / 86_400_000)],
  };
  const key = text('userIdentity', 'accessKeyId');
  const pairs: (readonly [Dimension, string])[] = [
    [outcomeOf(text('errorCode')), apiOf(text('eventSource'), text('eventName'))],
    ['region', text('awsRegion')],
    ['account', text('recipientAccountId') || text('userIdentity', 'accountId')],
    ['credential', key === subject ? '' : key],
    ['principal', text('userIdentity', 'arn')],
    ...originValues(address, endpoint, network, agent),
    ...rules.map((rule) => ['rule', rule] as const),
  ];
  const values = new Map<Dimension, Map<string, Seen>>();
  for (const [dimension, value] of pairs) {
    if (value === '') continue;
    values.set(dimension, (values.get(dimension) ?? new Map<string, Seen>()).set(value, seen));
  }
  const context = { subject, network: networkName(address, endpoint, network), tool: agent.family1 };
  const name = contextKey(context.subject, context.network, context.tool);
  return { contexts: new Map([[name, { ...context, seen, values }]]) };
}

function textAt(record: JsonObject, path: readonly string[]): string {
  let value: Json | undefined = record;
  for (const name of path) value = isJsonObject(value) ? value[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** An activity as plain arrays in a fixed order, for comparison. */
export function plainOf(activity: Activity): unknown {
  return [...activity.contexts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { subject, network, tool, seen, values }]) => ({
      key,
      subject,
      network,
      tool,
      seen,
      values: [...values]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([dimension, map]) => [dimension, [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))]),
    }));
}
