/** Whether an incident may be closed: what is proved, what is still open, and what cannot be known from here. */
import type { Incident } from '../investigate/incident.ts';
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

export interface ClosingInput {
  readonly incident: Incident;
  readonly plan: Plan;
  /** Each step of the plan, as AWS has it now. */
  readonly verified: readonly Verified[];
  readonly credentials: readonly CredentialState[];
  /** When the steps of the phase `contain` held, in milliseconds since 1970 (UTC); `null` when they do not. */
  readonly containedMs: number | null;
  /** Calls since then, from logs that were read anew and from what AWS keeps; refused ones too. */
  readonly lateCalls: readonly LateCall[];
  /** Up to when calls are known, in milliseconds since 1970 (UTC); `null` when nothing was read since. */
  readonly seenUntilMs: number | null;
  /** Accounts and regions in which it was looked for calls. */
  readonly looked: readonly { readonly account: string; readonly region: string }[];
  /** New things in IAM that are in no step. */
  readonly outside: readonly string[];
  /** Steps that a person waives, with the reason. */
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
    unknown: [...plan.unknown, ...blind],
    contained: containedMs === null ? null : new Date(containedMs).toISOString(),
    timeToContainMs: containedMs === null ? null : Math.max(0, containedMs - incident.metrics.firstUseMs),
  };
}

function credentialsCheck({ credentials, incident }: ClosingInput): ClosingCheck {
  const looked = new Set(credentials.map(({ id }) => id));
  const missing = incident.credentials.filter(({ credential }) => !looked.has(credential.id));
  return checkOf('credentials inactive', [
    ...credentials
      .filter(({ state }) => state !== 'inactive')
      .map(({ id, state, reason }) => ({ state, text: `${id}: ${reason}` })),
    ...missing.map(({ credential }) => ({
      state: 'unknown' as const,
      text: `${credential.id} was not looked at`,
    })),
  ]);
}

function phaseCheck(
  { plan, verified, waived }: ClosingInput,
  phase: Plan['steps'][number]['phase'],
  check: ClosingCheck['check'],
): ClosingCheck {
  const steps = verified.filter(({ step }) => step.phase === phase);
  const known = plan.steps.filter((step) => step.phase === phase);
  const open = steps
    .filter(({ step, state }) => state !== 'holds' && !waived.has(step.id))
    .map(({ step, state, reason }) => ({
      state: state === 'unknown' && step.action !== 'manual' ? ('unknown' as const) : ('active' as const),
      text: `${step.id} ${step.title}: ${reason === '' ? state : reason}`,
    }));
  const found = checkOf(check, open);
  const notes = known
    .filter(({ id }) => waived.has(id))
    .map(({ id, title }) => `${id} ${title}: waived, ${waived.get(id)}`);
  return { ...found, reasons: [...found.reasons, ...notes] };
}

function quietCheck(input: ClosingInput): ClosingCheck {
  const { containedMs, lateCalls, seenUntilMs, quietMs, looked, incident } = input;
  if (containedMs === null)
    return { check: 'quiet', state: 'open', reasons: ['it is not contained, so it cannot be quiet since'] };
  const minutes = Math.round(quietMs / 60_000);
  const succeeded = lateCalls.filter(({ error }) => error === '');
  const last = Math.max(containedMs, ...succeeded.map(({ timeMs }) => timeMs));
  const reasons: { state: 'active' | 'unknown'; text: string }[] = succeeded.map((late) => ({
    state: 'active',
    text: `${late.credential} made ${late.call} at ${new Date(late.timeMs).toISOString()} in ${late.account} ${late.region}`,
  }));
  if (seenUntilMs === null || seenUntilMs < last + quietMs)
    reasons.push({
      state: 'unknown',
      text:
        seenUntilMs === null
          ? `no events were read since it was contained: investigate newer logs, ${minutes} minutes at least`
          : `events are known up to ${new Date(seenUntilMs).toISOString()}: ${minutes} minutes of silence are not over`,
    });
  const seen = new Set(looked.map(({ account, region }) => `${account} ${region}`));
  for (const account of incident.accounts)
    for (const region of incident.regions)
      if (!seen.has(`${account} ${region}`))
        reasons.push({ state: 'unknown', text: `no events of ${account} ${region} were read since` });
  return checkOf('quiet', reasons);
}

function newCheck({ outside, incident, containedMs }: ClosingInput): ClosingCheck {
  const minted = incident.edges
    .filter(({ timeMs }) => containedMs !== null && timeMs > containedMs)
    .map(
      ({ child, parent, mechanism }) => `${child} was made from ${parent} by ${mechanism} after containment`,
    );
  return checkOf(
    'nothing new',
    [...minted, ...outside].map((text) => ({ state: 'active', text })),
  );
}

function checkOf(
  check: ClosingCheck['check'],
  open: readonly { readonly state: 'active' | 'unknown' | 'inactive'; readonly text: string }[],
): ClosingCheck {
  const reasons = open.map(({ text }) => text);
  if (open.some(({ state }) => state === 'active')) return { check, state: 'open', reasons };
  return { check, state: open.length > 0 ? 'unknown' : 'proved', reasons };
}
