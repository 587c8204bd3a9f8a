/** Joins what an audit found with what IAM and the logs of a case say: one row for each access key. */
import type { Activity } from '../activity/activity.ts';
import type { ExposedCredential } from '../exposure/credentials.ts';
import { accountOf } from '../exposure/account.ts';
import type { Investigation } from '../investigate/investigation.ts';
import type { Networks } from '../network/lookup.ts';
import { CaseUse } from './case-use.ts';
import type { KeyStory, StoryExposure } from './key-story.ts';
import { leakSourcesOf } from './leak-sources.ts';
import { oddUseOf } from './odd-use.ts';
import { IamKeys, ownerOf } from './owner.ts';
import type { Accounts } from './owner.ts';
import { termsOf } from './score.ts';
import { sentenceOf } from './sentence.ts';

/** What a case knows of the use of keys. */
export interface CaseView {
  readonly investigation: Investigation;
  /** Of all logs of the case. */
  readonly activity: Activity;
  readonly networks: Networks;
}

export interface Told {
  /** What ages count to: the latest time that snapshots and logs know; `null` without both. */
  readonly asOfMs: number | null;
  /** What to look at first, first. */
  readonly keys: readonly KeyStory[];
}

const MOST_PLACES = 200;

/**
 * What was found, by key ID. A secret without an ID is left out: nothing joins it to a key.
 *
 * @param found by `groupByCredential`
 * @param modified times of last change by path, of the files in `found`
 */
export function exposuresOf(
  found: readonly ExposedCredential[],
  modified: ReadonlyMap<string, number>,
): Map<string, StoryExposure> {
  return new Map(
    found.flatMap((each) => (each.keyId === null ? [] : [[each.keyId, exposureOf(each, modified)] as const])),
  );
}

/**
 * The rows of all keys that were found, that IAM has, or that an incident holds for the intruder's.
 *
 * @param exposures by key ID
 * @param view `null` without a case
 */
export function tellKeys(
  exposures: ReadonlyMap<string, StoryExposure>,
  accounts: Accounts,
  view: CaseView | null,
): Told {
  const iam = new IamKeys(accounts);
  const use = view === null ? null : new CaseUse(view.activity, view.investigation.findings, view.networks);
  const endMs = view?.investigation.toMs ?? null;
  const asOfMs = latest(iam.timeMs, endMs);
  const asOf = asOfMs === endMs ? 'logs' : 'iam';
  const ids = new Set([...exposures.keys(), ...iam.ids, ...(view === null ? [] : heldByIntruders(view))]);
  const keys = [...ids].map((keyId): KeyStory => {
    const told = accountOf(keyId);
    const principals = [...(use?.principals(keyId) ?? []), ...principalsIn(keyId, view)];
    const { owner, account } = ownerOf(keyId, iam.of(keyId, told), principals);
    const odd = view === null ? null : oddUseOf(keyId, view.investigation);
    const exposure = exposures.get(keyId) ?? null;
    const sources =
      odd === null || exposure === null
        ? { sources: [], ruledOut: [] }
        : leakSourcesOf(keyId, exposure, odd.firstMs);
    const story = {
      keyId,
      account: account ?? told,
      exposure,
      owner,
      use: use?.of(keyId) ?? null,
      odd,
      ...sources,
    };
    const around = { asOfMs, asOf, isGone: iam.of(keyId, story.account).state === 'gone' } as const;
    const terms = termsOf(story, around);
    return {
      ...story,
      score: terms.reduce((sum, { points }) => sum + points, 0),
      terms,
      sentence: sentenceOf(story, around),
    };
  });
  return { asOfMs, keys: keys.toSorted((a, b) => b.score - a.score || (a.keyId < b.keyId ? -1 : 1)) };
}

function exposureOf(
  { kind, level, known, secretHint, places }: ExposedCredential,
  modified: ReadonlyMap<string, number>,
): StoryExposure {
  return {
    kind,
    level,
    known,
    secretHint,
    places: places.slice(0, MOST_PLACES).map((place) => ({
      ...place,
      modifiedMs: place.git === null ? (modified.get(place.path) ?? null) : null,
    })),
    morePlaces: Math.max(0, places.length - MOST_PLACES),
  };
}

/** Long-lived keys in the hands of an intruder. */
function heldByIntruders({ investigation }: CaseView): string[] {
  return investigation.incidents.flatMap(({ credentials }) =>
    credentials
      .filter(({ credential: { kind } }) => kind === 'access-key' || kind === 'root-access-key')
      .map(({ credential: { id } }) => id),
  );
}

/** Who an incident says a key is of: one that was never used has no other name in the logs. */
function principalsIn(keyId: string, view: CaseView | null): string[] {
  return (view?.investigation.incidents ?? []).flatMap(({ credentials }) =>
    credentials
      .filter(({ credential }) => credential.id === keyId || credential.keys.includes(keyId))
      .flatMap(({ credential: { principal, owner } }) => [principal, owner].filter((arn) => arn !== '')),
  );
}

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
