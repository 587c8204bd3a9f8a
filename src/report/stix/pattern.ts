/** STIX patterns of indicators: https://docs.oasis-open.org/cti/stix/v2.1/ section 9. */
import type { Indicator } from '../../investigate/incident.ts';
import { redactText } from '../../redact.ts';

/** A string constant of a pattern: only `\` and `'` mean something in it. */
export function patternString(value: string): string {
  return `'${redactText(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** `null` for what no observable of STIX stands for, and for keys, which are the victim's. */
export function patternOf({ type, value }: Indicator): string | null {
  const text = patternString(value);
  switch (type) {
    case 'ipv4':
      return `[ipv4-addr:value = ${text}]`;
    case 'ipv6':
      return `[ipv6-addr:value = ${text}]`;
    case 'asn': {
      const number = asnOf(value);
      return number === null ? null : `[autonomous-system:number = ${number}]`;
    }
    case 'user-agent':
      return `[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = ${text}]`;
    case 'principal-name':
      return `[user-account:account_login = ${text}]`;
    case 'account':
      return `[user-account:user_id = ${text}]`;
    case 'sid':
    case 'resource-name':
    case 'access-key':
    case 'behaviour':
      return null;
  }
}

/** 14061 of `AS14061 DigitalOcean, LLC`. */
export function asnOf(value: string): number | null {
  const [, digits] = /^(?:AS)?(\d{1,10})\b/i.exec(value) ?? [];
  return digits === undefined ? null : Number(digits);
}
