/** Everything about a user that its deletion, its making again, or the evidence needs. */
import type { JsonObject } from '../json.ts';
import type { Caller } from './action.ts';
import { parameter } from './arns.ts';
import { orNull } from './aws-error.ts';
import type { Step } from './plan.ts';
import { objectIn, objectsIn, only, policyText, readAll, readOne, textIn } from './reading.ts';

/** `null` when there is no such user. Lists are in order, so that equal users are equal. */
export async function readUser(step: Step, aws: Caller): Promise<JsonObject | null> {
  const name = { UserName: parameter(step, 'userName') };
  const answer = await orNull(readOne(aws, step, 'iam', 'GetUser', name));
  if (answer === null) return null;
  const user = objectIn(answer['User']);
  const list = async (operation: string, member: string, key: string): Promise<string[]> =>
    (await readAll(aws, step, 'iam', operation, name, member)).map((each) => textIn(each, key)).toSorted();
  const password = await orNull(readOne(aws, step, 'iam', 'GetLoginProfile', name));
  const credentials = await readOne(aws, step, 'iam', 'ListServiceSpecificCredentials', name);
  const keys = await readAll(aws, step, 'iam', 'ListAccessKeys', name, 'AccessKeyMetadata');
  return {
    id: textIn(user, 'UserId'),
    path: textIn(user, 'Path') || '/',
    boundary: textIn(objectIn(user['PermissionsBoundary']), 'PermissionsBoundaryArn'),
    tags: objectsIn(user['Tags']).map((tag) => only(tag, 'Key', 'Value')),
    hasPassword: password !== null,
    accessKeys: keys.map((key) => only(key, 'AccessKeyId', 'Status', 'CreateDate')),
    certificates: await list('ListSigningCertificates', 'Certificates', 'CertificateId'),
    sshKeys: await list('ListSSHPublicKeys', 'SSHPublicKeys', 'SSHPublicKeyId'),
    serviceCredentials: objectsIn(credentials['ServiceSpecificCredentials'])
      .map((each) => textIn(each, 'ServiceSpecificCredentialId'))
      .toSorted(),
    mfaDevices: await list('ListMFADevices', 'MFADevices', 'SerialNumber'),
    inlinePolicies: await readInlinePolicies(step, aws, 'User'),
    attachedPolicies: await list('ListAttachedUserPolicies', 'AttachedPolicies', 'PolicyArn'),
    groups: await list('ListGroupsForUser', 'Groups', 'GroupName'),
  };
}

/** Names and documents of the inline policies of a user, role or group. */
export async function readInlinePolicies(
  step: Step,
  aws: Caller,
  holder: 'User' | 'Role' | 'Group',
): Promise<JsonObject[]> {
  const name = { [`${holder}Name`]: parameter(step, `${holder.toLowerCase()}Name`) };
  const names: string[] = [];
  let page: JsonObject | null = {};
  while (page !== null) {
    const answer: JsonObject = await readOne(aws, step, 'iam', `List${holder}Policies`, {
      ...name,
      ...page,
    });
    const found = answer['PolicyNames'];
    if (Array.isArray(found)) names.push(...found.map(String));
    page = answer['IsTruncated'] === true ? { Marker: textIn(answer, 'Marker') } : null;
  }
  const policies: JsonObject[] = [];
  for (const policy of names.toSorted()) {
    const input = { ...name, PolicyName: policy };
    const found = await orNull(readOne(aws, step, 'iam', `Get${holder}Policy`, input));
    if (found !== null)
      policies.push({ name: policy, document: policyText(textIn(found, 'PolicyDocument')) });
  }
  return policies;
}
