/**
 * Addresses that belong to nobody on the public internet.
 *
 * From the IANA registries of special-purpose addresses, multicast and IPv6 address space:
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
import { parsePrefix, type Address } from './address.ts';
import { createPrefixTable, findPrefix, type PrefixEntry, type PrefixTable } from './prefix-table.ts';

/** `private`: a host on somebody's own network. `reserved`: no host at all, or a mechanism, or documentation. */
export type SpecialKind = 'private' | 'reserved';

const PRIVATE = `
  10.0.0.0/8 172.16.0.0/12 192.168.0.0/16  100.64.0.0/10  127.0.0.0/8 169.254.0.0/16
  ::1/128 fc00::/7 fe80::/10 fec0::/10`;

/** `192.0.0.0/24` also stands in redacted data sets; of the relays and anycast blocks only whole-block rows are kept. */
const RESERVED = `
  0.0.0.0/8 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
  224.0.0.0/4 240.0.0.0/4
  ::/0 2001::/23 2001:db8::/32 2002::/16 3fff::/20`;

/** Inside the reserved rows, but ordinary: all of IPv4, global unicast IPv6, AS112, AMT, the NAT64 prefix. */
const GLOBAL = `::ffff:0:0/96 2000::/3 2001:3::/32 2001:4:112::/48 64:ff9b::/96`;

let table: PrefixTable<SpecialKind | undefined> | undefined;

/** The kind of a special-purpose address; undefined for an ordinary public one. */
export function specialKind(address: Address): SpecialKind | undefined {
  table ??= createPrefixTable([
    ...rows(RESERVED, 'reserved'),
    ...rows(GLOBAL, undefined),
    ...rows(PRIVATE, 'private'),
  ]);
  return findPrefix(table, address)?.value;
}

function rows(text: string, value: SpecialKind | undefined): readonly PrefixEntry<SpecialKind | undefined>[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((cidr) => parsePrefix(cidr) ?? [])
    .map((prefix) => ({ prefix, rank: 0, value }));
}
