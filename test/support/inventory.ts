/** Everything that IAM has of an account, as lines that can be compared: what a response may change, and must give back. */
import type { JsonObject } from '../../src/json.ts';
import type { Ask } from './moto.ts';

/** Sorted: `user lena key AKIA…: Inactive, …`. Policies stand there as IAM gives them, byte for byte. */
export async function inventory(ask: Ask): Promise<string[]> {
  const lines: string[] = [];
  const put = (what: string, value: unknown): void => {
    lines.push(`${what}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  };
  const list = async (operation: string, input: JsonObject, member: string): Promise<JsonObject[]> => {
    const answer = await ask('iam', operation, input);
    if (answer['IsTruncated'] === true) throw new Error(`${operation}: more than one page`);
    return answer[member] as unknown as JsonObject[];
  };
  const policies = async (kind: 'User' | 'Role' | 'Group', name: string): Promise<void> => {
    const holder = { [`${kind}Name`]: name };
    const what = `${kind.toLowerCase()} ${name}`;
    for (const policy of (await list(`List${kind}Policies`, holder, 'PolicyNames')) as unknown as string[])
      put(
        `${what} policy ${policy}`,
        (await ask('iam', `Get${kind}Policy`, { ...holder, PolicyName: policy }))['PolicyDocument'],
      );
    for (const policy of await list(`ListAttached${kind}Policies`, holder, 'AttachedPolicies'))
      put(`${what} attached`, policy['PolicyArn']);
  };
  for (const { UserName } of (await list('ListUsers', {}, 'Users')) as { UserName: string }[]) {
    const { User } = await ask('iam', 'GetUser', { UserName });
    put(`user ${UserName}`, User);
    await policies('User', UserName);
    for (const key of await list('ListAccessKeys', { UserName }, 'AccessKeyMetadata'))
      put(`user ${UserName} key ${key['AccessKeyId'] as string}`, key);
    for (const group of await list('ListGroupsForUser', { UserName }, 'Groups'))
      put(`user ${UserName} group`, group['GroupName']);
    for (const device of await list('ListMFADevices', { UserName }, 'MFADevices'))
      put(`user ${UserName} device`, device['SerialNumber']);
    put(
      `user ${UserName} password`,
      await ask('iam', 'GetLoginProfile', { UserName }).then(
        ({ LoginProfile }) => LoginProfile,
        (error: { code: string }) => error.code,
      ),
    );
  }
  for (const { RoleName } of (await list('ListRoles', {}, 'Roles')) as { RoleName: string }[]) {
    const { Role } = await ask('iam', 'GetRole', { RoleName });
    put(`role ${RoleName}`, Role);
    await policies('Role', RoleName);
  }
  for (const group of await list('ListGroups', {}, 'Groups')) {
    put(`group ${group['GroupName'] as string}`, group);
    await policies('Group', group['GroupName'] as string);
  }
  for (const policy of await list('ListPolicies', { Scope: 'Local' }, 'Policies'))
    put(`policy ${policy['PolicyName'] as string}`, policy);
  return lines.toSorted();
}
