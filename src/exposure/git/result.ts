/** What the scan of a repository is asked for, and what it comes to. */
import type { GitPlace } from '../exposure.ts';
import type { Candidate } from '../matcher.ts';

/**
 * What a module named by `RepositoryScanOptions.examiner` exports as `examine`: looks at the candidates of one object and
 * says what they come to.
 *
 * @param bytes the object; of objects above 32 MiB, pieces of it that overlap by 64 KiB.
 * @param candidates by offset into `bytes`, at least one.
 * @param start the offset of `bytes` in the object, in bytes.
 * @returns anything that can be sent between threads; `undefined` when the candidates are nothing.
 */
export type Examine = (bytes: Uint8Array, candidates: readonly Candidate[], start: number) => unknown;

/** Where a scan goes about things in another way. What it comes to is the same. */
export interface ScanLimits {
  /** From so many objects in packs on, it is worth getting compiled code ready to read them. */
  readonly compiledFrom: number;
  /** Bytes of packs that are held as wholes: by default about as much as threads would keep at hand. */
  readonly mostWhole: number;
  /** Links between folders that one thread notes at most, of up to 24 bytes each: with more, trees are read once a level. */
  readonly mostLinks: number;
  /** Bytes of entries that compiled code carries down a tree of deltas at most: with more, the plain code follows them. */
  readonly mostCarried: number;
}

export const SCAN_LIMITS: ScanLimits = {
  compiledFrom: 2000,
  mostWhole: 64 * 1024 * 1024,
  mostLinks: 3_000_000,
  mostCarried: 0x1000_0000,
};

export interface RepositoryScanOptions {
  readonly threads: number;
  /** URL of a module that exports `examine` (see `Examine`), loaded in each thread. */
  readonly examiner: URL;
  /** Folder that remembers which packs hold nothing; created when absent. `null` remembers nothing. */
  readonly cache: string | null;
  /** Part of what the cache is keyed by: changes whenever matcher or examiner would find something else. */
  readonly matcherVersion: string;
  readonly limits?: Partial<ScanLimits>;
}

/** One object that holds something. */
export interface RepositoryHit {
  readonly git: GitPlace;
  /** What the examiner returned; several for objects that were read in pieces. */
  readonly found: readonly unknown[];
}

export type RepositoryProblemKind = 'corrupt' | 'truncated' | 'missing' | 'unreadable' | 'too-large';

/** A part of the repository that could not be read; reading went on behind it. */
export interface RepositoryProblem {
  readonly kind: RepositoryProblemKind;
  /** The file in the repository's folder that is concerned. */
  readonly file: string;
  /** The object, where one is known by name. */
  readonly object: string | null;
  /** How many objects could not be read because of it; 0 where that is not known. */
  readonly objects: number;
  /** What exactly, one sentence. */
  readonly detail: string;
}

export interface RepositoryScan {
  readonly hits: readonly RepositoryHit[];
  readonly problems: readonly RepositoryProblem[];
  /** Objects looked at, trees not among them; an object that is stored twice counts twice. */
  readonly objects: number;
  /** Bytes of these objects. */
  readonly bytes: number;
  readonly packs: number;
  /** Packs that an earlier scan had found to hold nothing, and that were not read again. */
  readonly packsKnown: number;
  /** A partial clone: what its remote holds and the clone does not was not looked at, and never fetched. */
  readonly isPartial: boolean;
  readonly isShallow: boolean;
}
