/** Whether the credentials of an incident still work, as AWS says. Reads only. */
import type { CompromisedCredential } from '../investigate/incident.ts';
import type { Credential } from '../lineage/lineage.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Caller } from './action.ts';
import { AwsError } from './aws-error.ts';
import type { CredentialState } from './closing.ts';
import { readOnly } from './operation.ts';
import type { Verified } from './verify.ts';

/** Actions after which the sessions of their principal can do nothing. */
const ENDING_SESSIONS = new Set([
  'deny-user',
  'attach-deny-policy',
  'set-deny-boundary',
  'deny-role',
  'revoke-user-sessions',
  'revoke-role-sessions',
  'delete-user',
  'delete-role',
]);

/** Actions after which there is no such key. */
const ENDING_KEYS = new Set(['delete-user', 'delete-access-key']);

const HOUR_MS = 3_600_000;

/**
 * The longest that sessions of a kind live (STS: `DurationSeconds` of AssumeRole, GetSessionToken,
 * GetFederationToken); what is not here may be renewed.
 */
const LIVES_MS: Readonly<Partial<Record<Credential['kind'], number>>> = {
  'role-session': 12 * HOUR_MS,
  'web-identity': 12 * HOUR_MS,
  saml: 12 * HOUR_MS,
  'console-session': 12 * HOUR_MS,
  'session-token': 36 * HOUR_MS,
  federation: 36 * HOUR_MS,
};

export interface Judging {
  /** The steps of the plan, as AWS has them now. */
  readonly verified: readonly Verified[];
  readonly caller: Caller;
  /** Milliseconds since 1970 (UTC). */
  readonly nowMs: number;
  /** Since when it is contained, so that no session was made; `null` when it is not. */
  readonly containedMs: number | null;
}

export async function credentialStates(
  credentials: readonly CompromisedCredential[],
  judging: Judging,
): Promise<CredentialState[]> {
  const states: CredentialState[] = [];
  for (const { credential } of credentials)
    states.push(
      credential.kind === 'access-key'
        ? await keyState(credential, judging)
        : sessionState(credential, judging),
    );
  return states;
}

/** By the ID of the key: its user may have another name by now. */
async function keyState(
  { id, account, owner }: Credential,
  { verified, caller }: Judging,
): Promise<CredentialState> {
  const place = { account, region: '' };
  const reading = readOnly(caller);
  const keysOf = async (user: string): Promise<readonly JsonObject[]> => {
    const list = await reading.call(
      { service: 'iam', operation: 'ListAccessKeys', input: { UserName: user } },
      place,
    );
    return Array.isArray(list['AccessKeyMetadata'])
      ? list['AccessKeyMetadata'].filter((each) => isJsonObject(each))
      : [];
  };
  let user = nameOf(owner);
  try {
    const used = await reading.call(
      { service: 'iam', operation: 'GetAccessKeyLastUsed', input: { AccessKeyId: id } },
      place,
    );
    if (typeof used['UserName'] === 'string') user = used['UserName'];
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.kind === 'not found') return { id, state: 'inactive', reason: 'there is no such key' };
    // AWS refuses to speak of a key that does not exist, as it does where the permission is missing.
    const ending = verified.find(
      ({ step, state }) =>
        state === 'holds' &&
        ENDING_KEYS.has(step.action) &&
        step.account === account &&
        step.parameters['userName'] === user &&
        [undefined, id].includes(step.parameters['accessKeyId']),
    );
    if (ending !== undefined)
      return { id, state: 'inactive', reason: `${ending.step.id} (${ending.step.action}) holds` };
    if (error.kind !== 'denied') return { id, state: 'unknown', reason: `AWS does not say (${error.code})` };
  }
  try {
    const key = (await keysOf(user)).find((each) => each['AccessKeyId'] === id);
    if (key === undefined) return { id, state: 'inactive', reason: `${user} has no such key` };
    return key['Status'] === 'Active'
      ? { id, state: 'active', reason: `it is active, and of ${user}` }
      : { id, state: 'inactive', reason: 'it is inactive' };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { id, state: 'unknown', reason: `AWS does not say (${error.code})` };
  }
}

function sessionState(
  { id, kind, owner, account, expiresMs, issuedMs }: Credential,
  { verified, nowMs, containedMs }: Judging,
): CredentialState {
  if (expiresMs !== null && expiresMs < nowMs)
    return { id, state: 'inactive', reason: `it expired at ${new Date(expiresMs).toISOString()}` };
  const ending = verified.filter(
    ({ step }) =>
      (ENDING_SESSIONS.has(step.action) || (kind === 'password' && step.action === 'delete-login-profile')) &&
      step.account === account &&
      [step.parameters['userName'], step.parameters['roleName']].includes(nameOf(owner)),
  );
  const held = ending.find(({ state }) => state === 'holds');
  if (held !== undefined)
    return { id, state: 'inactive', reason: `${held.step.id} (${held.step.action}) holds` };
  const life = LIVES_MS[kind];
  const startMs = issuedMs ?? containedMs;
  if (life !== undefined && startMs !== null && startMs + life < nowMs)
    return { id, state: 'inactive', reason: `no ${kind} lives longer than ${life / HOUR_MS} hours` };
  const made = issuedMs === null ? '' : `, made at ${new Date(issuedMs).toISOString()}`;
  return ending.length > 0
    ? { id, state: 'active', reason: `${kind}${made}: ${ending[0]!.step.id} does not hold` }
    : {
        id,
        state: 'unknown',
        reason: `${kind}${made}: no step of the plan ends it, and no log says when it expires`,
      };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
