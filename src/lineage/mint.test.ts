import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  assumeRole,
  consoleLogin,
  credentials,
  record,
  roleSession,
  service,
  sessionOf,
  user,
  userArn,
} from '../../test/support/lineage-trail.ts';
import type { Call } from '../../test/support/lineage-trail.ts';
import type { JsonObject } from '../json.ts';
import { canMint, isMintingName, mintsOf } from './mint.ts';
import type { Child } from './mint.ts';

const REF = { eventId: 'e', timeMs: 0, file: 'trail.json', record: 1 };
const alice = user('alice', 'AKIAALICE00000000001');

function childrenOf(made: JsonObject): readonly Child[] {
  return mintsOf(made, REF).map(({ child }) => child);
}

function childOf(call: Omit<Call, 'at' | 'by'> & { readonly by?: JsonObject }): Child | undefined {
  const children = childrenOf(record({ at: 0, by: alice, ...call }));
  expect(children.length).toBeLessThan(2);
  return children[0];
}

/** Kind, key or ID, and whose it is. */
function told(child: Child | undefined): string {
  if (child === undefined) return 'nothing';
  switch (child.what) {
    case 'key':
      return `${child.kind} ${child.key} of ${child.holder.arn || child.holder.userName}`;
    case 'owned':
      return `${child.kind} ${child.id} of ${child.holder.arn || child.holder.userName}`;
    case 'login':
      return `login of ${child.holder.arn} from ${child.from}`;
    case 'user':
      return `user ${child.holder.arn} ${child.holder.principalId}`;
    case 'role':
      return `role ${child.role}`;
    case 'workload':
      return `${child.service} ${child.names.join()} with ${child.role}${child.isShared ? ' inside' : ''}`;
  }
}

const ROLE = `arn:aws:iam::${ACCOUNT}:role/ops`;
const TRUST = (principal: JsonObject): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] });

describe('calls that mint', () => {
  it.each<[string, Omit<Call, 'at' | 'by'> & { readonly by?: JsonObject }]>([
    [
      `session-token ASIATOKEN of ${userArn('alice')}`,
      { api: 'sts:GetSessionToken', response: credentials('ASIATOKEN') },
    ],
    [
      `federation ASIAFED of arn:aws:sts::${ACCOUNT}:federated-user/bob`,
      { api: 'sts:GetFederationToken', request: { name: 'bob' }, response: credentials('ASIAFED') },
    ],
    [
      'role-session ASIAROOT of arn:aws:iam::444455556666:root',
      {
        api: 'sts:AssumeRoot',
        request: { targetPrincipal: '444455556666' },
        response: credentials('ASIAROOT'),
      },
    ],
    [
      `saml ASIASAML of ${sessionOf('ops', 'carol')}`,
      {
        api: 'sts:AssumeRoleWithSAML',
        by: { type: 'SAMLUser', userName: 'carol' },
        request: { roleArn: ROLE, roleSessionName: 'carol' },
        response: credentials('ASIASAML'),
      },
    ],
    [
      `web-identity ASIAWEB of ${sessionOf('ops', 'ci')}`,
      {
        api: 'sts:AssumeRoleWithWebIdentity',
        by: { type: 'WebIdentityUser', userName: 'repo:acme/app' },
        request: { roleArn: ROLE, roleSessionName: 'ci' },
        response: credentials('ASIAWEB'),
      },
    ],
    [
      `roles-anywhere ASIAWHERE of ${sessionOf('ops', 'cert')}`,
      {
        api: 'sts:AssumeRole',
        by: service('rolesanywhere'),
        request: { roleArn: ROLE, roleSessionName: 'cert' },
        response: credentials('ASIAWHERE'),
      },
    ],
    [
      `console-session ASIASIGN of ${userArn('alice')}`,
      { api: 'signin:GetSigninToken', response: credentials('ASIASIGN') },
    ],
    [
      `oauth-login ASIAOAUTH of ${userArn('alice')}`,
      { api: 'signin:CreateOAuth2Token', response: credentials('ASIAOAUTH') },
    ],
    [
      'role-session ASIADELEGATED of arn:aws:sts::444455556666:assumed-role/partner/x',
      {
        api: 'sts:GetDelegatedAccessToken',
        response: {
          ...credentials('ASIADELEGATED'),
          assumedPrincipal: 'arn:aws:sts::444455556666:assumed-role/partner/x',
        },
      },
    ],
    [
      'role-session ASIASSM of ',
      { api: 'ssm:GetAccessToken', response: { credentials: { accessKeyId: 'ASIASSM' } } },
    ],
    [
      `sso  of ${sessionOf('AWSReservedSSO_Admin', 'dana')}`,
      {
        api: 'sso:GetRoleCredentials',
        by: { type: 'IdentityCenterUser', userName: 'dana' },
        request: { roleName: 'Admin', accountId: ACCOUNT },
      },
    ],
    [
      'access-key AKIANEW of mallory',
      {
        api: 'iam:CreateAccessKey',
        request: { userName: 'mallory' },
        response: { accessKey: { accessKeyId: 'AKIANEW', userName: 'mallory', status: 'Active' } },
      },
    ],
    [
      `access-key AKIAOWN of ${userArn('alice')}`,
      { api: 'iam:CreateAccessKey', response: { accessKey: { accessKeyId: 'AKIAOWN', userName: 'alice' } } },
    ],
    [
      `root-access-key AKIAROOT of arn:aws:iam::${ACCOUNT}:root`,
      {
        api: 'iam:CreateAccessKey',
        by: { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT },
        response: { accessKey: { accessKeyId: 'AKIAROOT' } },
      },
    ],
    [
      'access-key AKIAOLD of bob',
      {
        api: 'iam:UpdateAccessKey',
        request: { accessKeyId: 'AKIAOLD', status: 'Active', userName: 'bob' },
      },
    ],
    ['password  of bob', { api: 'iam:CreateLoginProfile', request: { userName: 'bob' } }],
    ['password  of bob', { api: 'iam:UpdateLoginProfile', request: { userName: 'bob' } }],
    [`password  of ${userArn('alice')}`, { api: 'iam:ChangePassword' }],
    [
      `user arn:aws:iam::${ACCOUNT}:user/x/bob AIDABOB`,
      {
        api: 'iam:CreateUser',
        response: { user: { arn: `arn:aws:iam::${ACCOUNT}:user/x/bob`, userId: 'AIDABOB', userName: 'bob' } },
      },
    ],
    [
      'service-specific ACCABEDROCK of BedrockAPIKey-ab12',
      {
        api: 'iam:CreateServiceSpecificCredential',
        request: { userName: 'BedrockAPIKey-ab12', serviceName: 'bedrock.amazonaws.com' },
        response: { serviceSpecificCredential: { serviceSpecificCredentialId: 'ACCABEDROCK' } },
      },
    ],
    [
      'ssh-key APKASSH of bob',
      {
        api: 'iam:UploadSSHPublicKey',
        request: { userName: 'bob' },
        response: { sSHPublicKey: { sSHPublicKeyId: 'APKASSH' } },
      },
    ],
    [
      'signing-certificate CERT of bob',
      {
        api: 'iam:UploadSigningCertificate',
        request: { userName: 'bob' },
        response: { certificate: { certificateId: 'CERT' } },
      },
    ],
    [
      'ec2 i-0aa,i-0bb with ',
      {
        api: 'ec2:RunInstances',
        response: { instancesSet: { items: [{ instanceId: 'i-0bb' }, { instanceId: 'i-0aa' }] } },
      },
    ],
    [
      'ec2 i-0aa with ',
      {
        api: 'ec2:AssociateIamInstanceProfile',
        request: { AssociateIamInstanceProfileRequest: { InstanceId: 'i-0aa' } },
      },
    ],
    [
      'ec2 i-0cc with ',
      {
        api: 'ec2:ReplaceIamInstanceProfileAssociation',
        response: {
          ReplaceIamInstanceProfileAssociationResponse: {
            iamInstanceProfileAssociation: { instanceId: 'i-0cc' },
          },
        },
      },
    ],
    [
      'ec2  with ops',
      { api: 'iam:AddRoleToInstanceProfile', request: { roleName: 'ops', instanceProfileName: 'p' } },
    ],
    [
      `lambda fn with ${ROLE}`,
      { api: 'lambda:CreateFunction20150331', response: { functionName: 'fn', role: ROLE } },
    ],
    [
      'lambda fn with ',
      {
        api: 'lambda:UpdateFunctionCode20150331v2',
        request: { functionName: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:fn:1` },
      },
    ],
    [
      'ecs 0123abcd with ',
      { api: 'ecs:RunTask', response: { tasks: [{ taskArn: `arn:aws:ecs:r:${ACCOUNT}:task/c/0123abcd` }] } },
    ],
    ['ec2 i-0aa with  inside', { api: 'ssm:StartSession', request: { target: 'i-0aa' } }],
    [`other job with ${ROLE}`, { api: 'glue:CreateJob', request: { name: 'job', role: ROLE } }],
    [
      `role ${ROLE}`,
      {
        api: 'iam:CreateRole',
        request: {
          roleName: 'ops',
          assumeRolePolicyDocument: TRUST({ AWS: 'arn:aws:iam::999988887777:root' }),
        },
      },
    ],
    [
      `role ${ROLE}`,
      {
        api: 'iam:UpdateAssumeRolePolicy',
        request: { roleName: 'ops', policyDocument: encodeURIComponent(TRUST({ Federated: 'idp' })) },
      },
    ],
  ])('%s', (wanted, call) => {
    expect(told(childOf(call))).toBe(wanted);
  });

  it('are known by name before the record is parsed, with and without version', () => {
    expect(isMintingName('CreateFunction20150331')).toBe(true);
    expect(isMintingName('AssumeRole')).toBe(true);
    expect(isMintingName('ListBuckets')).toBe(false);
    expect(canMint('lambda.amazonaws.com', 'UpdateFunctionCode20150331v2')).toBe(true);
    expect(canMint('s3express.amazonaws.com', 'CreateSession')).toBe(false);
  });

  it('tell when the credential ends, however the date is spelled', () => {
    const [mint] = mintsOf(assumeRole(0, alice, 'ops', 's', 'ASIAROLE'), REF);
    expect(mint?.child).toMatchObject({ expiresMs: Date.UTC(2024, 4, 1, 22, 59, 59) });
  });

  it('keep the role and session of the request where the response was left out', () => {
    expect(told(childrenOf(assumeRole(0, alice, 'ops', 's', null))[0])).toBe(
      `role-session  of ${sessionOf('ops', 's')}`,
    );
  });

  it('know who switched roles', () => {
    const by = roleSession('ops', 'alice', '', 0);
    const child = childOf({
      by,
      api: 'signin:SwitchRole',
      response: { SwitchRole: 'Success' },
      more: { additionalEventData: { SwitchFrom: userArn('alice') } },
    });
    expect(told(child)).toBe(`login of ${sessionOf('ops', 'alice')} from ${userArn('alice')}`);
  });
});

describe('calls that mint nothing', () => {
  it('are those that were denied, with requestParameters null', () => {
    const denied = { errorCode: 'AccessDenied', errorMessage: 'not authorized to perform: sts:AssumeRole' };
    expect(
      childrenOf(record({ at: 0, by: alice, api: 'sts:AssumeRole', request: null, more: denied })),
    ).toEqual([]);
  });

  it.each<[string, Call]>([
    [
      'a dry run',
      { at: 0, by: alice, api: 'ec2:RunInstances', more: { errorCode: 'Client.DryRunOperation' } },
    ],
    [
      'a failed sign-in',
      { at: 0, by: alice, api: 'signin:ConsoleLogin', response: { ConsoleLogin: 'Failure' } },
    ],
    [
      'a key that is switched off',
      {
        at: 0,
        by: alice,
        api: 'iam:UpdateAccessKey',
        request: { accessKeyId: 'AKIAOLD', status: 'Inactive' },
      },
    ],
    [
      'a key that was masked',
      { at: 0, by: alice, api: 'iam:CreateAccessKey', response: { accessKey: { accessKeyId: 'AKIA****' } } },
    ],
    [
      'a role that only a service may assume',
      {
        at: 0,
        by: alice,
        api: 'iam:CreateRole',
        request: { roleName: 'ops', assumeRolePolicyDocument: TRUST({ Service: 'ec2.amazonaws.com' }) },
      },
    ],
    [
      'a role for the account itself',
      {
        at: 0,
        by: alice,
        api: 'iam:CreateRole',
        request: { roleName: 'ops', assumeRolePolicyDocument: TRUST({ AWS: [ACCOUNT, ROLE] }) },
      },
    ],
    [
      'a trust policy that is no JSON',
      {
        at: 0,
        by: alice,
        api: 'iam:CreateRole',
        request: { roleName: 'r', assumeRolePolicyDocument: '%E0%' },
      },
    ],
    [
      'the user of another service',
      { at: 0, by: alice, api: 'transfer:CreateUser', request: { userName: 'x' } },
    ],
  ])('are %s', (_, call) => {
    expect(childrenOf(record(call))).toEqual([]);
  });

  it.each([null, 'text', 7, [], { userIdentity: null }, { userIdentity: 'x', eventName: 7 }])(
    'are records without the usual parts: %j',
    (parts) => {
      const odd = { eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey', userIdentity: parts };
      expect(childrenOf(odd)).toEqual([]);
      expect(childrenOf({ ...odd, eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' })).toHaveLength(
        1,
      );
    },
  );

  it('but a sign-in that succeeded is one', () => {
    expect(told(childrenOf(consoleLogin(0, 'alice'))[0])).toBe(`login of ${userArn('alice')} from `);
  });
});
