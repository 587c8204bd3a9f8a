/** AWS credentials at rest: what was found, where, and how sure it is. A secret itself is never part of it. */

/**
 * What was found:
 * - `pair` a key ID and its secret near each other · `key-id` an ID alone: a link into the inventory, no leak
 * - `secret` a secret access key without its ID · `session` a temporary key with its session token
 * - `bedrock-key` a Bedrock API key · `smtp-password` an SES SMTP password
 */
export type ExposureKind = 'pair' | 'key-id' | 'secret' | 'session' | 'bedrock-key' | 'smtp-password';

/** Where bytes come from, outermost first: a file, then what is inside it. */
export interface Place {
  /** Path of the file, repository or archive; `env:NAME` for a variable of the environment. */
  readonly path: string;
  /** Inside archives, images and repositories: `layer sha256:…!/app/.env`. */
  readonly inside: readonly string[];
  /** From 1; `null` where there are no lines. */
  readonly line: number | null;
  /** Byte offset in the file or object. */
  readonly offset: number;
  readonly git: GitPlace | null;
}

/** A git object that holds a credential. */
export interface GitPlace {
  readonly object: string;
  readonly type: 'blob' | 'commit' | 'tag' | 'tree';
  /** The first commit that brought it, by commit time; `null` when no commit holds it. */
  readonly commit: string | null;
  readonly author: string | null;
  /** When the commit was made, as its committer's clock had it; of a tag, when that was. */
  readonly timeMs: number | null;
  /** When its author wrote it: kept when a commit is amended or moved, so it can be long before. */
  readonly authoredMs: number | null;
  readonly file: string | null;
  /** Whether the file still holds it at HEAD. */
  readonly atHead: boolean;
  /** Refs it can be reached from, the first few; none means dangling. */
  readonly refs: readonly string[];
  readonly dangling: boolean;
  /**
   * Hosts of the remotes that have it, or whose branches once were at this commit: `github.com`; `folder` for a remote
   * on this machine. Empty when it never left this repository, as far as that tells.
   */
  readonly remotes: readonly string[];
}

export type ExposureLevel = 'high' | 'medium' | 'low' | 'info';

/** One credential in one place. */
export interface Exposure {
  readonly kind: ExposureKind;
  /** Access key ID; `null` where only a secret was found. */
  readonly keyId: string | null;
  /** Decoded from the ID, offline; `null` for IDs of the older form. */
  readonly account: string | null;
  /** Salted hash of the secret, to tell equal ones; `null` without one. */
  readonly secretHash: string | null;
  /** The last four characters of the secret at most. */
  readonly secretHint: string | null;
  readonly level: ExposureLevel;
  /** Why this kind and level, one sentence each. */
  readonly reasons: readonly string[];
  /** A documentation example, a test key or a canary: its name; `null` otherwise. */
  readonly known: string | null;
  readonly place: Place;
}

/** Levels from the worst. */
export const LEVELS: readonly ExposureLevel[] = ['high', 'medium', 'low', 'info'];

/** Kinds from the one that opens most to the one that opens nothing. */
export const KINDS: readonly ExposureKind[] = [
  'pair',
  'smtp-password',
  'bedrock-key',
  'secret',
  'session',
  'key-id',
];
