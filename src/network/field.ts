/** The `network.*` fields that rules and searches can use beside those of the event. */
import type { Network, Networks } from './lookup.ts';

const PART: Readonly<Record<NetworkField, keyof Network>> = {
  'network.country': 'country',
  'network.asn': 'asn',
  'network.org': 'org',
  'network.kind': 'kind',
  'network.service': 'service',
  'network.region': 'region',
};

export type NetworkField = `network.${keyof Network}`;

export const NETWORK_FIELDS: readonly string[] = Object.keys(PART);

/** Whether a field name is one of ours. */
export function isNetworkField(name: string): name is NetworkField {
  return Object.hasOwn(PART, name);
}

/**
 * The value of a field for an event's `sourceIPAddress`: a string, for `network.asn` a number, or null when it
 * is not known.
 */
export function networkField(
  networks: Networks,
  name: NetworkField,
  sourceIPAddress: string,
): string | number | null {
  return networks.lookup(sourceIPAddress)[PART[name]];
}
