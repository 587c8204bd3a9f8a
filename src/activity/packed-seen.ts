/** What was seen of one value, read from packed activity when it is asked for. */
import type { Seen } from './activity.ts';
import { daysOf } from './day-sets.ts';
import type { EventIds } from './event-ids.ts';
import type { PackedActivity } from './pack.ts';

/** Most of what was seen is compared by its times: neither IDs nor days are made before somebody wants them. */
export class PackedSeen implements Seen {
  readonly #packed: PackedActivity;
  readonly #ids: EventIds;
  readonly #row: number;
  #days: readonly number[] | undefined;

  constructor(packed: PackedActivity, ids: EventIds, row: number) {
    this.#packed = packed;
    this.#ids = ids;
    this.#row = row;
  }

  get firstMs(): number {
    return this.#packed.firstMs[this.#row]!;
  }

  get firstId(): string {
    return this.#ids.text(this.#packed.firstId[this.#row]!);
  }

  get lastMs(): number {
    return this.#packed.lastMs[this.#row]!;
  }

  get lastId(): string {
    return this.#ids.text(this.#packed.lastId[this.#row]!);
  }

  get days(): readonly number[] {
    return (this.#days ??= this.#readDays());
  }

  #readDays(): readonly number[] {
    const { dayStarts, dayBlocks, dayBits } = this.#packed;
    const blocks: [number, number][] = [];
    for (let each = dayStarts[this.#row]!; each < dayStarts[this.#row + 1]!; each++)
      blocks.push([dayBlocks[each]!, dayBits[each]!]);
    return daysOf(blocks);
  }
}
