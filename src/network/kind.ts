/** The kinds of network an address can be in: one word that a rule or an analyst can act on. */

export const NETWORK_KINDS = [
  'aws',
  'aws-service',
  'cloud',
  'hosting',
  'vpn',
  'tor',
  'corporate',
  'residential',
  'mobile',
  'isp',
  'education',
  'private',
  'reserved',
  'unknown',
] as const;

export type NetworkKind = (typeof NETWORK_KINDS)[number];
