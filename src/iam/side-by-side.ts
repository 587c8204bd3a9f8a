/** Work on many things, some at a time. */

/** The results, in the order of the things. The first error ends it. */
export async function sideBySide<T, R>(
  things: readonly T[],
  most: number,
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const all = things.entries();
  const worker = async (): Promise<void> => {
    for (const [n, thing] of all) results[n] = await work(thing);
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, worker));
  return results;
}
