/** The story of a key in words. */
import { placeText } from '../exposure/words.ts';
import { counted } from '../investigate/names.ts';
import type { KeyStory, StoryContext, StoryPlace } from './key-story.ts';
import { DAY_MS, dayText, momentText, spanText } from './moments.ts';
import { isExample } from './score.ts';
import type { Surroundings } from './score.ts';

/** Networks that are named. */
const MOST_NETWORKS = 3;

/**
 * `AKIA… lies with its secret in repo@1a2b3c4d5e:.env:2 since 2026-05-03 …; it belongs to user deploy of account …, is
 * 412 days old and active; it was used on 5 days, last …, from …; first odd use …, 17 minutes after the commit …`
 */
export function sentenceOf(
  story: Omit<KeyStory, 'score' | 'terms' | 'sentence'>,
  around: Surroundings,
): string {
  const parts = isExample(story)
    ? [`${lies(story)}; it is ${story.exposure!.known}`]
    : [lies(story), belongs(story, around), used(story, around), odd(story)];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

function lies({ keyId, exposure, sources }: Pick<KeyStory, 'keyId' | 'exposure' | 'sources'>): string {
  if (exposure === null) return `${keyId} was not found in what was searched`;
  const place = sources[0]?.place ?? exposure.places[0]!;
  const what = place.kind === 'key-id' ? 'stands, without its secret,' : 'lies with its secret';
  const more = exposure.places.length + exposure.morePlaces - 1;
  return `${keyId} ${what} in ${placeText(place)}${sinceText(place)}${more > 0 ? ` and in ${counted(more, 'more place', 'more places')}` : ''}`;
}

function sinceText({ git, modifiedMs }: StoryPlace): string {
  if (git === null) return modifiedMs === null ? '' : `, a file of ${dayText(modifiedMs)}`;
  const since = git.timeMs === null ? '' : ` since ${dayText(git.timeMs)}`;
  const by = git.author === null ? '' : `, by ${git.author}`;
  const state = git.dangling ? ', where no ref leads to it any more' : git.atHead ? ', still at HEAD' : '';
  return `${since}${by}${state}`;
}

function belongs(
  { account, owner }: Pick<KeyStory, 'account' | 'owner'>,
  { asOfMs, isGone }: Surroundings,
): string {
  const of = account === null ? '' : ` of account ${account}`;
  if (isGone) return `IAM${of} has no such key any more`;
  if (owner === null) return account === null ? '' : `it is a key${of}`;
  const who =
    owner.user === null ? (owner.arn ?? 'somebody') : owner.user === 'root' ? 'root' : `user ${owner.user}`;
  const age =
    owner.createdMs === null || asOfMs === null
      ? ''
      : `is ${counted(Math.max(0, Math.floor((asOfMs - owner.createdMs) / DAY_MS)), 'day')} old`;
  const state = owner.active === null ? '' : owner.active ? 'is active' : 'is deactivated';
  const facts = [age, state].filter((fact) => fact !== '').join(' and ');
  return `it belongs to ${who}${of}${facts === '' ? '' : `, ${facts}`}`;
}

function used({ use, owner }: Pick<KeyStory, 'use' | 'owner'>, around: Surroundings): string {
  if (use === null) {
    if (owner?.lastUse == null) return '';
    return owner.lastUse === 'never'
      ? 'it was never used, as IAM says'
      : `it was last used ${lastText(owner.lastUse.timeMs, around)} (${owner.lastUse.service}, ${owner.lastUse.region}), as IAM says`;
  }
  const iamMs = owner?.lastUse == null || owner.lastUse === 'never' ? 0 : owner.lastUse.timeMs;
  const last = lastText(Math.max(use.lastMs, iamMs), around);
  return `it was used on ${counted(use.days, 'day')}, last ${last}, from ${networksText(use.contexts, use.moreContexts)}`;
}

function lastText(ms: number, { asOfMs, asOf }: Surroundings): string {
  if (asOfMs === null || dayText(ms) !== dayText(asOfMs)) return momentText(ms);
  return `${momentText(ms)}, ${asOf === 'iam' ? 'the day on which IAM was asked' : 'the last day of the logs'}`;
}

function networksText(contexts: readonly StoryContext[], more: number): string {
  const names = [...new Set(contexts.map(({ network, tool }) => `${network} with ${tool}`))];
  const left = names.length - MOST_NETWORKS + more;
  const shown = names.slice(0, MOST_NETWORKS).join(', ');
  return left > 0 ? `${shown} and ${left} more` : shown;
}

function odd({ odd: first, sources }: Pick<KeyStory, 'odd' | 'sources'>): string {
  if (first === null) return '';
  const from = [first.address, first.network === '' ? '' : `(${first.network})`].filter(
    (text) => text !== '',
  );
  const verdict = [first.band, ...(first.incident === null ? [] : [first.incident])].join(', ');
  return `first odd use ${momentText(first.firstMs)}${from.length === 0 ? '' : ` from ${from.join(' ')}`}${afterText(sources)} (${verdict})`;
}

function afterText([source]: KeyStory['sources']): string {
  if (source === undefined || source.leadSeconds === null || source.confidence === 'unlikely') return '';
  const what = source.place.git === null ? 'the file’s last change' : 'the commit';
  return `, ${spanText(1000 * source.leadSeconds)} after ${what}`;
}
