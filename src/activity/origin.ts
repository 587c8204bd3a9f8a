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
  if (network.kind === 'aws-service') return AWS_NETWORK;
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

/** What is remembered of an event's network and tool, by dimension. Calls that AWS relays say nothing of either. */
export function originValues(
  address: string,
  endpoint: string,
  network: Network,
  agent: Agent,
): readonly (readonly [Dimension, string])[] {
  const values: (readonly [Dimension, string | null])[] =
    network.kind === 'aws-service'
      ? []
      : [
          ['address', endpoint === '' ? address : endpoint],
          ['country', network.country],
          ['kind', network.kind],
          ['agent', agent.family3],
          ['system', agent.family2],
          ['provider', agent.credentialProvider],
          ['sid', agent.sid],
          ...agent.signatures.map((mark) => ['signature', mark] as const),
        ];
  return values.filter((each): each is readonly [Dimension, string] => each[1] !== null && each[1] !== '');
}
