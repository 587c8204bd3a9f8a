/** What an organisation knows about itself and a log cannot say: `networks.yml`, checked. */

export interface KnownNetwork {
  /** CIDR blocks and AS numbers (`AS64500`) it is made of. */
  readonly blocks: readonly string[];
  readonly name: string;
  readonly kind: 'office' | 'vpn' | 'ci' | 'vendor' | 'scanner';
}

export interface Known {
  readonly networks: readonly KnownNetwork[];
  /** Account IDs of the organisation itself. */
  readonly ownAccounts: readonly string[];
  /** Account IDs of vendors that may assume roles here, with the vendor's name. */
  readonly vendorAccounts: ReadonlyMap<string, string>;
  /** ARN patterns (`*` and `?`) of principals that scan on purpose: their breadth of reads is no surprise. */
  readonly scanners: readonly string[];
  /** ARN patterns of break-glass principals: rare use from anywhere is what they are for; always shown, never blocked. */
  readonly breakGlass: readonly string[];
}

export const NOTHING_KNOWN: Known = {
  networks: [],
  ownAccounts: [],
  vendorAccounts: new Map(),
  scanners: [],
  breakGlass: [],
};
