/** STIX patterns of indicators: https://docs.oasis-open.org/cti/stix/v2.1/ section 9. */
import type { Indicator } from '../../investigate/incident.ts';
import { redactText } from '../../redact.ts';

/** A string constant of a pattern: only `\` and `'` mean something in it. */
export function patternString(value: string): string {
  return `'${redactText(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** `null` for what no observable of STIX stands for, and for keys, which are the victim's. */
export function patternOf({ type, value }: Indicator): string | null {
  if (!isWellFormed(type, value)) return null;
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
      // Brackets of S3 may stand around it, and the command of the call behind it.
      return `[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' LIKE ${patternString(`%${value}%`)}]`;
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

/** Addresses that are none, and empty names, would match nothing or everything. */
export function isWellFormed(type: Indicator['type'], value: string): boolean {
  if (type === 'ipv4') return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(value);
  if (type === 'ipv6') return /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(value);
  return value !== '';
}

/** 14061 of `AS14061 DigitalOcean, LLC`. */
export function asnOf(value: string): number | null {
  const [, digits] = /^(?:AS)?(\d{1,10})\b/i.exec(value) ?? [];
  return digits === undefined ? null : Number(digits);
}
