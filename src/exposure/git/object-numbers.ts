/** Numbers for all objects of a repository: those of packs by pack and node, then the loose ones. */
import type { DeltaForest } from './delta-forest.ts';
import { nameOfLoose } from './loose-object.ts';
import { nameKeyOfHex } from './object-name.ts';
import type { PackIndex } from './pack-index.ts';

interface NumberedPack {
  readonly index: PackIndex;
  readonly forest: DeltaForest;
}

export class ObjectNumbers {
  readonly count: number;
  /** Numbers of the first node of each pack, and of the first loose object. */
  readonly first: readonly number[];
  readonly #packs: readonly NumberedPack[];
  readonly #loose: readonly string[];

  constructor(packs: readonly NumberedPack[], loose: readonly string[]) {
    const first = [0];
    for (const { forest } of packs) first.push(first.at(-1)! + forest.count);
    this.first = first;
    this.count = first.at(-1)! + loose.length;
    this.#packs = packs;
    this.#loose = loose;
  }

  /** The pack that an object lies in; the number of packs for a loose one. */
  packOf(number: number): number {
    let pack = this.first.length - 1;
    while (this.first[pack]! > number) pack--;
    return pack;
  }

  /** `nameKey` of an object. */
  keyOf(number: number): number {
    const pack = this.packOf(number);
    const within = number - this.first[pack]!;
    if (pack === this.#packs.length) return nameKeyOfHex(nameOfLoose(this.#loose[within]!));
    const { index, forest } = this.#packs[pack]!;
    return index.key(forest.entries[within]!);
  }
}
