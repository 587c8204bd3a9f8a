/** Names the contexts of events without collecting what was done in them. */
import { parseAgent } from '../agent/parse.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import type { Networks } from '../network/lookup.ts';
import { contextKey } from './context-key.ts';
import { networkName } from './origin.ts';
import { ORIGIN_FIELDS, identityIn } from './origin-fields.ts';
import { subjectOf } from './subject.ts';
import { TupleTable } from './tuple-table.ts';

/** So many origins are kept at hand. */
const ROOM = 1 << 13;

/** The context of each event, worked out once for all events that say the same of their caller. */
export class OriginKeys {
  readonly #networks: Networks;
  readonly #origins = new TupleTable(ORIGIN_FIELDS.length, ROOM);
  #keys: (string | null)[] = [];
  #epoch = -1;

  constructor(networks: Networks) {
    this.#networks = networks;
  }

  /** Key of the event's context; `null` where nobody's credential was used. */
  of(event: Event): string | null {
    if (event.epoch !== this.#epoch || this.#origins.isFull) this.#forget(event.epoch);
    const { key, length } = this.#origins;
    for (let n = 0; n < ORIGIN_FIELDS.length; n++) {
      const id = event.id(ORIGIN_FIELDS[n]!);
      // What has no number equals nothing.
      if (id === UNNUMBERED_ID) return this.#read(event);
      key[n] = id;
    }
    const origin = this.#origins.number();
    if (origin === length) this.#keys[origin] = this.#read(event);
    return this.#keys[origin]!;
  }

  #read(event: Event): string | null {
    const subject = subjectOf(identityIn(event));
    if (subject === null) return null;
    const address = event.text(FIELD['sourceIPAddress']);
    const endpoint = event.text(FIELD['vpcEndpointId']);
    const network = networkName(address, endpoint, this.#networks.lookup(address));
    return contextKey(subject, network, parseAgent(event.text(FIELD['userAgent'])).family1);
  }

  #forget(epoch: number): void {
    this.#origins.clear();
    this.#keys = [];
    this.#epoch = epoch;
  }
}
