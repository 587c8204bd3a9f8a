import { assert, boolean, property, subarray } from 'fast-check';
import { expect, test } from 'vitest';
import { credential, incident, left, smallIncident, userArn } from '../../test/support/incident.ts';
import { checkPlan } from './check-plan.ts';
import { keyOf } from './draft.ts';
import type { JournalLine } from './journal-line.ts';
import { planAgain } from './plan-again.ts';
import { planText } from './plan-file.ts';
import { planOf } from './plan-of.ts';
import type { Plan } from './plan.ts';

const ENDS = { toMs: null };

/** What the journal says of a step that made one call. */
function applied(id: string, n: number, { steps }: Plan): JournalLine[] {
  const { action, parameters } = steps.find((step) => step.id === id)!;
  const head = { time: '2026-11-20T03:00:00.000Z', run: 1 } as const;
  return [
    { ...head, what: 'before', step: id, action, state: {}, parameters },
    {
      ...head,
      what: 'request',
      mode: 'apply',
      step: id,
      number: n,
      actor: '',
      service: 'iam',
      operation: 'PutUserPolicy',
      input: {},
      hash: String(n),
      place: { account: '111122223333', region: '' },
    },
    { ...head, what: 'answer', step: id, number: n, answer: {} },
    { ...head, what: 'outcome', mode: 'apply', step: id, state: 'done', reason: '' },
  ];
}

function keyIn({ steps }: Plan, id: string): string {
  return keyOf(steps.find((step) => step.id === id)!);
}

/** The incident after one more user fell to the intruder, who comes before the others by name. */
function grown() {
  const small = smallIncident();
  return {
    ...small,
    credentials: [
      ...small.credentials,
      credential('AKIAANNAEXAMPLE00000', userArn('anna'), 'access-key', { because: 'minted' }),
    ],
  };
}

test('a plan of the same case is the same to the byte, whatever was applied of it', () => {
  const plan = planOf(smallIncident(), ENDS);
  const lines = plan.steps.slice(0, 6).flatMap(({ id }, n) => applied(id, n + 1, plan));
  expect(planText(planAgain(planOf(smallIncident(), ENDS), plan, lines))).toBe(planText(plan));
});

test('steps keep their IDs when the incident grew, and new ones get IDs that were never used', () => {
  const before = planOf(smallIncident(), ENDS);
  const made = planOf(grown(), ENDS);
  // Without that, IDs would mean other steps.
  expect(
    made.steps.some((step) => before.steps.some(({ id, title }) => id === step.id && title !== step.title)),
  ).toBe(true);
  const again = planAgain(made, before, applied('C01', 1, before));
  const titles = new Map(before.steps.map((step) => [step.id, keyOf(step)]));
  const fresh = again.steps.filter(({ id }) => !titles.has(id));
  const old = again.steps.filter(({ id }) => titles.has(id));
  expect(old.map((step) => keyOf(step))).toEqual(old.map(({ id }) => titles.get(id)));
  expect(fresh.map(({ title }) => title).join()).toContain('anna');
  expect(new Set(again.steps.map(({ id }) => id)).size).toBe(again.steps.length);
  // What waits for what is as it was made.
  for (const [n, step] of again.steps.entries())
    expect(step.after.map((id) => keyIn(again, id))).toEqual(
      made.steps[n]!.after.map((id) => keyIn(made, id)),
    );
});

test('what was applied stays in the plan although the incident does not call for it any more', () => {
  const before = planOf(grown(), ENDS);
  const deny = before.steps.find(
    ({ action, parameters }) => action === 'deny-user' && parameters['userName'] === 'anna',
  )!;
  const again = planAgain(planOf(smallIncident(), ENDS), before, applied(deny.id, 1, before));
  expect(again.steps.find(({ id }) => id === deny.id)).toMatchObject({
    action: 'deny-user',
    force: 'it was applied by the plan before',
  });
  expect(checkPlan(again).filter(({ severity }) => severity === 'refused')).toEqual([]);
  // Steps that were never applied are gone.
  expect(again.steps.filter(({ title }) => title.includes('anna'))).toHaveLength(1);
});

test('a step with a parameter that a person added before it was applied is not there twice', () => {
  const bucket = incident({
    credentials: smallIncident().credentials,
    persistence: [left('D1', ['s3:DeleteBucketPolicy'], { bucket: 'shop' })],
  });
  const made = planOf(bucket, ENDS);
  const step = made.steps.find(({ action }) => action === 'close-bucket-policy')!;
  const policy = '{"Version":"2012-10-17","Statement":[]}';
  const before = {
    ...made,
    steps: made.steps.map((each) =>
      each === step ? { ...each, parameters: { ...each.parameters, policy } } : each,
    ),
  };
  const again = planAgain(made, before, applied(step.id, 1, before));
  expect(again.steps.filter(({ action }) => action === 'close-bucket-policy')).toMatchObject([
    { id: step.id, parameters: { policy } },
  ]);
});

test('no ID that the journal knows means another step, whatever was lost of the plan before', () => {
  const before = planOf(smallIncident(), ENDS);
  assert(
    property(
      subarray(before.steps.map(({ id }) => id)),
      subarray([...before.steps]),
      boolean(),
      (ids, steps, isGrown) => {
        const lines = ids.flatMap((id, n) => applied(id, n + 1, before));
        const made = planOf(isGrown ? grown() : smallIncident(), ENDS);
        const again = planAgain(made, { ...before, steps }, lines);
        expect(new Set(again.steps.map(({ id }) => id)).size).toBe(again.steps.length);
        const noted = again.steps.filter(({ id }) => ids.includes(id));
        expect(noted.map((step) => keyOf(step))).toEqual(noted.map(({ id }) => keyIn(before, id)));
      },
    ),
  );
});
