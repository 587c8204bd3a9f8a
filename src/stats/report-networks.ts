/** The networks behind the addresses: each address is looked up once, what is the same network is put together. */
import type { Network } from '../network/lookup.ts';
import type { Counts } from './counts.ts';
import { Names } from './names.ts';
import { PairTable } from './pair-table.ts';
import { byEvents } from './ranking.ts';
import { addSums, NO_SUMS } from './sum-table.ts';
import type { Sums } from './sum-table.ts';

/** What tells one network from another. */
export type NetworkName = Omit<Network, 'region'>;

export interface NetworkRow extends NetworkName, Sums {
  /** Distinct source addresses; the one with the most events. */
  readonly addresses: number;
  readonly topAddress: string;
  /** Users (see `CredentialRow`) that called from there. */
  readonly credentials: number;
}

interface Group {
  sums: Sums;
  addresses: number;
  top: { readonly address: string; readonly events: number };
  credentials: number;
}

export class NetworkTable {
  readonly #names = new Names();
  readonly #groups = new Map<number, Group>();
  /** Network of each address. */
  readonly #networks: Uint32Array;
  /** Events by user and network. */
  readonly users: PairTable = new PairTable();

  constructor({ names, pairs, sums }: Counts, lookUp: (address: string) => Network) {
    this.#networks = Uint32Array.from(names.address.list, (address) =>
      this.#names.number(nameText(lookUp(address))),
    );
    names.address.list.forEach((address, n) => {
      // The text for "no address" stands in the list whether or not an event lacks one.
      if (sums.address.at(n).events > 0) this.#add(this.#networks[n]!, address, sums.address.at(n));
    });
    for (let n = 0; n < pairs.userAddress.length; n++) {
      this.users.add(
        pairs.userAddress.first(n),
        this.#networks[pairs.userAddress.second(n)]!,
        pairs.userAddress.count(n),
      );
    }
    for (let n = 0; n < this.users.length; n++) this.#groups.get(this.users.second(n))!.credentials++;
  }

  /** The network behind the number that `users` has. */
  nameOf(network: number): NetworkName {
    return JSON.parse(this.#names.list[network]!) as NetworkName;
  }

  rows(): NetworkRow[] {
    return [...this.#groups].map(([network, { sums, addresses, top, credentials }]) => ({
      ...this.nameOf(network),
      addresses,
      topAddress: top.address,
      credentials,
      ...sums,
    }));
  }

  #add(network: number, address: string, sums: Sums): void {
    const group = this.#groups.get(network) ?? {
      sums: NO_SUMS,
      addresses: 0,
      top: { address: '', events: 0 },
      credentials: 0,
    };
    const candidate = { address, events: sums.events };
    group.sums = addSums(group.sums, sums);
    group.addresses++;
    if (group.top.events === 0 || byEvents(candidate, group.top) < 0) group.top = candidate;
    this.#groups.set(network, group);
  }
}

function nameText({ kind, country, asn, org, service }: Network): string {
  return JSON.stringify({ kind, country, asn, org, service } satisfies NetworkName);
}
