/** Whether the credentials of an incident still work, as AWS says. Reads only. */
import type { CompromisedCredential } from '../investigate/incident.ts';
import type { Credential } from '../lineage/lineage.ts';
import { isJsonObject } from '../json.ts';
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

/** @param verified the steps of the plan, as AWS has them now */
export async function credentialStates(
  credentials: readonly CompromisedCredential[],
  verified: readonly Verified[],
  caller: Caller,
  nowMs: number,
): Promise<CredentialState[]> {
  const states: CredentialState[] = [];
  for (const { credential } of credentials)
    states.push(
      credential.kind === 'access-key'
        ? await keyState(credential, readOnly(caller))
        : sessionState(credential, verified, nowMs),
    );
  return states;
}

/** By the ID of the key: its user may have another name by now. */
async function keyState({ id, account, owner }: Credential, caller: Caller): Promise<CredentialState> {
  const place = { account, region: '' };
  try {
    const used = await caller.call(
      { service: 'iam', operation: 'GetAccessKeyLastUsed', input: { AccessKeyId: id } },
      place,
    );
    const user = typeof used['UserName'] === 'string' ? used['UserName'] : nameOf(owner);
    const list = await caller.call(
      { service: 'iam', operation: 'ListAccessKeys', input: { UserName: user } },
      place,
    );
    const keys = Array.isArray(list['AccessKeyMetadata']) ? list['AccessKeyMetadata'] : [];
    const key = keys.filter((each) => isJsonObject(each)).find((each) => each['AccessKeyId'] === id);
    if (key === undefined) return { id, state: 'inactive', reason: `${user} has no such key` };
    return key['Status'] === 'Active'
      ? { id, state: 'active', reason: `it is active, and of ${user}` }
      : { id, state: 'inactive', reason: `it is inactive` };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.kind === 'not found') return { id, state: 'inactive', reason: 'there is no such key' };
    // AWS refuses to speak of a key that it does not know.
    return { id, state: 'unknown', reason: `AWS does not say (${error.code})` };
  }
}

function sessionState(
  { id, kind, owner, account, expiresMs, issuedMs }: Credential,
  verified: readonly Verified[],
  nowMs: number,
): CredentialState {
  if (expiresMs !== null && expiresMs < nowMs)
    return { id, state: 'inactive', reason: `it expired at ${new Date(expiresMs).toISOString()}` };
  const ending = verified.filter(
    ({ step }) =>
      ENDING_SESSIONS.has(step.action) &&
      step.account === account &&
      [step.parameters['userName'], step.parameters['roleName']].includes(nameOf(owner)),
  );
  const held = ending.find(({ state }) => state === 'holds');
  if (held !== undefined)
    return { id, state: 'inactive', reason: `${held.step.id} (${held.step.action}) holds` };
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
