import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeExposure, madeGit, madePlace } from '../../test/support/made-exposure.ts';
import type { StoryPlace } from './key-story.ts';
import { leakSourcesOf, reachOf } from './leak-sources.ts';

const ODD = Date.UTC(2026, 10, 18, 22, 47, 3);
const MINUTE = 60_000;
const DAY = 86_400_000;
const KEY = 'AKIAZMADEUPMADEUPMAD';

function sourcesOf(...places: StoryPlace[]) {
  return leakSourcesOf(KEY, madeExposure(places), ODD);
}

function committed(beforeMs: number, more: Parameters<typeof madeGit>[0] = {}): StoryPlace {
  return madePlace({ git: madeGit({ timeMs: ODD - beforeMs, authoredMs: ODD - beforeMs, ...more }) });
}

const time = fc.integer({ min: ODD - 400 * DAY, max: ODD + 400 * DAY });
const anyPlace: fc.Arbitrary<StoryPlace> = fc
  .record({
    n: fc.integer({ min: 0, max: 9999 }),
    kind: fc.constantFrom('pair', 'key-id', 'secret', 'session'),
    isGit: fc.boolean(),
    timeMs: fc.option(time),
    authoredMs: fc.option(time),
    modifiedMs: fc.option(time),
    remotes: fc.subarray(['github.com', 'git.example.com', 'folder']),
    dangling: fc.boolean(),
  })
  .map(({ n, kind, isGit, modifiedMs, ...git }) =>
    madePlace({
      path: `place ${n}`,
      kind,
      modifiedMs: isGit ? null : modifiedMs,
      git: isGit ? madeGit(git) : null,
    }),
  );
const places = fc.uniqueArray(anyPlace, { selector: ({ path }) => path, maxLength: 8 });

describe('sources of a leak', () => {
  it('tell a commit shortly before the first odd use, amended away or not, as likely', () => {
    const { sources, ruledOut } = sourcesOf(committed(17 * MINUTE, { dangling: true, refs: [] }));
    expect(ruledOut).toEqual([]);
    expect(sources).toMatchObject([
      {
        keyId: KEY,
        confidence: 'likely',
        reach: 'private',
        leadSeconds: 17 * 60,
        sinceMs: ODD - 17 * MINUTE,
      },
    ]);
    expect(sources[0]!.reasons.join(' ')).toContain('17 minutes before the first odd use');
    expect(sources[0]!.reasons.join(' ')).toContain('amended away or dropped');
  });

  it('are none that came after the first odd use, unless their author wrote them before', () => {
    const { sources, ruledOut } = sourcesOf(
      committed(-MINUTE),
      committed(-MINUTE, { authoredMs: ODD - DAY, object: 'b'.repeat(40) }),
    );
    expect(ruledOut).toMatchObject([{ reason: expect.stringContaining('1 minute after') as string }]);
    expect(sources).toMatchObject([{ confidence: 'possible', sinceMs: ODD - DAY }]);
    // The same second is not after.
    expect(sourcesOf(committed(0)).sources).toHaveLength(1);
  });

  it('put a public place before a private one, however near that is in time', () => {
    const [first, second] = sourcesOf(
      committed(MINUTE, { object: 'b'.repeat(40) }),
      committed(90 * DAY, { remotes: ['github.com'] }),
    ).sources;
    expect([first!.reach, second!.reach]).toEqual(['public', 'private']);
    expect([first!.confidence, second!.confidence]).toEqual(['likely', 'likely']);
  });

  it('put a secret before an ID alone, wherever that lies', () => {
    const { sources } = sourcesOf(
      { ...committed(MINUTE, { remotes: ['github.com'] }), kind: 'key-id' },
      madePlace({ path: 'private', modifiedMs: ODD - 300 * DAY }),
    );
    expect(sources.map(({ confidence }) => confidence)).toEqual(['possible', 'unlikely']);
    expect(sources[0]!.place.path).toBe('private');
  });

  it('do not take a file that was changed later for one that held the key before', () => {
    expect(sourcesOf(madePlace({ modifiedMs: ODD + MINUTE })).sources).toMatchObject([
      { confidence: 'possible', sinceMs: null, leadSeconds: null },
    ]);
    expect(sourcesOf(madePlace({ modifiedMs: ODD - MINUTE })).sources).toMatchObject([
      { confidence: 'likely', sinceMs: ODD - MINUTE },
    ]);
  });

  it('hold for every place: ranked or ruled out, in one order, and nothing that begins later', () => {
    fc.assert(
      fc.property(places, (given) => {
        const { sources, ruledOut } = sourcesOf(...given);
        expect(sources.length + ruledOut.length).toBe(given.length);
        const twice = sourcesOf(...given.toReversed());
        expect(twice.sources).toEqual(sources);
        for (const { sinceMs, leadSeconds, place, confidence, reasons } of sources) {
          expect(sinceMs ?? ODD).toBeLessThanOrEqual(ODD);
          expect(leadSeconds === null).toBe(sinceMs === null);
          const { git } = place;
          expect(confidence === 'likely' && (git?.timeMs ?? ODD) > ODD).toBe(false);
          expect(reasons.every((reason) => /^[A-Z].*\.$/.test(reason))).toBe(true);
        }
        for (const { place } of ruledOut) expect(place.git!.timeMs).toBeGreaterThan(ODD);
        const likely = sources
          .filter(({ confidence }) => confidence === 'likely')
          .map(({ place }) => reachOf(place));
        expect(likely).toEqual(likely.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
      }),
    );
  });
});

const ORDER = ['public', 'shared', 'private'];
