import { describe, expect, test } from 'vitest';
import { credential, incident, smallIncident, userArn } from '../../test/support/incident.ts';
import { step } from '../../test/support/response.ts';
import { closingOf } from './closing.ts';
import type { Closing, ClosingCheck, ClosingInput, LateCall } from './closing.ts';
import { containedMs, liftedSteps } from './contained.ts';
import { credentialStates } from './credential-states.ts';
import type { JournalLine, OutcomeState } from './journal-line.ts';
import type { Plan } from './plan.ts';
import { stepRecord } from './step-record.ts';
import type { Verified } from './verify.ts';

const HOUR = 3_600_000;
const CONTAINED = Date.UTC(2026, 10, 19, 3, 0);
const PLACE = { account: '111122223333', region: 'eu-west-1' };

const PLAN: Plan = {
  version: 1,
  incident: 'INC-6d0714d8',
  source: '',
  accounts: [PLACE.account],
  protected: [],
  scope: [],
  unknown: ['What was done with values that were read.'],
  steps: [
    step('C01', 'deny-user', { userName: 'ci-build' }),
    step('C02', 'deactivate-access-key', { userName: 'ci-build', accessKeyId: 'AKIABUILDEXAMPLE0000' }),
    step('C03', 'manual', { task: 'Copy the logs.' }),
    step('E01', 'delete-user', { userName: 'support' }, { phase: 'eradicate' }),
    step('R01', 'manual', { task: 'Wait.' }, { phase: 'recover', after: ['C01', 'C02', 'C03', 'E01'] }),
    step('R02', 'manual', { task: 'Lift.' }, { phase: 'recover', after: ['C01', 'R01'] }),
  ],
};

function verified(states: { readonly [id: string]: Verified['state'] } = {}): Verified[] {
  return PLAN.steps.map((each) => ({ step: each, state: states[each.id] ?? 'holds', reason: '' }));
}

/** An incident of which all is proved. */
function proved(more: Partial<ClosingInput> = {}): ClosingInput {
  return {
    incident: incident({ credentials: [credential('AKIABUILDEXAMPLE0000', userArn('ci-build'))] }),
    plan: PLAN,
    verified: verified(),
    credentials: [{ id: 'AKIABUILDEXAMPLE0000', state: 'inactive', reason: 'it is inactive' }],
    containedMs: CONTAINED,
    heldMs: CONTAINED,
    lateCalls: [],
    seenUntilMs: CONTAINED + HOUR,
    places: [PLACE],
    looked: [PLACE],
    left: new Set(),
    lifted: new Map(),
    outside: [],
    outsideBlind: [],
    waived: new Map(),
    quietMs: HOUR / 2,
    nowMs: CONTAINED + 2 * HOUR,
    blind: [],
    ...more,
  };
}

function late(more: Partial<LateCall> = {}): LateCall {
  return {
    credential: 'AKIABUILDEXAMPLE0000',
    timeMs: CONTAINED + 600_000,
    ...PLACE,
    call: 's3:ListBuckets',
    error: '',
    ...more,
  };
}

/** What one check says. */
function checkIn(closing: Closing, check: ClosingCheck['check']): string[] {
  const found = closing.checks.find((each) => each.check === check)!;
  return [found.state, ...found.reasons];
}

test('an incident of which all is proved may be closed, and what nobody can know is listed', () => {
  const closing = closingOf(proved({ blind: ['event history of 1: AccessDenied'] }));
  expect(closing.checks.map(({ state, reasons }) => [state, ...reasons])).toEqual(
    Array.from({ length: 6 }, () => ['proved']),
  );
  expect(closing).toMatchObject({
    verdict: 'closable',
    contained: '2026-11-19T03:00:00.000Z',
    timeToContainMs: CONTAINED - Date.UTC(2026, 10, 18, 22, 47),
    unknown: ['What was done with values that were read.', 'event history of 1: AccessDenied'],
  });
});

/** One thing that is not as it must be; which check says so, how, and in which words. */
const OBSTACLES: readonly [
  string,
  Partial<ClosingInput>,
  ClosingCheck['check'],
  ClosingCheck['state'],
  RegExp,
][] = [
  [
    'a key works',
    { credentials: [{ id: 'AKIABUILDEXAMPLE0000', state: 'active', reason: 'it is active' }] },
    'credentials inactive',
    'open',
    /AKIABUILD.*it is active/,
  ],
  [
    'AWS does not say of a key',
    { credentials: [{ id: 'AKIABUILDEXAMPLE0000', state: 'unknown', reason: 'AWS does not say' }] },
    'credentials inactive',
    'unknown',
    /AWS does not say/,
  ],
  [
    'a descendant was not looked at',
    { credentials: [] },
    'credentials inactive',
    'unknown',
    /was not looked at/,
  ],
  ['a deny is gone', { verified: verified({ C01: 'drifted' }) }, 'contained', 'open', /^C01 .*drifted/],
  ['a deny cannot be read', { verified: verified({ C01: 'unknown' }) }, 'contained', 'unknown', /^C01 /],
  [
    'a person has not said that it is done',
    { verified: verified({ C03: 'unknown' }) },
    'contained',
    'open',
    /^C03 /,
  ],
  [
    'the case calls for a step that the plan lacks',
    { verified: verified({ E01: 'not yet' }), left: new Set(['E01']) },
    'persistence gone',
    'open',
    /^E01 .*\(it is not in the plan\)$/,
  ],
  ['secrets are not changed', { verified: verified({ R02: 'unknown' }) }, 'recovered', 'open', /^R02 /],
  ['it was never contained', { containedMs: null }, 'quiet', 'open', /journal does not say since when/],
  [
    'it is not contained',
    { containedMs: null, verified: verified({ C01: 'not yet' }) },
    'quiet',
    'open',
    /^it is not contained/,
  ],
  [
    'it is not contained',
    { containedMs: null, verified: verified({ C01: 'not yet' }) },
    'nothing new',
    'unknown',
    /^it is not contained/,
  ],
  [
    'a credential called since',
    { lateCalls: [late()], seenUntilMs: CONTAINED + 2 * HOUR },
    'quiet',
    'open',
    /made s3:ListBuckets at 2026-11-19T03:10:00/,
  ],
  ['no events since are known', { seenUntilMs: null }, 'quiet', 'unknown', /beyond 2026-11-19T03:30:00/],
  [
    'the silence is too short',
    { seenUntilMs: CONTAINED + HOUR / 2 - 1 },
    'quiet',
    'unknown',
    /30 minutes of silence end at 2026-11-19T03:30:00/,
  ],
  [
    'a region was not looked at',
    { places: [PLACE, { account: '111122223333', region: 'us-east-1' }] },
    'quiet',
    'unknown',
    /^no events of 111122223333 us-east-1 were read/,
  ],
  [
    'a user was made',
    { outside: [{ name: 'backdoor2', text: 'user backdoor2 was made' }] },
    'nothing new',
    'open',
    /^user backdoor2 was made$/,
  ],
  [
    'users cannot be listed',
    { outsideBlind: ['users: AccessDenied'] },
    'nothing new',
    'unknown',
    /AccessDenied/,
  ],
];

test.each(OBSTACLES)('it stays open when %s', (_, change, check, state, words) => {
  const closing = closingOf(proved(change));
  const [found, ...reasons] = checkIn(closing, check);
  expect(closing.verdict).toBe('open');
  expect(found).toBe(state);
  expect(reasons).toEqual([expect.stringMatching(words)]);
});

test('a descendant that was made after containment reopens the incident', () => {
  const edges = smallIncident().edges;
  const at = (timeMs: number): Closing =>
    closingOf(proved({ incident: { ...proved().incident, edges: [{ ...edges[0]!, timeMs }] } }));
  expect(at(CONTAINED - 1).verdict).toBe('closable');
  expect(checkIn(at(CONTAINED + 1), 'nothing new')).toEqual([
    'open',
    'AKIALENAEXAMPLE00000 was made from AKIABUILDEXAMPLE0000 by CreateAccessKey after containment',
  ]);
});

test('calls that were refused stand against nothing, and are told once', () => {
  const refused = late({ error: 'AccessDenied' });
  expect(checkIn(closingOf(proved({ lateCalls: [refused, refused] })), 'quiet')).toEqual([
    'proved',
    'one call was refused since, the last at 2026-11-19T03:10:00.000Z: AKIABUILDEXAMPLE0000',
  ]);
});

test('silence counts from the last call that succeeded', () => {
  const input = proved({ lateCalls: [late()], seenUntilMs: CONTAINED + 600_000 + HOUR / 2 });
  expect(checkIn(closingOf(input), 'quiet')).toHaveLength(2);
  expect(checkIn(closingOf({ ...input, seenUntilMs: input.seenUntilMs! - 1 }), 'quiet')).toHaveLength(3);
});

test('what is waived stands against nothing, and its reason is told; a key that works cannot be waived', () => {
  const waived = new Map([
    ['R02', 'ticket 4711'],
    ['AKIANEWEXAMPLE000000', 'the key in its place'],
    ['AKIABUILDEXAMPLE0000', 'root of the old account'],
  ]);
  const input = proved({
    waived,
    verified: verified({ R02: 'unknown' }),
    outside: [{ name: 'AKIANEWEXAMPLE000000', text: 'access key AKIANEWEXAMPLE000000 was made' }],
    credentials: [{ id: 'AKIABUILDEXAMPLE0000', state: 'unknown', reason: 'AWS does not say' }],
  });
  const closing = closingOf(input);
  expect(closing.verdict).toBe('closable');
  expect(closing.checks.flatMap(({ reasons }) => reasons)).toEqual([
    'AKIABUILDEXAMPLE0000: AWS does not say; waived, root of the old account',
    'access key AKIANEWEXAMPLE000000 was made: waived, the key in its place',
    'R02 manual Lift.: waived, ticket 4711',
  ]);
  const works = [{ id: 'AKIABUILDEXAMPLE0000', state: 'active', reason: 'it is active' }] as const;
  expect(checkIn(closingOf({ ...input, credentials: works }), 'credentials inactive')[0]).toBe('open');
});

const at = (
  minute: number,
  id: string,
  state: OutcomeState,
  mode: 'apply' | 'undo' = 'apply',
): JournalLine => ({
  time: new Date(CONTAINED + minute * 60_000).toISOString(),
  run: 1,
  what: 'outcome',
  mode,
  step: id,
  state,
  reason: '',
});

const since = (lines: readonly JournalLine[], waived: readonly string[] = []): number | null => {
  const lifted = liftedSteps(PLAN, (id) =>
    stepRecord(lines.filter((line) => 'step' in line && line.step === id)),
  );
  const found = containedMs(PLAN, lines, new Map(waived.map((id) => [id, 'why'])), lifted);
  return found === null ? null : (found - CONTAINED) / 60_000;
};

describe('since when it is contained', () => {
  const held = [at(0, 'C01', 'done'), at(4, 'C02', 'already')];

  test('it is when the last step came to hold, and not before', () => {
    expect(since(held.slice(0, 1))).toBeNull();
    expect(since(held)).toBe(4);
    expect(since([...held, at(9, 'C02', 'done')])).toBe(4);
    expect(since(held.slice(0, 1), ['C02'])).toBe(0);
  });

  test('it is not when a step was lost, until it holds again', () => {
    expect(since([...held, at(5, 'C01', 'failed')])).toBeNull();
    expect(since([...held, at(5, 'C01', 'failed'), at(6, 'C01', 'done')])).toBe(6);
  });

  test('a deny that was taken back counts only where a person has said that it was to be lifted', () => {
    const undone = [...held, at(60, 'C01', 'undone', 'undo')];
    expect(since(undone)).toBeNull();
    expect(since([...undone, at(61, 'R01', 'done')])).toBeNull();
    expect(since([...undone, at(61, 'R02', 'done')])).toBe(4);
    // The step to lift names C01 alone.
    expect(since([...undone, at(61, 'R02', 'done'), at(62, 'C02', 'undone', 'undo')])).toBeNull();
  });
});

const denied = (state: Verified['state']): Verified[] => [
  {
    step: step('C01', 'revoke-role-sessions', { roleName: 'data' }, { account: PLACE.account }),
    state,
    reason: '',
  },
];

describe('a session', () => {
  const role = 'arn:aws:iam::111122223333:role/data';
  const state = async (
    steps: readonly Verified[],
    hours: number,
    more: { readonly issuedMs?: number; readonly expiresMs?: number } = {},
  ): Promise<string> => {
    const { credential: own, ...rest } = credential('ASIADATAEXAMPLE00000', role, 'role-session');
    const [found] = await credentialStates([{ ...rest, credential: { ...own, ...more } }], {
      verified: steps,
      // Sessions are not asked for: AWS cannot say.
      caller: { call: async () => Promise.reject(new Error('no call is made')) },
      containedMs: CONTAINED,
      nowMs: CONTAINED + hours * HOUR,
    });
    return `${found!.state}: ${found!.reason}`;
  };

  test('is over when it expired, when a deny holds, or when none lives that long', async () => {
    expect(await state([], 1, { expiresMs: CONTAINED })).toBe(
      'inactive: it expired at 2026-11-19T03:00:00.000Z',
    );
    expect(await state(denied('holds'), 1)).toBe('inactive: C01 (revoke-role-sessions) holds');
    expect(await state(denied('not yet'), 13)).toBe('inactive: no role-session lives longer than 12 hours');
    expect(await state(denied('not yet'), 13, { issuedMs: CONTAINED + 2 * HOUR })).toMatch(/^active/);
  });

  test('works as long as its deny does not hold, and nobody knows where no step ends it', async () => {
    expect(await state(denied('drifted'), 11)).toBe('active: role-session: C01 does not hold');
    expect(await state([], 11)).toMatch(/^unknown: role-session: no step of the plan ends it/);
  });
});
