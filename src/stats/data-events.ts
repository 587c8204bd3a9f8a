/** Whether the logs hold data events: what was done with objects, items and functions, not only with their settings. */
import type { Counts } from './counts.ts';
import { byEvents } from './ranking.ts';

export interface DataEvents {
  readonly events: number;
  /** Of these, how many are recognised by their name alone, because the record is too old to say. */
  readonly byName: number;
  readonly sources: readonly { readonly name: string; readonly events: number }[];
}

/**
 * Calls that only data event logging records. Records before version 1.07 have no `eventCategory`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
const DATA_CALLS: { readonly [source: string]: RegExp } = {
  's3.amazonaws.com':
    /^(?:(?:Get|Put|Delete|Head|Copy|Restore|Select|Post|Options)Objects?(?:Acl|Tagging|Content|Torrent|Attributes|Retention|LegalHold)?|DeleteObjects|ListObject(?:s|Versions)|ListParts|UploadPart(?:Copy)?|(?:Create|Complete|Abort)MultipartUpload)$/,
  'lambda.amazonaws.com': /^Invoke(?:Execution|Async)?$/,
  'dynamodb.amazonaws.com':
    /^(?:Batch(?:Get|Write)Item|(?:Get|Put|Update|Delete)Item|Query|Scan|Transact(?:Get|Write)Items)$/,
};

export function dataEvents({ names, pairs }: Counts): DataEvents {
  const sources = new Map<string, number>();
  let [events, byName] = [0, 0];
  for (let n = 0; n < pairs.apiCategory.length; n++) {
    const api = pairs.apiCategory.first(n);
    const category = names.category.list[pairs.apiCategory.second(n)]!;
    const source = names.source.list[pairs.api.first(api)]!;
    const isNamed = category === '' && isDataCall(source, names.call.list[pairs.api.second(api)]!);
    if (category !== 'Data' && !isNamed) continue;
    const count = pairs.apiCategory.count(n);
    events += count;
    if (isNamed) byName += count;
    sources.set(source, (sources.get(source) ?? 0) + count);
  }
  return {
    events,
    byName,
    sources: [...sources].map(([name, count]) => ({ name, events: count })).toSorted(byEvents),
  };
}

/** Whether data event logging alone records such a call, by its name. */
export function isDataCall(source: string, call: string): boolean {
  return Object.hasOwn(DATA_CALLS, source) && DATA_CALLS[source]!.test(call);
}
