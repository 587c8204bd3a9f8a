/** Places and exposures for tests of what is made of them; no secret is in any of them. */
import type { GitPlace } from '../../src/exposure/exposure.ts';
import type { IamKey, IamSnapshot, IamUser } from '../../src/iam/snapshot.ts';
import type { StoryExposure, StoryPlace } from '../../src/story/key-story.ts';

export function madeGit(more: Partial<GitPlace> = {}): GitPlace {
  return {
    object: 'a'.repeat(40),
    type: 'blob',
    commit: 'c'.repeat(40),
    author: 'Some One <someone@example.com>',
    timeMs: Date.UTC(2026, 4, 3, 10),
    authoredMs: Date.UTC(2026, 4, 3, 10),
    file: 'deploy/.env',
    atHead: false,
    refs: ['refs/heads/main'],
    dangling: false,
    remotes: [],
    ...more,
  };
}

/** A file on this machine, unless `git` is given. */
export function madePlace(more: Partial<StoryPlace> = {}): StoryPlace {
  return {
    path: 'shop',
    inside: [],
    line: 2,
    offset: 20,
    git: null,
    kind: 'pair',
    level: 'high',
    modifiedMs: null,
    ...more,
  };
}

export function madeExposure(
  places: readonly StoryPlace[],
  more: Partial<StoryExposure> = {},
): StoryExposure {
  return {
    kind: 'pair',
    level: 'high',
    known: null,
    secretHint: 'x9Zq',
    places,
    morePlaces: 0,
    ...more,
  };
}

/** An account with one user, whose keys are given. */
export function madeSnapshot(
  keys: readonly (Pick<IamKey, 'id'> & Partial<IamKey>)[],
  { user = {}, ...more }: Partial<Omit<IamSnapshot, 'users'>> & { readonly user?: Partial<IamUser> } = {},
): IamSnapshot {
  return {
    account: '111122223333',
    name: null,
    time: '2026-11-19T18:00:00Z',
    reader: 'arn:aws:iam::111122223333:user/auditor',
    root: {
      arn: 'arn:aws:iam::111122223333:root',
      keys: 0,
      hasMfa: true,
      passwordLastUsed: null,
      keysLastUsed: { state: 'never' },
    },
    users: [
      {
        name: 'deploy',
        arn: 'arn:aws:iam::111122223333:user/deploy',
        id: 'AIDAEXAMPLEEXAMPLE000',
        created: '2025-01-02T03:04:05Z',
        password: null,
        hasMfa: false,
        keys: keys.map((key) => ({
          active: true,
          created: '2025-10-03T00:00:00Z',
          lastChanged: null,
          lastUsed: { state: 'unknown' },
          ...key,
        })),
        serviceCredentials: [],
        groups: [],
        policies: [],
        boundary: null,
        powers: [],
        quarantine: [],
        ...user,
      },
    ],
    healthEvents: null,
    reportTime: null,
    unread: [],
    ...more,
  };
}
