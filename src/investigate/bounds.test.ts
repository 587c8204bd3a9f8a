import { describe, expect, it } from 'vitest';
import { made } from '../../test/support/evidence.ts';
import { actionsOf } from './action.ts';
import type { Action } from './action.ts';
import { citedFew, listedActions } from './bounds.ts';

function action(minute: number, call: string): Action {
  return actionsOf([made({ call, minute })])[0]!;
}

const looks = (minute: number): Action => action(minute, 'iam:ListUsers');

describe('a long timeline', () => {
  it('keeps what matters most, in order, and says how much it leaves out', () => {
    const all = [
      looks(1),
      action(2, 'cloudtrail:StopLogging'),
      looks(3),
      action(4, 'ec2:CreateTags'),
      action(5, 'iam:CreateUser'),
    ];
    const { listed, blindSpots } = listedActions(all, 3);
    expect(listed.map(({ name }) => name)).toEqual(['StopLogging', 'CreateTags', 'CreateUser']);
    expect(blindSpots.map(({ sentence }) => sentence)).toEqual([expect.stringMatching(/^2 of 5 calls/)]);
  });

  it('is left alone when it is short', () => {
    const all = [looks(1), action(2, 'iam:CreateUser')];
    expect(listedActions(all, 2)).toEqual({ listed: all, blindSpots: [] });
  });
});

describe('a statement', () => {
  it('cites its first hundred events', () => {
    const actions = Array.from({ length: 150 }, (_, n) => looks(n));
    const refs = actions.map(({ ref }) => ref);
    expect(citedFew(actions)).toEqual(refs.slice(0, 100));
    expect(citedFew(actions.slice(0, 2))).toEqual(refs.slice(0, 2));
  });

  it('cites of calls that are one event the few that it names', () => {
    const [first, second, ...others] = [1, 2, 3].map((minute) => looks(minute));
    const cited = [first!.ref, others[0]!.ref];
    const many = { ...first!, event: { ...first!.event, alike: { timesMs: [1, 2, 3, 4], cited } } };
    expect(citedFew([many, second!])).toEqual([...cited, second!.ref]);
  });
});
