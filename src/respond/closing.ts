/** Whether an incident may be closed: what is proved, what is still open, and what cannot be known from here. */
import type { Incident } from '../investigate/incident.ts';
import { some } from '../text.ts';
import type { Plan } from './plan.ts';
import type { Verified } from './verify.ts';

/** What AWS says of a credential now. */
export interface CredentialState {
  readonly id: string;
  readonly state: 'inactive' | 'active' | 'unknown';
  /** One sentence. */
  readonly reason: string;
}

/** A call that was made after containment, by a credential of the incident or by one that it minted. */
export interface LateCall {
  readonly credential: string;
  readonly timeMs: number;
  readonly account: string;
  readonly region: string;
  /** `iam:CreateUser` */
  readonly call: string;
  /** `''` when it succeeded. */
  readonly error: string;
}

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A user, role or key that was made since the incident began. */
export interface Made {
  /** Its name, or the ID of the key. */
  readonly name: string;
  /** One sentence. */
  readonly text: string;
}

export interface ClosingInput {
  readonly incident: Incident;
  readonly plan: Plan;
  /** Each step of the plan, as AWS has it now. */
  readonly verified: readonly Verified[];
  readonly credentials: readonly CredentialState[];
  /** When the steps of the phase `contain` held, in milliseconds since 1970 (UTC); `null` when they do not. */
  readonly containedMs: number | null;
  /** The same of the steps that were applied, although the case may call for more by now: a new descendant. */
  readonly heldMs: number | null;
  /** Calls since then, from logs that were read anew and from what AWS keeps; refused ones too. */
  readonly lateCalls: readonly LateCall[];
  /** Up to when calls are known, in milliseconds since 1970 (UTC); `null` when nothing was read since. */
  readonly seenUntilMs: number | null;
  /** Accounts and regions in which it must have been quiet. */
  readonly places: readonly Place[];
  /** Those in which it was looked for calls. */
  readonly looked: readonly Place[];
  /** Steps that the case calls for, and that are not in the plan as it was edited; they are in `plan` all the same. */
  readonly left: ReadonlySet<string>;
  /** Steps of the phase `contain` that were taken back on purpose, and which step asked for that. */
  readonly lifted: ReadonlyMap<string, string>;
  /** New things in IAM that are in no step. */
  readonly outside: readonly Made[];
  /** Where it could not be looked for new things, as sentences. */
  readonly outsideBlind: readonly string[];
  /** What a person waives, with the reason: IDs of steps, names of new things, credentials of unknown state. */
  readonly waived: ReadonlyMap<string, string>;
  /** How long it must have been quiet, in milliseconds. */
  readonly quietMs: number;
  readonly nowMs: number;
  /** What could not be looked at, as sentences. */
  readonly blind: readonly string[];
}

export interface ClosingCheck {
  readonly check:
    | 'credentials inactive'
    | 'contained'
    | 'quiet'
    | 'nothing new'
    | 'persistence gone'
    | 'recovered';
  readonly state: 'proved' | 'open' | 'unknown';
  /** Sentences: what is open or unknown; what was waived, by whom it was decided. Texts from logs: escape them. */
  readonly reasons: readonly string[];
}

export interface Closing {
  readonly incident: string;
  /** RFC 3339. */
  readonly time: string;
  /** `closable` only when every check is proved. */
  readonly verdict: 'closable' | 'open';
  readonly checks: readonly ClosingCheck[];
  /** What nobody can know from here. */
  readonly unknown: readonly string[];
  /** RFC 3339; `null` before it was contained. */
  readonly contained: string | null;
  /** From the first use by the intruder to containment, in milliseconds. */
  readonly timeToContainMs: number | null;
}

/** Puts the checks together. Pure. */
export function closingOf(input: ClosingInput): Closing {
  const { incident, plan, containedMs, nowMs, blind } = input;
  const checks = [
    credentialsCheck(input),
    phaseCheck(input, 'contain', 'contained'),
    quietCheck(input),
    newCheck(input),
    phaseCheck(input, 'eradicate', 'persistence gone'),
    phaseCheck(input, 'recover', 'recovered'),
  ];
  return {
    incident: incident.id,
    time: new Date(nowMs).toISOString(),
    verdict: checks.every(({ state }) => state === 'proved') ? 'closable' : 'open',
    checks,
    unknown: [...plan.unknown, ...input.outsideBlind, ...blind],
    contained: containedMs === null ? null : new Date(containedMs).toISOString(),
    timeToContainMs: containedMs === null ? null : Math.max(0, containedMs - incident.metrics.firstUseMs),
  };
}

/** A credential that works cannot be waived. */
function credentialsCheck({ credentials, incident, waived }: ClosingInput): ClosingCheck {
  const looked = new Set(credentials.map(({ id }) => id));
  const open = [
    ...credentials
      .filter(({ state }) => state !== 'inactive')
      .map(({ id, state, reason }) => ({ id, state, text: `${id}: ${reason}` })),
    ...incident.credentials
      .filter(({ credential }) => !looked.has(credential.id))
      .map(({ credential: { id } }) => ({ id, state: 'unknown' as const, text: `${id} was not looked at` })),
  ];
  const isWaived = ({ id, state }: (typeof open)[number]): boolean => state === 'unknown' && waived.has(id);
  return checkOf(
    'credentials inactive',
    open.filter((each) => !isWaived(each)),
    open.filter(isWaived).map(({ id, text }) => `${text}; waived, ${waived.get(id)}`),
  );
}

function phaseCheck(
  { plan, verified, waived, lifted, left }: ClosingInput,
  phase: Plan['steps'][number]['phase'],
  check: ClosingCheck['check'],
): ClosingCheck {
  const steps = verified.filter(({ step }) => step.phase === phase);
  const open = steps
    .filter(({ step, state }) => state !== 'holds' && !waived.has(step.id) && !lifted.has(step.id))
    .map(({ step, state, reason }) => ({
      state: state === 'unknown' && step.action !== 'manual' ? ('unknown' as const) : ('active' as const),
      text: `${step.id} ${step.title}: ${reason === '' ? state : reason}${left.has(step.id) ? ' (it is not in the plan)' : ''}`,
    }));
  const known = plan.steps.filter((step) => step.phase === phase);
  return checkOf(check, open, [
    ...known
      .filter(({ id }) => waived.has(id))
      .map(({ id, title }) => `${id} ${title}: waived, ${waived.get(id)}`),
    ...known
      .filter(({ id }) => lifted.has(id) && !waived.has(id))
      .map(({ id, title }) => `${id} ${title}: taken back, as ${lifted.get(id)} says`),
  ]);
}

/** So many places are named one by one. */
const MOST_PLACES = 6;

function quietCheck(input: ClosingInput): ClosingCheck {
  const { containedMs, lateCalls, seenUntilMs, quietMs, looked, places } = input;
  if (containedMs === null)
    return {
      check: 'quiet',
      state: 'open',
      reasons: [
        phaseCheck(input, 'contain', 'contained').state === 'proved'
          ? 'it is contained, and the journal does not say since when: keytrail respond apply notes it'
          : 'it is not contained, so it cannot be quiet since',
      ],
    };
  const minutes = Math.round(quietMs / 60_000);
  const succeeded = eachOnce(lateCalls.filter(({ error }) => error === ''));
  const refused = eachOnce(lateCalls.filter(({ error }) => error !== ''));
  const last = Math.max(containedMs, ...succeeded.map(({ timeMs }) => timeMs));
  const reasons: { state: 'active' | 'unknown'; text: string }[] = succeeded.map((late) => ({
    state: 'active',
    text: `${late.credential} made ${late.call} at ${new Date(late.timeMs).toISOString()} in ${late.account} ${late.region}`,
  }));
  const enough = new Date(last + quietMs).toISOString();
  if (seenUntilMs === null || seenUntilMs < last + quietMs)
    reasons.push({
      state: 'unknown',
      text:
        seenUntilMs === null
          ? `no events since it was contained are known: investigate logs that reach beyond ${enough}`
          : `events are known up to ${new Date(seenUntilMs).toISOString()}: ${minutes} minutes of silence end at ${enough}`,
    });
  const seen = new Set(looked.map(placeText));
  const unseen = places.map(placeText).filter((place) => !seen.has(place));
  if (unseen.length > 0)
    reasons.push({ state: 'unknown', text: `no events of ${some(unseen, MOST_PLACES)} were read since` });
  return checkOf('quiet', reasons, refusedNotes(refused));
}

/** That an intruder still tries is no reason against closing, and worth knowing. */
function refusedNotes(refused: readonly LateCall[]): string[] {
  if (refused.length === 0) return [];
  const lastMs = Math.max(...refused.map(({ timeMs }) => timeMs));
  const credentials = [...new Set(refused.map(({ credential }) => credential))];
  return [
    `${refused.length === 1 ? 'one call was' : `${refused.length} calls were`} refused since, the last at ${new Date(lastMs).toISOString()}: ${some(credentials, MOST_PLACES)}`,
  ];
}

/** The logs of the case and the event history tell of the same calls. */
function eachOnce(calls: readonly LateCall[]): LateCall[] {
  return [
    ...new Map(
      calls.map((late) => [`${late.credential} ${late.timeMs} ${late.region} ${late.call}`, late]),
    ).values(),
  ];
}

function placeText({ account, region }: Place): string {
  return `${account} ${region}`;
}

function newCheck(input: ClosingInput): ClosingCheck {
  const { outside, outsideBlind, incident, containedMs, heldMs, waived } = input;
  const minted = incident.edges
    .filter(({ timeMs }) => heldMs !== null && timeMs > heldMs)
    .map(
      ({ child, parent, mechanism }) => `${child} was made from ${parent} by ${mechanism} after containment`,
    );
  const open = outside.filter(({ name }) => !waived.has(name)).map(({ text }) => text);
  return checkOf(
    'nothing new',
    [
      ...[...minted, ...open].map((text) => ({ state: 'active' as const, text })),
      ...outsideBlind.map((text) => ({ state: 'unknown' as const, text })),
      ...(containedMs === null
        ? [{ state: 'unknown' as const, text: 'it is not contained, so more can be made at any time' }]
        : []),
    ],
    outside
      .filter(({ name }) => waived.has(name))
      .map(({ name, text }) => `${text}: waived, ${waived.get(name)}`),
  );
}

/** @param notes what is worth saying, and stands against nothing */
function checkOf(
  check: ClosingCheck['check'],
  open: readonly { readonly state: 'active' | 'unknown' | 'inactive'; readonly text: string }[],
  notes: readonly string[] = [],
): ClosingCheck {
  const reasons = [...open.map(({ text }) => text), ...notes];
  if (open.some(({ state }) => state === 'active')) return { check, state: 'open', reasons };
  return { check, state: open.length > 0 ? 'unknown' : 'proved', reasons };
}
