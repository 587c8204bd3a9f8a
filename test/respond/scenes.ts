/**
 * For each action: an account in which it has something to do. Left out are those of services that moto lacks, and what
 * apply.test.ts does with the policies of AWS.
 */
import type { Json, JsonObject } from '../../src/json.ts';
import { ACCOUNT } from '../support/moto.ts';
import type { Ask } from '../support/moto.ts';

export interface Scene {
  readonly action: string;
  readonly region?: string;
  /** Makes what the action is about, and gives the parameters of the step. */
  readonly set: (ask: Ask) => Promise<Record<string, string>>;
  /** Members of the state that are new when a deleted thing is made again. */
  readonly anew?: readonly string[];
  /** What undoing cannot bring back, and says. */
  readonly lost?: string;
}

const POLICY =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"},' +
  '{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},"Action":"sts:AssumeRole"}]}';
const TIME = { issuedBefore: '2026-11-25T10:00:00Z', policyName: 'Keytrail-revoke' };
/** Names that IAM permits, with every sign that it does. */
const USER = 'eve+=,.@-_1';
const REGION = 'us-east-1';

function textIn(value: JsonObject, ...path: readonly string[]): string {
  let at: Json | undefined = value;
  for (const name of path) at = (at as JsonObject)[name];
  return String(at);
}

async function user(ask: Ask): Promise<{ userName: string }> {
  await ask('iam', 'CreateUser', { UserName: USER });
  return { userName: USER };
}

async function role(ask: Ask): Promise<{ roleName: string }> {
  await ask('iam', 'CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: TRUST });
  await ask('iam', 'PutRolePolicy', { RoleName: 'worker', PolicyName: 'reads', PolicyDocument: POLICY });
  return { roleName: 'worker' };
}

async function group(ask: Ask): Promise<{ groupName: string }> {
  await ask('iam', 'CreateGroup', { GroupName: 'admins' });
  await ask('iam', 'PutGroupPolicy', { GroupName: 'admins', PolicyName: 'reads', PolicyDocument: POLICY });
  return { groupName: 'admins' };
}

async function managed(ask: Ask): Promise<string> {
  return textIn(
    await ask('iam', 'CreatePolicy', { PolicyName: 'power', PolicyDocument: POLICY }),
    'Policy',
    'Arn',
  );
}

async function bucket(ask: Ask): Promise<{ bucket: string }> {
  await ask('s3', 'CreateBucket', { Bucket: 'evidence-of-tests' }, REGION);
  return { bucket: 'evidence-of-tests' };
}

const OUTSIDER = (action: string, resource: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'own',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: action,
        Resource: resource,
      },
      {
        Sid: 'other',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::999988887777:root' },
        Action: action,
        Resource: resource,
      },
    ],
  });

export const SCENES: readonly Scene[] = [
  { action: 'deny-user', set: async (ask) => ({ ...(await user(ask)), policyName: 'Keytrail-deny' }) },
  { action: 'revoke-user-sessions', set: async (ask) => ({ ...(await user(ask)), ...TIME }) },
  {
    action: 'deactivate-access-key',
    set: async (ask) => {
      const own = await user(ask);
      return {
        ...own,
        accessKeyId: textIn(
          await ask('iam', 'CreateAccessKey', { UserName: USER }),
          'AccessKey',
          'AccessKeyId',
        ),
      };
    },
  },
  { action: 'deny-role', set: async (ask) => ({ ...(await role(ask)), policyName: 'Keytrail-deny' }) },
  { action: 'revoke-role-sessions', set: async (ask) => ({ ...(await role(ask)), ...TIME }) },
  {
    action: 'deny-one-session',
    set: async (ask) => ({ ...(await role(ask)), policyName: 'Keytrail-one', userId: 'AROAEXAMPLE:session' }),
  },
  { action: 'close-role-trust', set: role },
  {
    action: 'delete-user-policy',
    set: async (ask) => {
      const own = await user(ask);
      await ask('iam', 'PutUserPolicy', { UserName: USER, PolicyName: 'p', PolicyDocument: POLICY });
      return { ...own, policyName: 'p' };
    },
  },
  {
    action: 'detach-user-policy',
    set: async (ask) => {
      const own = await user(ask);
      const policyArn = await managed(ask);
      await ask('iam', 'AttachUserPolicy', { UserName: USER, PolicyArn: policyArn });
      return { ...own, policyArn };
    },
  },
  { action: 'delete-role-policy', set: async (ask) => ({ ...(await role(ask)), policyName: 'reads' }) },
  {
    action: 'detach-role-policy',
    set: async (ask) => {
      const own = await role(ask);
      const policyArn = await managed(ask);
      await ask('iam', 'AttachRolePolicy', { RoleName: 'worker', PolicyArn: policyArn });
      return { ...own, policyArn };
    },
  },
  { action: 'delete-group-policy', set: async (ask) => ({ ...(await group(ask)), policyName: 'reads' }) },
  {
    action: 'detach-group-policy',
    set: async (ask) => {
      const own = await group(ask);
      const policyArn = await managed(ask);
      await ask('iam', 'AttachGroupPolicy', { GroupName: 'admins', PolicyArn: policyArn });
      return { ...own, policyArn };
    },
  },
  {
    action: 'remove-user-from-group',
    set: async (ask) => {
      const own = { ...(await user(ask)), ...(await group(ask)) };
      await ask('iam', 'AddUserToGroup', { UserName: USER, GroupName: 'admins' });
      return own;
    },
  },
  {
    action: 'restore-policy-version',
    set: async (ask) => {
      const policyArn = await managed(ask);
      await ask('iam', 'CreatePolicyVersion', {
        PolicyArn: policyArn,
        PolicyDocument: POLICY.replace('s3:GetObject', '*'),
        SetAsDefault: true,
      });
      return { policyArn, versionId: 'v2', good: 'v1' };
    },
  },
  { action: 'delete-group', set: group, anew: ['id'] },
  { action: 'delete-role', set: role, anew: ['id'] },
  { action: 'delete-policy', set: async (ask) => ({ policyArn: await managed(ask) }), anew: ['id'] },
  { action: 'delete-user', set: user, anew: ['id'] },
  {
    action: 'close-bucket-policy',
    region: REGION,
    set: async (ask) => {
      const own = await bucket(ask);
      const policy = OUTSIDER('s3:GetObject', `arn:aws:s3:::${own.bucket}/*`);
      await ask('s3', 'PutBucketPolicy', { Bucket: own.bucket, Policy: policy }, REGION);
      return own;
    },
  },
  {
    action: 'restore-public-access-block',
    region: REGION,
    set: async (ask) => bucket(ask),
  },
  { action: 'enable-bucket-versioning', region: REGION, set: bucket, lost: 'stays suspended' },
  {
    action: 'close-topic-policy',
    region: REGION,
    set: async (ask) => {
      const topicArn = textIn(await ask('sns', 'CreateTopic', { Name: 'alarms' }, REGION), 'TopicArn');
      await ask(
        'sns',
        'SetTopicAttributes',
        { TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: OUTSIDER('sns:Publish', topicArn) },
        REGION,
      );
      return { topicArn };
    },
  },
  {
    action: 'keep-kms-key',
    region: REGION,
    lost: 'its deletion is not scheduled again',
    set: async (ask) => {
      const keyId = textIn(await ask('kms', 'CreateKey', {}, REGION), 'KeyMetadata', 'KeyId');
      await ask('kms', 'ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays: 7 }, REGION);
      return { keyId };
    },
  },
  {
    action: 'close-key-policy',
    region: REGION,
    set: async (ask) => {
      const keyId = textIn(await ask('kms', 'CreateKey', {}, REGION), 'KeyMetadata', 'KeyId');
      await ask(
        'kms',
        'PutKeyPolicy',
        { KeyId: keyId, PolicyName: 'default', Policy: OUTSIDER('kms:*', '*') },
        REGION,
      );
      return { keyId };
    },
  },
  {
    action: 'start-logging',
    region: REGION,
    set: async (ask) => {
      const own = await bucket(ask);
      await ask('cloudtrail', 'CreateTrail', { Name: 'main', S3BucketName: own.bucket }, REGION);
      return { name: 'main' };
    },
  },
  {
    action: 'disable-event-rule',
    region: REGION,
    set: async (ask) => {
      await ask('eventbridge', 'PutRule', { Name: 'wake', ScheduleExpression: 'rate(5 minutes)' }, REGION);
      return { name: 'wake' };
    },
  },
];
