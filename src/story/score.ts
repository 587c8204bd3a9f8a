/** What to look at first: a sum of named terms, each with its sentence. docs/audit.md explains them. */
import type { PowerKind } from '../iam/snapshot.ts';
import type { Band } from '../investigate/finding.ts';
import type { KeyStory, StoryTerm } from './key-story.ts';
import { reachOf } from './leak-sources.ts';
import { counted } from '../investigate/names.ts';
import { DAY_MS, dayText, momentText, spanText } from './moments.ts';

const EXPOSED = { high: 40, medium: 30, low: 25, info: 5 } as const;
const ODD: { readonly [B in Band]: number } = { page: 40, watch: 30, log: 5 };
const ACTIVE = 25;
/**
 * For a key that is exposed, active and used oddly. More than all the smaller terms together, so that no sum of lesser
 * things comes before it.
 */
const TOGETHER = 50;
const REACH = { public: 10, shared: 5, private: 0 } as const;
const SOON = 5;
const POWER: { readonly [K in PowerKind]: number } = { admin: 10, escalation: 8, 'pass-role': 5, data: 3 };
const ROOT = 10;
const BY_AWS = 10;
const AGE = 3;
const OLD_DAYS = 90;
/** A key that the logs show in use so shortly before their end is taken for active where IAM was not asked. */
const IN_USE_MS = 7 * DAY_MS;
/** Odd use so soon after the key came to lie somewhere hangs together with it. */
const SOON_MS = DAY_MS;

/** What the terms rest on besides the story. */
export interface Surroundings {
  /** When ages are told of: the latest of snapshots and logs; `null` without both. */
  readonly asOfMs: number | null;
  /** Which of them that is. */
  readonly asOf: 'iam' | 'logs';
  /** Whether IAM was asked and has no such key any more. */
  readonly isGone: boolean;
}

/** The terms that are not zero, weightiest first. */
export function termsOf(
  story: Omit<KeyStory, 'score' | 'terms' | 'sentence'>,
  around: Surroundings,
): StoryTerm[] {
  const { exposure } = story;
  if (exposure !== null && isExample(story))
    return [
      term('known', 0, `It is ${exposure.known}, and neither IAM nor the logs know it: it opens nothing.`),
    ];
  const terms = [
    exposedTerm(story),
    oddTerm(story),
    activeTerm(story, around),
    reachTerm(story),
    soonTerm(story),
    powerTerm(story),
    awsTerm(story),
    ageTerm(story, around),
  ].filter((each) => each !== null);
  const has = (name: StoryTerm['name'], least: number): boolean =>
    terms.some((each) => each.name === name && each.points >= least);
  if (has('exposed', EXPOSED.low) && has('odd-use', ODD.watch) && has('active', ACTIVE))
    terms.push(
      term('together', TOGETHER, 'It lies open, still works and is used oddly: somebody else has it, now.'),
    );
  return terms.toSorted((a, b) => b.points - a.points || (a.name < b.name ? -1 : 1));
}

/** Whether a key is exposed, active and used oddly: wherever it lies, it comes first. */
export function isWorst({ terms }: Pick<KeyStory, 'terms'>): boolean {
  return terms.some(({ name }) => name === 'together');
}

/** Whether a key is one of documentation, a placeholder or a trap: what IAM or the logs know is none. */
export function isExample({ exposure, owner, use }: Pick<KeyStory, 'exposure' | 'owner' | 'use'>): boolean {
  return exposure !== null && exposure.known !== null && owner === null && use === null;
}

function term(name: StoryTerm['name'], points: number, sentence: string): StoryTerm {
  return { name, points, sentence };
}

function exposedTerm({ exposure }: Pick<KeyStory, 'exposure'>): StoryTerm | null {
  if (exposure === null) return null;
  const { level, kind, known, places, morePlaces } = exposure;
  const where = counted(places.length + morePlaces, 'place');
  if (kind === 'key-id') return term('exposed', EXPOSED.info, `Its ID lies in ${where}, without its secret.`);
  // It has the form of an example, but it is in use.
  const points = known === null ? EXPOSED[level] : EXPOSED.medium;
  return term('exposed', points, `It lies open in ${where}, which the audit holds for ${level}.`);
}

function oddTerm({ odd }: Pick<KeyStory, 'odd'>): StoryTerm | null {
  if (odd === null) return null;
  const what =
    odd.band === 'log'
      ? 'Its use is a little unusual'
      : odd.band === 'watch'
        ? 'Its use is unlike its owner’s'
        : 'Its use is that of an intruder';
  return term('odd-use', ODD[odd.band], `${what} since ${momentText(odd.firstMs)} (band ${odd.band}).`);
}

function activeTerm(
  { owner, use }: Pick<KeyStory, 'owner' | 'use'>,
  { asOfMs, isGone }: Surroundings,
): StoryTerm | null {
  if (isGone || owner?.active === false) return null;
  if (owner?.active === true) return term('active', ACTIVE, 'IAM says that it is active.');
  if (use === null || asOfMs === null || asOfMs - use.lastMs > IN_USE_MS) return null;
  return term(
    'active',
    ACTIVE,
    `It was in use until ${momentText(use.lastMs)}, and IAM was not asked whether it still works.`,
  );
}

function reachTerm({ exposure }: Pick<KeyStory, 'exposure'>): StoryTerm | null {
  const usable = exposure?.places.filter(({ kind }) => kind !== 'key-id') ?? [];
  const reaches = usable.map(reachOf);
  if (reaches.includes('public'))
    return term('reach', REACH.public, 'It was pushed to where everybody can read what is not private.');
  if (reaches.includes('shared'))
    return term('reach', REACH.shared, 'It was pushed to where others can read it.');
  return null;
}

function soonTerm({ sources }: Pick<KeyStory, 'sources'>): StoryTerm | null {
  const [nearest] = sources
    .flatMap(({ leadSeconds, confidence }) =>
      leadSeconds === null || confidence === 'unlikely' ? [] : [1000 * leadSeconds],
    )
    .toSorted((a, b) => a - b);
  if (nearest === undefined || nearest > SOON_MS) return null;
  return term('soon', SOON, `The first odd use came ${spanText(nearest)} after it came to lie there.`);
}

function powerTerm({ owner }: Pick<KeyStory, 'owner'>): StoryTerm | null {
  if (owner?.user === 'root' && owner.arn?.endsWith(':root') === true)
    return term('power', ROOT, 'It is a key of the root user, whom nothing limits.');
  const [worst] = (owner?.powers ?? []).toSorted((a, b) => POWER[b] - POWER[a]);
  return worst === undefined ? null : term('power', POWER[worst], POWER_SENTENCES[worst]);
}

const POWER_SENTENCES: { readonly [K in PowerKind]: string } = {
  admin: 'Its user may do everything.',
  escalation: 'Its user may give itself more permissions.',
  'pass-role': 'Its user may hand roles to compute that it starts.',
  data: 'Its user may read what the account stores.',
};

function awsTerm({ owner }: Pick<KeyStory, 'owner'>): StoryTerm | null {
  const signs = owner?.exposedByAws ?? [];
  return signs.length === 0
    ? null
    : term('seen-by-aws', BY_AWS, `AWS itself holds it for exposed: ${signs.join(', ')}.`);
}

function ageTerm({ owner }: Pick<KeyStory, 'owner'>, { asOfMs }: Surroundings): StoryTerm | null {
  if (owner?.createdMs == null || asOfMs === null) return null;
  const days = Math.floor((asOfMs - owner.createdMs) / DAY_MS);
  return days <= OLD_DAYS
    ? null
    : term('age', AGE, `It is ${counted(days, 'day')} old (made ${dayText(owner.createdMs)}).`);
}
