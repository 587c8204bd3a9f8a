/** A few words on the network behind an address. */
import { loadNetworkTables, loadUserNetworks } from '../../network/load.ts';
import { openNetworks } from '../../network/lookup.ts';
import type { Networks } from '../../network/lookup.ts';
import { clean } from './text.ts';

/** Describes addresses as ` (AS64500 Example Hosting, NL, hosting)`; `''` where nothing is known. */
export function describeNetworks(userFiles: readonly string[]): (address: string) => string {
  let networks: Networks | undefined;
  return (address) => {
    networks ??= openNetworks(loadNetworkTables(), loadUserNetworks(userFiles));
    const { asn, org, country, kind } = networks.lookup(address);
    const holder = [asn === null ? '' : `AS${asn}`, clean(org ?? '')].filter((text) => text !== '').join(' ');
    const words = [holder, country ?? '', kind === 'unknown' ? '' : kind].filter((text) => text !== '');
    return words.length === 0 ? '' : ` (${words.join(', ')})`;
  };
}
