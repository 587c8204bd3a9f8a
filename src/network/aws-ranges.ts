/**
 * Reads AWS's published address ranges, which tell the service and region of an AWS address.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-syntax.html
 */
import { KeytrailError } from '../error.ts';
import { isJsonObject, type Json } from '../json.ts';
import { parsePrefix } from './address.ts';
import type { PrefixEntry } from './prefix-table.ts';

export interface AwsRange {
  /** AWS's code: EC2, S3, CLOUDFRONT, …; AMAZON where nothing narrower is published. */
  readonly service: string;
  /** A region code, or GLOBAL. */
  readonly region: string;
}

/** Whether a text looks like `ip-ranges.json` (or any JSON object), by its first character. */
export function isAwsRanges(text: string): boolean {
  return /^\uFEFF?\s*\{/.test(text);
}

/** The ranges in the text of `ip-ranges.json`. Throws KeytrailError when it is not that file. */
export function readAwsRanges(file: string, text: string): PrefixEntry<AwsRange>[] {
  const document = parseDocument(file, text);
  return [
    ...readRanges(file, document['prefixes'], 'prefixes', 'ip_prefix'),
    ...readRanges(file, document['ipv6_prefixes'], 'ipv6_prefixes', 'ipv6_prefix'),
  ];
}

function parseDocument(file: string, text: string): { readonly [key: string]: Json } {
  let document: Json;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new KeytrailError(`${file}: not valid JSON (${String(cause)}).`, { cause });
  }
  if (isJsonObject(document) && Array.isArray(document['prefixes'])) return document;
  throw new KeytrailError(`${file}: a JSON object without "prefixes" is not AWS's ip-ranges.json.`, {
    hint: 'Save the file that AWS publishes as ip-ranges.json, or give a list with one CIDR prefix a line.',
  });
}

function readRanges(
  file: string,
  rows: Json | undefined,
  list: string,
  key: string,
): PrefixEntry<AwsRange>[] {
  if (!Array.isArray(rows)) return [];
  return rows.map((row: Json, index) => {
    const { [key]: cidr, service, region } = isJsonObject(row) ? row : {};
    const prefix = typeof cidr === 'string' ? parsePrefix(cidr) : undefined;
    if (!prefix || typeof service !== 'string' || typeof region !== 'string') {
      throw new KeytrailError(`${file}: ${list}[${index}] needs "${key}", "service" and "region".`);
    }
    return { prefix, rank: precedence(service), value: { service, region } };
  });
}

/** Every range stands under AMAZON, and some under EC2, beside the service that says most. */
function precedence(service: string): number {
  if (service === 'AMAZON') return 0;
  return service === 'EC2' ? 1 : 2;
}
