/** IP addresses as 128-bit numbers: parsing of every textual form, printing, and address prefixes (CIDR). */

/**
 * An address as four 32-bit words, most significant first. IPv4 addresses take their IPv4-mapped place
 * (`::ffff:a.b.c.d`), so that one order and one prefix arithmetic serve both families.
 */
export type Address = readonly [number, number, number, number];

/** A CIDR prefix: `bits` counts from the top of the 128, so an IPv4 `/24` has 120. */
export interface Prefix {
  readonly address: Address;
  readonly bits: number;
}

const MAPPED = 0xffff;
/** Longer than any address with any interface name; the rest is not worth a look. */
const LONGEST = 128;

/**
 * The address that `text` writes, or undefined when it is anything else (a service name, a masked address).
 * Accepts exactly what inet_pton does plus a zone (`fe80::1%eth0`, dropped); no ports, brackets or blanks,
 * since CloudTrail writes none and `::1:443` would be ambiguous. https://www.rfc-editor.org/rfc/rfc4291
 */
export function parseAddress(text: string): Address | undefined {
  if (text.length < 2 || text.length > LONGEST) return undefined;
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value < 0 ? undefined : [0, 0, MAPPED, value];
  }
  const zone = text.indexOf('%');
  if (zone === text.length - 1) return undefined;
  const groups = ipv6Groups(zone < 0 ? text : text.slice(0, zone));
  return groups && [word(groups, 0), word(groups, 2), word(groups, 4), word(groups, 6)];
}

/** Whether the address is IPv4, written as such or as IPv4-mapped IPv6. */
export function isIpv4(address: Address): boolean {
  return address[2] === MAPPED && address[1] === 0 && address[0] === 0;
}

/** The one canonical spelling: dotted for IPv4, RFC 5952 for IPv6. https://www.rfc-editor.org/rfc/rfc5952 */
export function formatAddress(address: Address): string {
  if (isIpv4(address)) {
    const value = address[3];
    return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
  }
  const groups = address.flatMap((half) => [half >>> 16, half & 0xffff]);
  const [from, length] = longestZeroRun(groups);
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, from))}::${hex(groups.slice(from + length))}`;
}

/**
 * The prefix that `text` writes: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
 * Undefined when it is neither. Bits set beyond the prefix length are kept: see `networkOf`.
 */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  if (slash < 0) return { address, bits: 128 };
  const length = text.slice(slash + 1);
  const widest = text.includes(':') ? 128 : 32;
  if (!/^\d{1,3}$/.test(length) || Number(length) > widest) return undefined;
  return { address, bits: 128 - widest + Number(length) };
}

/** The first address of the prefix: its address with all bits beyond the length cleared. */
export function networkOf({ address, bits }: Prefix): Address {
  const keep = (half: number, index: number): number => {
    const kept = Math.min(Math.max(bits - index * 32, 0), 32);
    return kept === 0 ? 0 : (half & (-1 << (32 - kept))) >>> 0;
  };
  return [keep(address[0], 0), keep(address[1], 1), keep(address[2], 2), keep(address[3], 3)];
}

/** Orders addresses as numbers: negative, zero or positive. */
export function compareAddresses(a: Address, b: Address): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

function hex(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(':');
}

/** The dotted address as a 32-bit number, or -1. Octets have no leading zeros: some readers take them for octal. */
function parseIpv4(text: string): number {
  let value = 0;
  let octets = 0;
  let octet = 0;
  let digits = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = index === text.length ? 46 : text.charCodeAt(index);
    if (code === 46) {
      if (digits === 0 || ++octets > 4) return -1;
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
    } else {
      if (code < 48 || code > 57 || (digits > 0 && octet === 0)) return -1;
      octet = octet * 10 + code - 48;
      if (octet > 255) return -1;
      digits++;
    }
  }
  return octets === 4 ? value : -1;
}

/** The eight 16-bit groups of an IPv6 address without its zone. */
function ipv6Groups(text: string): number[] | undefined {
  const groups: number[] = [];
  let gap = text.startsWith('::') ? 0 : -1;
  let at = gap === 0 ? 2 : 0;
  while (at < text.length) {
    const from = at;
    let value = 0;
    for (let digit = hexDigit(text, at); digit >= 0; digit = hexDigit(text, ++at)) value = value * 16 + digit;
    const next = text[at];
    if (next === '.') {
      if (!pushDotted(groups, text.slice(from))) return undefined;
      break;
    }
    if (at === from || at - from > 4) return undefined;
    groups.push(value);
    if (next === undefined) break;
    if (next !== ':' || ++at === text.length) return undefined;
    if (text[at] === ':') {
      if (gap >= 0) return undefined;
      gap = groups.length;
      at++;
    }
  }
  if (gap < 0) return groups.length === 8 ? groups : undefined;
  return groups.length > 7 ? undefined : filled(groups, gap);
}

/** Value of the hexadecimal digit at a place, or -1. */
function hexDigit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Adds the two groups that a dotted address in last place writes. */
function pushDotted(groups: number[], text: string): boolean {
  const value = parseIpv4(text);
  if (value >= 0) groups.push(value >>> 16, value & 0xffff);
  return value >= 0;
}

/** Eight groups, with zeros where `::` stood. */
function filled(groups: readonly number[], gap: number): number[] {
  const all = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const [index, group] of groups.entries()) all[index < gap ? index : 8 - groups.length + index] = group;
  return all;
}

function word(groups: readonly number[], index: number): number {
  return (groups[index] ?? 0) * 0x10000 + (groups[index + 1] ?? 0);
}

/** Start and length of the longest run of zero groups, the first one among equals. */
function longestZeroRun(groups: readonly number[]): [number, number] {
  let best: [number, number] = [0, 0];
  let run = 0;
  for (const [index, group] of groups.entries()) {
    run = group === 0 ? run + 1 : 0;
    if (run > best[1]) best = [index - run + 1, run];
  }
  return best;
}
