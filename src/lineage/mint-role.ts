/** Roles that let callers from outside in: whoever wrote the trust policy has power over their sessions. */
import { isJsonObject } from '../json.ts';
import type { Json } from '../json.ts';
import { accountOf, partitionOf } from './arn.ts';
import { firstText, textAt, valueAt } from './field.ts';
import type { Call, Child, ReadMint } from './mint.ts';

export const ROLE_MINTS: { readonly [name: string]: ReadMint } = {
  'iam:CreateRole': (call) => readTrust(call, 'assumeRolePolicyDocument'),
  'iam:UpdateAssumeRolePolicy': (call) => readTrust(call, 'policyDocument'),
};

function readTrust(call: Call, name: string): readonly Child[] {
  const { caller, account, request, response } = call;
  if (!letsOutsidersIn(readPolicy(valueAt(request, name)), account)) return [];
  const roleName = textAt(request, 'roleName');
  if (roleName === '' || account === '') return [];
  const made = `arn:${partitionOf(caller.arn)}:iam::${account}:role/${roleName}`;
  return [{ what: 'role', role: firstText(textAt(response, 'role', 'arn'), made) }];
}

/** A policy document: IAM logs it as text, at times URL-encoded; S3 and others as an object. */
export function readPolicy(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  return parse(value) ?? parse(decoded(value));
}

/** Whether an `Allow` names another account, anyone, or an identity provider. */
function letsOutsidersIn(policy: Json | undefined, account: string): boolean {
  return listOf(valueAt(policy, 'Statement')).some((statement) => {
    if (textAt(statement, 'Effect') !== 'Allow') return false;
    const principal = valueAt(statement, 'Principal');
    if (principal === '*') return true;
    if (listOf(valueAt(principal, 'Federated')).length > 0) return true;
    return listOf(valueAt(principal, 'AWS')).some(
      (each) => typeof each === 'string' && (accountOf(each) || each) !== account,
    );
  });
}

/** Policies may leave the brackets of a list of one out. */
function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function parse(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    // What is no policy trusts nobody.
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
