/** How many distinct texts there were, in memory that does not grow with them. */

/** So many are counted exactly; beyond, the count is off by about 6 % (one standard deviation). */
const KEPT = 256;

const RANGE = 2 ** 53;

/**
 * Keeps the smallest hashes: how far they reach tells how many there are (k minimum values, Bar-Yossef and others,
 * 2002). The union of two is that of their texts, whatever the order.
 */
export class Distinct {
  /** Sorted, without repeats. */
  #hashes: number[] = [];

  add(text: string): void {
    this.#insert(hash(text));
  }

  /** Takes in the hashes of another set. */
  merge(hashes: readonly number[]): void {
    for (const each of hashes) this.#insert(each);
  }

  get hashes(): readonly number[] {
    return this.#hashes;
  }

  /** Whether `count` is exact. */
  get isExact(): boolean {
    return this.#hashes.length < KEPT;
  }

  get count(): number {
    return this.isExact ? this.#hashes.length : Math.round(((KEPT - 1) * RANGE) / this.#hashes[KEPT - 1]!);
  }

  #insert(value: number): void {
    const hashes = this.#hashes;
    if (hashes.length === KEPT && value >= hashes[KEPT - 1]!) return;
    let [low, high] = [0, hashes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (hashes[middle]! < value) low = middle + 1;
      else high = middle;
    }
    if (hashes[low] === value) return;
    hashes.splice(low, 0, value);
    if (hashes.length > KEPT) hashes.pop();
  }
}

/** 53 bits, evenly spread: two FNV-1a hashes, each mixed once more. */
function hash(text: string): number {
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193 + 0x5bd1e994);
  }
  return mixed(a) * 2 ** 21 + (mixed(b ^ a) >>> 11);
}

function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
