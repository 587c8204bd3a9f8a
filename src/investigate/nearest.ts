/** Keeps the few items nearest to a moment, of any number that come in any order. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { compareText } from './call.ts';

interface Placed {
  readonly ref: EventRef;
}

export class Nearest<T extends Placed> {
  readonly #momentMs: number;
  readonly #room: number;
  #items: T[] = [];
  /** Beyond it nothing has room any more. */
  #farthestMs = Infinity;

  constructor(momentMs: number, room: number) {
    this.#momentMs = momentMs;
    this.#room = room;
  }

  /** Whether an event of that time may have room. */
  hasRoom(timeMs: number): boolean {
    return Math.abs(timeMs - this.#momentMs) <= this.#farthestMs;
  }

  add(item: T): void {
    this.#items.push(item);
    if (this.#items.length >= 2 * this.#room) this.#shorten();
  }

  /** The nearest, of copies of one event the first by its place. */
  list(): readonly T[] {
    this.#shorten();
    return this.#items;
  }

  #shorten(): void {
    const sorted = this.#items.toSorted(
      (a, b) =>
        this.#distance(a) - this.#distance(b) ||
        compareText(a.ref.eventId, b.ref.eventId) ||
        compareText(a.ref.file, b.ref.file) ||
        a.ref.record - b.ref.record,
    );
    const once = sorted.filter((item, n) => n === 0 || item.ref.eventId !== sorted[n - 1]!.ref.eventId);
    this.#items = once.slice(0, this.#room);
    if (this.#items.length === this.#room) this.#farthestMs = this.#distance(this.#items.at(-1)!);
  }

  #distance({ ref }: T): number {
    return Math.abs(ref.timeMs - this.#momentMs);
  }
}
