/** Which log source a rule is for. Only `product: aws`, `service: cloudtrail` is ours. */
import { optionalText } from './rule-head.ts';
import type { Attributes } from './rule-head.ts';
import type { RuleDocument } from './rule-document.ts';

/** The log source as written, for messages. */
export interface LogSource {
  readonly ours: boolean;
  readonly text: string;
}

/**
 * Reads `logsource`. One that names only `product: aws` or only `service: cloudtrail` includes our logs.
 * Returns undefined, with an error noted, when it is missing or empty.
 */
export function readLogSource(document: RuleDocument, attributes: Attributes): LogSource | undefined {
  const entry = attributes.get('logsource');
  const entries = entry && document.entries(entry.value);
  if (entry === undefined || entries === undefined) {
    return document.error(
      entry?.value ?? null,
      'expected "logsource" with product: aws and service: cloudtrail',
    );
  }
  const found = new Map(entries.map((item) => [item.key, item]));
  const part = (name: string): string | undefined => optionalText(document, found.get(name))?.toLowerCase();
  const named = { category: part('category'), product: part('product'), service: part('service') };
  const text = Object.entries(named).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  if (text.length === 0) {
    return document.error(
      entry.value,
      '"logsource" names nothing: expected product: aws and service: cloudtrail',
    );
  }
  const ours =
    named.category === undefined &&
    (named.product ?? 'aws') === 'aws' &&
    (named.service ?? 'cloudtrail') === 'cloudtrail';
  return { ours, text: text.join(', ') };
}
