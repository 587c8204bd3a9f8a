/** What was planted, in few words: its kinds, each with whom or what it is about. */
import { groupBy } from '../group-by.ts';
import type { PersistenceItem } from '../investigate/incident.ts';

/** A kind of thing left behind, and the users, roles or resources that were given it, each once. */
export interface Planted {
  readonly title: string;
  readonly of: readonly string[];
}

/** The items by kind, in order of first appearance. */
export function plantedKinds(items: readonly PersistenceItem[]): Planted[] {
  return [...groupBy(items, ({ title }) => title)].map(([title, alike]) => ({
    title,
    // The first value of a target says on whom or what it lies, the others which one it is.
    of: [...new Set(alike.flatMap(({ target }) => Object.values(target).slice(0, 1)))],
  }));
}
