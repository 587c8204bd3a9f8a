/** How many temporary keys each role or user was given. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';

const KEY = FIELD['userIdentity.accessKeyId'];

/** Calls `note` with a key and its user at least once for each such pair, and seldom more. */
export class TemporaryKeys {
  readonly #note: (user: number, key: string) => void;
  /** For each id, the user it was last noted for, plus one. */
  #noted = new Int32Array(256);
  #epoch = -1;

  constructor(note: (user: number, key: string) => void) {
    this.#note = note;
  }

  add(event: Event, user: number): void {
    const id = event.id(KEY);
    if (id !== UNNUMBERED_ID && !this.#isNew(id, user, event.epoch)) return;
    this.#note(user, event.text(KEY));
  }

  #isNew(id: number, user: number, epoch: number): boolean {
    if (epoch !== this.#epoch) {
      this.#noted.fill(0);
      this.#epoch = epoch;
    }
    if (id >= this.#noted.length) {
      const more = new Int32Array(Math.max(2 * this.#noted.length, id + 1));
      more.set(this.#noted);
      this.#noted = more;
    }
    if (this.#noted[id] === user + 1) return false;
    this.#noted[id] = user + 1;
    return true;
  }
}
