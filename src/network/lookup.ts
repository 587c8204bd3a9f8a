/** Tells the network behind a CloudTrail `sourceIPAddress`: country, autonomous system and kind. */
import { isIpv4, parseAddress, type Address } from './address.ts';
import { classifyAsn } from './asn-class.ts';
import type { NetworkKind } from './kind.ts';
import { findPrefix } from './prefix-table.ts';
import { valueAt } from './range-table.ts';
import { specialKind } from './special.ts';
import type { NetworkSource, NetworkTables, Organisations } from './tables.ts';
import type { UserNetworks } from './user.ts';

export interface Network {
  readonly kind: NetworkKind;
  /** ISO 3166-1 alpha-2; XK for Kosovo. */
  readonly country: string | null;
  readonly asn: number | null;
  /** The holder of the AS, or the name the user gave the network. */
  readonly org: string | null;
  /** The AWS service: its DNS name or `AWS Internal` as CloudTrail has it, or the code in `ip-ranges.json`. */
  readonly service: string | null;
  /** The AWS region of an address in `ip-ranges.json`. */
  readonly region: string | null;
}

export interface Networks {
  /** The published data behind the answers. */
  readonly sources: readonly NetworkSource[];
  /** What is known of a source address. Takes any text, such as a service name or a masked address; never throws. */
  readonly lookup: (address: string) => Network;
}

interface Holder {
  readonly name: string | null;
  readonly kind: NetworkKind;
}

const NOTHING: Network = {
  kind: 'unknown',
  country: null,
  asn: null,
  org: null,
  service: null,
  region: null,
};

/** AWS calls made by AWS itself carry no address. */
const AWS_INTERNAL = 'AWS Internal';
const SERVICE_NAME = /^[a-z0-9.-]{1,200}\.amazonaws\.com(\.cn)?$/i;

/**
 * Joins the built tables, the special-purpose registry, the AS classes and the user's files into one lookup.
 * The user's word comes first, then what an address is by standard, then AWS's own ranges, then its AS.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function openNetworks(tables: NetworkTables, user?: UserNetworks): Networks {
  const holders = new Map<number, Holder>();
  const holderOf = (asn: number): Holder => {
    let holder = holders.get(asn);
    if (!holder) {
      const name = organisationName(tables.organisations, asn);
      holder = { name, kind: classifyAsn(asn, name) };
      holders.set(asn, holder);
    }
    return holder;
  };
  return {
    sources: tables.sources,
    lookup: (text) => {
      const address = parseAddress(text);
      return address ? describe(address, tables, user, holderOf) : describeName(text);
    },
  };
}

/** What a source that is no address says: an AWS service, or nothing. */
function describeName(text: string): Network {
  if (text !== AWS_INTERNAL && !SERVICE_NAME.test(text)) return NOTHING;
  return { ...NOTHING, kind: 'aws-service', service: text };
}

function describe(
  address: Address,
  tables: NetworkTables,
  user: UserNetworks | undefined,
  holderOf: (asn: number) => Holder,
): Network {
  const listed = user && findPrefix(user.listed, address)?.value;
  const special = specialKind(address);
  if (special) return { ...NOTHING, kind: listed?.kind ?? special, org: listed?.name ?? null };
  const aws = user && findPrefix(user.aws, address)?.value;
  const [country, asn] = publicFacts(tables, address);
  const holder = asn === 0 ? undefined : holderOf(asn);
  return {
    kind: listed?.kind ?? (aws ? 'aws' : (holder?.kind ?? 'unknown')),
    country: tables.countries[country - 1] ?? null,
    asn: asn === 0 ? null : asn,
    org: listed?.name ?? holder?.name ?? null,
    service: aws?.service ?? null,
    region: aws?.region ?? null,
  };
}

/** Country position and AS number, 0 where unknown. */
function publicFacts(tables: NetworkTables, address: Address): [country: number, asn: number] {
  if (!isIpv4(address)) {
    const [high, low] = address;
    return [valueAt(tables.country6, high, low), valueAt(tables.asn6, high, low)];
  }
  const high = address[3] >>> 16;
  const low = address[3] & 0xffff;
  return [valueAt(tables.country4, high, low), valueAt(tables.asn4, high, low)];
}

/** The name of the holder of an AS, by binary search. */
function organisationName({ asns, starts, names }: Organisations, asn: number): string | null {
  let low = 0;
  let high = asns.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((asns[middle] ?? 0) < asn) low = middle + 1;
    else high = middle;
  }
  if (asns[low] !== asn) return null;
  return new TextDecoder().decode(names.subarray(starts[low], starts[low + 1])) || null;
}
