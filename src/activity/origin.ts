/** From where and with what an event was sent, as activity remembers it. */
import type { Agent } from '../agent/agent.ts';
import { formatAddress, isIpv4, networkOf, parseAddress } from '../network/address.ts';
import type { Network } from '../network/lookup.ts';
import type { Dimension } from './activity.ts';

/** Network of calls that AWS services relay: they say nothing of where the caller is. */
export const AWS_NETWORK = 'aws';

/** Longest text of a source that is no address. */
const LONGEST = 64;

/** `AS14061`, `203.0.113.0/24`, `vpce-…` or `aws`. */
export function networkName(address: string, endpoint: string, network: Network): string {
  if (isRelayed(network)) return AWS_NETWORK;
  if (endpoint !== '') return endpoint;
  return network.asn === null ? blockOf(address) : `AS${network.asn}`;
}

/** The block of addresses that are likely one network's where nothing else is known: /24, of IPv6 /48. */
function blockOf(text: string): string {
  const address = parseAddress(text);
  if (address === undefined) return text.slice(0, LONGEST) || 'unknown';
  const bits = isIpv4(address) ? 24 : 48;
  return `${formatAddress(networkOf({ address, bits: isIpv4(address) ? 96 + bits : bits }))}/${bits}`;
}

/** A value, and in which dimension it is remembered. */
export type OriginValue = readonly [dimension: Dimension, text: string];

/** What is remembered of an event's network and tool. Calls that AWS relays say nothing of either. */
export function originValues(
  address: string,
  endpoint: string,
  network: Network,
  agent: Agent,
): readonly OriginValue[] {
  return isRelayed(network) ? [] : [...placeValues(address, endpoint, network), ...toolValues(agent)];
}

/** Whether an AWS service made the call for its caller. */
export function isRelayed(network: Network): boolean {
  return network.kind === 'aws-service';
}

/** What is remembered of a network that is the caller's. */
export function placeValues(address: string, endpoint: string, network: Network): readonly OriginValue[] {
  return said([
    ['address', endpoint === '' ? address : endpoint],
    ['country', network.country],
    ['kind', network.kind],
  ]);
}

/** What is remembered of a tool that is the caller's. */
export function toolValues(agent: Agent): readonly OriginValue[] {
  return said([
    ['agent', agent.family3],
    ['system', agent.family2],
    ['provider', agent.credentialProvider],
    ['sid', agent.sid],
    ...agent.signatures.map((mark) => ['signature', mark] as const),
  ]);
}

function said(values: readonly (readonly [Dimension, string | null])[]): readonly OriginValue[] {
  return values.filter((each): each is OriginValue => each[1] !== null && each[1] !== '');
}
