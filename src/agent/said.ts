/** Remembers what tokens of user agents say: agents by the ten thousand are put together from a few thousand of them. */
import { mayHoldMark } from './signatures.ts';
import type { Draft } from './tokens.ts';
import { emptyDraft, readToken } from './tokens.ts';
import { outranks } from './products.ts';

/** What one token says that is not the first, on its own. */
export interface Said {
  readonly draft: Draft;
  /** Whether a signature may stand in it, or begin or end in it. */
  readonly mayHoldMark: boolean;
}

/** Callers choose tokens too: beyond so many, all are forgotten. */
const MOST_KNOWN = 1 << 13;
/** What is longer is not remembered. Of an agent all characters are kept as long as one of its tokens is. */
const LONGEST_TOKEN = 64;
const LONGEST_AGENT = 1024;

const KNOWN = new Map<string, Said>();

/**
 * What `readToken` has the token say to an empty draft.
 *
 * @param length characters of the whole agent
 */
export function saidBy(token: string, length: number): Said {
  const known = KNOWN.get(token);
  if (known !== undefined) return known;
  const draft = emptyDraft();
  readToken(draft, token, false);
  const said = { draft, mayHoldMark: mayHoldMark(token) };
  // Session IDs seldom come twice.
  if (token.length > LONGEST_TOKEN || length > LONGEST_AGENT || draft.sid !== null) return said;
  if (KNOWN.size === MOST_KNOWN) KNOWN.clear();
  KNOWN.set(token, said);
  return said;
}

/** Adds what a later token says: the same as when `readToken` reads it into the draft. */
export function addSaid(draft: Draft, said: Draft): void {
  if (said.product !== null && (draft.product === null || outranks(said.product, draft.product))) {
    draft.product = said.product;
    draft.version = said.version;
  }
  addSystem(draft, said);
  draft.arch ??= said.arch;
  if (said.lang !== null && (draft.lang === null || draft.lang === 'js')) draft.lang = said.lang;
  draft.execEnv ??= said.execEnv;
  draft.credentialProvider ??= said.credentialProvider;
  draft.codingAgent ??= said.codingAgent;
  draft.sid ??= said.sid;
  draft.command ??= said.command;
  draft.appId ??= said.appId;
  draft.installer ??= said.installer;
}

/** A distribution beside a system was guessed from its kernel; one on its own is named, and counts more. */
function addSystem(draft: Draft, said: Draft): void {
  if (said.os === null) {
    draft.distro = said.distro ?? draft.distro;
  } else if (draft.os === null) {
    draft.os = said.os;
    draft.osVersion = said.osVersion;
    draft.distro ??= said.distro;
  }
}
