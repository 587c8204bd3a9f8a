import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeExposure, madeGit, madePlace } from '../../test/support/made-exposure.ts';
import type { PowerKind } from '../iam/snapshot.ts';
import type { KeyStory } from './key-story.ts';
import { isWorst, termsOf } from './score.ts';

const NOW = Date.UTC(2026, 10, 19);
const DAY = 86_400_000;
type Told = Omit<KeyStory, 'score' | 'terms' | 'sentence'>;

const ms = fc.integer({ min: NOW - 900 * DAY, max: NOW });
const story: fc.Arbitrary<Told> = fc
  .record({
    level: fc.constantFrom('high', 'medium', 'low', 'info'),
    kind: fc.constantFrom('pair', 'key-id', 'session'),
    remotes: fc.subarray(['github.com', 'git.example.com']),
    isExposed: fc.boolean(),
    band: fc.constantFrom('page', 'watch', 'log', null),
    active: fc.constantFrom(true, false, null),
    user: fc.constantFrom('root', 'deploy'),
    powers: fc.subarray<PowerKind>(['admin', 'escalation', 'pass-role', 'data']),
    byAws: fc.boolean(),
    createdMs: fc.option(ms),
    lastMs: fc.option(ms),
    leadSeconds: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
  })
  .map((given): Told => {
    const place = madePlace({ kind: given.kind, git: madeGit({ remotes: given.remotes }) });
    return {
      keyId: 'AKIAZMADEUPMADEUPMAD',
      account: null,
      exposure: given.isExposed
        ? madeExposure([place], { level: given.kind === 'key-id' ? 'info' : given.level, kind: given.kind })
        : null,
      owner: {
        user: given.user,
        arn: given.user === 'root' ? 'arn:aws:iam::111122223333:root' : null,
        toldBy: 'iam',
        createdMs: given.createdMs,
        active: given.active,
        lastUse: null,
        powers: given.powers,
        exposedByAws: given.byAws ? ['AWSCompromisedKeyQuarantineV3'] : [],
      },
      use:
        given.lastMs === null
          ? null
          : { firstMs: given.lastMs, lastMs: given.lastMs, days: 1, contexts: [], moreContexts: 0 },
      odd:
        given.band === null
          ? null
          : {
              band: given.band,
              firstMs: NOW,
              incident: null,
              event: null,
              address: '',
              network: '',
              call: '',
            },
      sources: [
        {
          keyId: 'AKIAZMADEUPMADEUPMAD',
          place,
          confidence: 'likely',
          reach: 'public',
          sinceMs: null,
          leadSeconds: given.leadSeconds,
          reasons: [],
        },
      ],
      ruledOut: [],
    };
  });
const around = { asOfMs: NOW, asOf: 'logs', isGone: false } as const;

function scoreOf(told: Told): number {
  return termsOf(told, around).reduce((sum, { points }) => sum + points, 0);
}

/** The slow words of the issue: exposed and active and used oddly. */
function isAllThree({ exposure, owner, use, odd }: Told): boolean {
  const isExposed = exposure !== null && exposure.kind !== 'key-id' && exposure.level !== 'info';
  const isActive =
    owner?.active === true || (owner?.active !== false && use !== null && NOW - use.lastMs <= 7 * DAY);
  return isExposed && isActive && odd !== null && odd.band !== 'log';
}

describe('what is looked at first', () => {
  it('is what is exposed and active and used oddly, whatever else is against the others', () => {
    fc.assert(
      fc.property(story, story, (a, b) => {
        expect(isWorst({ terms: termsOf(a, around) })).toBe(isAllThree(a));
        expect(isAllThree(a) && !isAllThree(b) && scoreOf(a) <= scoreOf(b)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('is a sum of terms that all say why, weightiest first, each once', () => {
    fc.assert(
      fc.property(story, (told) => {
        const terms = termsOf(told, around);
        for (const { sentence, points } of terms) {
          expect(sentence).toMatch(/^[A-Z].*\.$/s);
          expect(points).toBeGreaterThan(0);
        }
        expect(new Set(terms.map(({ name }) => name)).size).toBe(terms.length);
        expect(terms).toEqual(terms.toSorted((a, b) => b.points - a.points));
        expect(scoreOf(told)).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('is never less for a key that more is against', () => {
    fc.assert(
      fc.property(story, (told) => {
        const worse: Told = { ...told, odd: { ...(told.odd ?? ODD), band: 'page' } };
        expect(scoreOf(worse)).toBeGreaterThanOrEqual(scoreOf(told));
        expect(scoreOf({ ...told, owner: { ...told.owner!, active: true } })).toBeGreaterThanOrEqual(
          scoreOf(told),
        );
      }),
    );
  });
});

const ODD = { firstMs: NOW, incident: null, event: null, address: '', network: '', call: '' } as const;
