/** Networks, programs, shares and spans in a few words. Texts are as logged: whoever shows them must clean them. */
import type { Tool } from '../stats/agent-text.ts';
import type { NetworkName } from '../stats/report-networks.ts';
import { numberText } from './show/text.ts';

/** A program such as `aws-cli, linux, kali [kali]`; marks found in the raw user agents stand in brackets. */
export function toolText({ kind, tool, os, distro, env, signatures }: Tool): string {
  const name = tool ?? (kind === 'empty' ? '(no user agent)' : `(${kind})`);
  const words = [name, os, distro === os ? null : distro, env].filter((word) => word !== null);
  const marks = signatures.filter((mark) => mark !== tool);
  return words.join(', ') + (marks.length === 0 ? '' : ` [${marks.join(', ')}]`);
}

/** A network such as `AS64500 Example Hosting, NL, hosting`. */
export function networkText({ kind, country, asn, org, service }: NetworkName): string {
  const holder = [asn === null ? '' : `AS${asn}`, org ?? ''].filter((text) => text !== '').join(' ');
  // A service's name already says that it is one.
  const words = [holder, service ?? '', country ?? '', service === null || holder !== '' ? kind : ''];
  return words.filter((text) => text !== '').join(', ');
}

/** `1,204 events`, `1 event` */
export function counted(value: number, one: string): string {
  return `${numberText(value)} ${value === 1 ? one : `${one}s`}`;
}

/** Share in whole percent. */
export function percentText(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  const percent = (100 * part) / whole;
  if (percent < 1) return '<1 %';
  return percent > 99 && part < whole ? '>99 %' : `${Math.round(percent)} %`;
}

/** A span of time in its two largest units. */
export function spanText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
