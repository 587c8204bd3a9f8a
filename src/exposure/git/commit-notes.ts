/** What one thread notes of commits and tags while it reads them: how they hang together. */
import { readLinks, readTag } from './commit-text.ts';
import { IntList } from './int-list.ts';
import type { ObjectType } from './loose-object.ts';
import { NumberList } from './number-list.ts';
import { nameKeyOfHex, nameKeyOfHexBytes } from './object-name.ts';
import type { NameLength } from './object-name.ts';

/** Lists of the same length belong together. What was read is told as numbers (see `ObjectNumbers`), the rest by key. */
export interface CommitLists {
  readonly commits: Int32Array;
  readonly commitTrees: Float64Array;
  readonly commitTimes: Float64Array;
  readonly parentCounts: Int32Array;
  /** Parents of all commits, one after another. */
  readonly parents: Float64Array;
  readonly tags: Int32Array;
  readonly tagTargets: Float64Array;
}

export class CommitNotes {
  readonly #hexLength: number;
  readonly #commits = new IntList();
  readonly #commitTrees = new NumberList();
  readonly #commitTimes = new NumberList();
  readonly #parentCounts = new IntList();
  readonly #parents = new NumberList();
  readonly #tags = new IntList();
  readonly #tagTargets = new NumberList();

  constructor(nameLength: NameLength) {
    this.#hexLength = 2 * nameLength;
  }

  lists(): CommitLists {
    return {
      commits: this.#commits.toArray(),
      commitTrees: this.#commitTrees.toArray(),
      commitTimes: this.#commitTimes.toArray(),
      parentCounts: this.#parentCounts.toArray(),
      parents: this.#parents.toArray(),
      tags: this.#tags.toArray(),
      tagTargets: this.#tagTargets.toArray(),
    };
  }

  /** Takes over commits that were read elsewhere. */
  addAll({
    commits,
    commitTrees,
    commitTimes,
    parentCounts,
    parents,
  }: Omit<CommitLists, 'tags' | 'tagTargets'>): void {
    this.#commits.addAll(commits);
    this.#commitTrees.addAll(commitTrees);
    this.#commitTimes.addAll(commitTimes);
    this.#parentCounts.addAll(parentCounts);
    this.#parents.addAll(parents);
  }

  /** Notes an object if it is a commit or a tag. Returns the key of a commit's tree. */
  see(type: ObjectType, number: number, bytes: Buffer): number | undefined {
    if (type === 'commit') return this.#seeCommit(number, bytes);
    if (type === 'tag') this.#seeTag(number, bytes);
    return undefined;
  }

  #seeCommit(number: number, bytes: Buffer): number | undefined {
    const links = readLinks(bytes, this.#hexLength);
    if (links === undefined) return undefined;
    const tree = nameKeyOfHexBytes(bytes, links.treeAt);
    this.#commits.add(number);
    this.#commitTrees.add(tree);
    this.#commitTimes.add(links.time);
    this.#parentCounts.add(links.parentsAt.length);
    for (const at of links.parentsAt) this.#parents.add(nameKeyOfHexBytes(bytes, at));
    return tree;
  }

  #seeTag(number: number, bytes: Buffer): void {
    const object = readTag(bytes)?.object;
    if (object === undefined) return;
    this.#tags.add(number);
    this.#tagTargets.add(nameKeyOfHex(object));
  }
}
