/** Networks made up for tests: the first part of an address is its system, a few have a kind and a country. */
import type { NetworkKind } from '../../src/network/kind.ts';
import type { Network, Networks } from '../../src/network/lookup.ts';

const KINDS: Readonly<Record<string, readonly [NetworkKind, string]>> = {
  '198': ['hosting', 'NL'],
  '192': ['corporate', 'DE'],
  '185': ['vpn', 'CH'],
  '203': ['residential', 'DE'],
  '3': ['aws', 'US'],
};

export const MADE_NETWORKS: Networks = {
  sources: [],
  lookup: (address): Network => {
    const nothing = { country: null, asn: null, org: null, service: null, region: null };
    if (/amazonaws\.com$|^AWS Internal$/.test(address))
      return { ...nothing, kind: 'aws-service', service: address };
    const first = address.split('.')[0]!;
    const [kind, country] = KINDS[first] ?? ['unknown', null];
    return country === null
      ? { ...nothing, kind }
      : { ...nothing, kind, country, asn: 64_000 + Number(first) };
  },
};

/** The same without any knowledge of addresses. */
export const NO_NETWORKS: Networks = {
  sources: [],
  lookup: (address) => ({
    kind: /amazonaws\.com$|^AWS Internal$/.test(address) ? 'aws-service' : 'unknown',
    country: null,
    asn: null,
    org: null,
    service: null,
    region: null,
  }),
};
