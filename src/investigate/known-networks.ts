/** Which of the networks that an organisation knows an address or AS number belongs to. */
import { parseAddress, parsePrefix } from '../network/address.ts';
import { createPrefixTable, findPrefix } from '../network/prefix-table.ts';
import type { PrefixTable } from '../network/prefix-table.ts';
import type { Known, KnownNetwork } from './known.ts';

export class KnownNetworks {
  readonly #bySystem = new Map<string, KnownNetwork>();
  readonly #byAddress: PrefixTable<KnownNetwork>;

  constructor(known: Known) {
    const entries = known.networks.flatMap((network) =>
      network.blocks.flatMap((block) => {
        if (/^AS\d+$/i.test(block)) this.#bySystem.set(block.toUpperCase(), network);
        const prefix = parsePrefix(block);
        return prefix === undefined ? [] : [{ prefix, rank: 0, value: network }];
      }),
    );
    this.#byAddress = createPrefixTable(entries);
  }

  /** The known network of a context's network (`AS64500`) that also holds all of its addresses, if any. */
  of(network: string, addresses: Iterable<string>): KnownNetwork | undefined {
    const system = this.#bySystem.get(network);
    if (system !== undefined) return system;
    let found: KnownNetwork | undefined;
    for (const text of addresses) {
      const address = parseAddress(text);
      const entry = address && findPrefix(this.#byAddress, address)?.value;
      if (entry === undefined) return undefined;
      found ??= entry;
    }
    return found;
  }
}
