/** Where a key may have leaked from: the places where it lay before it was used oddly. */
import { nameOfPlace } from '../exposure/credentials.ts';
import type { ExposureKind } from '../exposure/exposure.ts';
import type { LeakSource, Reach, RuledOut, StoryExposure, StoryPlace } from './key-story.ts';
import { REACHES, SOURCE_CONFIDENCES } from './key-story.ts';
import { DAY_MS, momentText, spanText } from './moments.ts';

/** Hosts of code that anyone can make a repository on that everybody can read. */
const PUBLIC_HOSTS = new Set([
  'github.com',
  'gist.github.com',
  'gitlab.com',
  'bitbucket.org',
  'codeberg.org',
  'git.sr.ht',
  'gitee.com',
  'huggingface.co',
]);

/** Keys in public are tried within minutes or days: what lay there for longer explains a first odd use less well. */
const SOON_MS = 3 * DAY_MS;

/** Opens nothing without a secret. */
const HARMLESS: readonly ExposureKind[] = ['key-id'];

export interface Sources {
  /** The likeliest first. */
  readonly sources: readonly LeakSource[];
  readonly ruledOut: readonly RuledOut[];
}

/**
 * Ranks the places of a key as where it leaked from.
 *
 * A place is ruled out when it came to hold the key after the first odd use. Otherwise it is `likely` when the secret
 * lay there before and either everybody could read it or it had lain there for at most three days; `possible` when
 * the secret lay there and the rest is not known; `unlikely` when only the ID did. Of equal confidence, a public place
 * comes before one that others have copies of, and that before a private one; then the one that is nearest in time.
 *
 * @param firstMs the first odd use
 */
export function leakSourcesOf(keyId: string, exposure: StoryExposure, firstMs: number): Sources {
  const sources: LeakSource[] = [];
  const ruledOut: RuledOut[] = [];
  for (const place of exposure.places) {
    const reason = reasonAgainst(place, firstMs);
    if (reason === null) sources.push(sourceOf(keyId, place, firstMs));
    else ruledOut.push({ keyId, place, reason });
  }
  return { sources: sources.toSorted(likelierFirst), ruledOut };
}

/** Orders sources, of several keys too, by what is more probable. */
export function likelierFirst(a: LeakSource, b: LeakSource): number {
  return (
    SOURCE_CONFIDENCES.indexOf(a.confidence) - SOURCE_CONFIDENCES.indexOf(b.confidence) ||
    REACHES.indexOf(a.reach) - REACHES.indexOf(b.reach) ||
    orLast(a.leadSeconds) - orLast(b.leadSeconds) ||
    compare(a.keyId, b.keyId) ||
    compare(nameOfPlace(a.place), nameOfPlace(b.place))
  );
}

/** Who can read a place. */
export function reachOf({ git }: StoryPlace): Reach {
  if (git === null || git.remotes.length === 0) return 'private';
  return git.remotes.some((host) => PUBLIC_HOSTS.has(host)) ? 'public' : 'shared';
}

/** Why the key cannot have leaked from there; `null` when it can. */
function reasonAgainst({ git }: StoryPlace, firstMs: number): string | null {
  if (git === null || git.timeMs === null || git.timeMs <= firstMs) return null;
  // A rebase or an amendment makes the commit anew: what it holds may have been there in one before it.
  if (git.authoredMs !== null && git.authoredMs <= firstMs) return null;
  return `The commit that brought it was made ${momentText(git.timeMs)}, ${spanText(git.timeMs - firstMs)} after the first odd use.`;
}

/** A place in time, and what that says. */
interface Since {
  readonly ms: number | null;
  /** Whether it is sure that the key lay there before the first odd use. */
  readonly isBefore: boolean;
  readonly sentence: string;
}

function sourceOf(keyId: string, place: StoryPlace, firstMs: number): LeakSource {
  const since = sinceOf(place, firstMs);
  const reach = reachOf(place);
  const leadSeconds = since.ms === null ? null : Math.floor((firstMs - since.ms) / 1000);
  const isUsable = !HARMLESS.includes(place.kind);
  const isSoon = leadSeconds !== null && leadSeconds * 1000 <= SOON_MS;
  const isLikely = since.isBefore && (reach === 'public' || isSoon);
  return {
    keyId,
    place,
    confidence: !isUsable ? 'unlikely' : isLikely ? 'likely' : 'possible',
    reach,
    sinceMs: since.ms,
    leadSeconds,
    reasons: [
      isUsable
        ? place.kind === 'session'
          ? 'The key lay there with its session token.'
          : 'The secret lay there too, so whoever read it could use the key.'
        : 'Only the ID stood there: nobody gets in with that alone.',
      since.sentence,
      reachSentence(place, reach),
      ...(place.git?.dangling === true
        ? [
            'No branch or tag leads to it any more: it was amended away or dropped, which does not take it back from who has it.',
          ]
        : []),
    ],
  };
}

function sinceOf({ git, modifiedMs }: StoryPlace, firstMs: number): Since {
  if (git !== null) {
    if (git.timeMs === null)
      return { ms: null, isBefore: false, sentence: 'No commit holds it, so git does not say since when.' };
    if (git.timeMs > firstMs)
      return {
        ms: git.authoredMs,
        isBefore: false,
        sentence: `It was written ${momentText(git.authoredMs!)}, and its commit made anew ${momentText(git.timeMs)}, after the first odd use: whether it was to be had before is not sure.`,
      };
    return {
      ms: git.timeMs,
      isBefore: true,
      sentence: `It was committed ${momentText(git.timeMs)}, ${spanText(firstMs - git.timeMs)} before the first odd use.`,
    };
  }
  if (modifiedMs === null)
    return { ms: null, isBefore: false, sentence: 'Nothing says since when it lies there.' };
  if (modifiedMs > firstMs)
    return {
      ms: null,
      isBefore: false,
      sentence: `The file was changed ${momentText(modifiedMs)}, after the first odd use: whether it held the key before is not sure.`,
    };
  return {
    ms: modifiedMs,
    isBefore: true,
    sentence: `The file is as it was ${momentText(modifiedMs)}, ${spanText(firstMs - modifiedMs)} before the first odd use.`,
  };
}

function reachSentence({ git }: StoryPlace, reach: Reach): string {
  if (reach === 'private')
    return git === null
      ? 'Who can read this machine can read it.'
      : 'Nothing shows that it was pushed: who has this copy of the repository can read it.';
  const hosts = git!.remotes.map((host) => (host === 'folder' ? 'a repository on this machine' : host));
  return reach === 'public'
    ? `It was pushed to ${hosts.join(' and ')}, where everybody can read what is not private.`
    : `It was pushed to ${hosts.join(' and ')}: all who can read there have it.`;
}

function orLast(seconds: number | null): number {
  return seconds ?? Number.MAX_SAFE_INTEGER;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
