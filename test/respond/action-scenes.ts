/** What has to be there for an action to act on, made with the API. */
import type { JsonObject } from '../../src/json.ts';
import { textIn } from '../../src/respond/reading.ts';
import { ACCOUNT } from '../support/moto.ts';
import type { Ask } from '../support/moto.ts';
import { SERVICE_SCENES } from './service-scenes.ts';

export interface Scene {
  readonly action: string;
  readonly region?: string;
  /** Whether undoing cannot bring everything back, and says so. */
  readonly lossy?: boolean;
  /** Whether it needs the policies of AWS. */
  readonly needsManaged?: boolean;
  /** Makes it, and returns the parameters of the step. */
  readonly set: (ask: Ask) => Promise<Record<string, string>>;
}

const REGION = 'eu-west-1';
const OUTSIDER = 'arn:aws:iam::999988887777:root';

const allowing = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});

/** A policy of a thing that lets in its own account and an outsider. */
function lettingIn(action: string, resource?: string): string {
  const more = resource === undefined ? {} : { Resource: resource };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'own',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: action,
        ...more,
      },
      { Sid: 'other', Effect: 'Allow', Principal: { AWS: OUTSIDER }, Action: action, ...more },
    ],
  });
}

const user = { userName: 'lena' };
const role = { roleName: 'data' };

async function makeUser(ask: Ask): Promise<void> {
  await ask('iam', 'CreateUser', { UserName: 'lena' });
}

async function makeRole(ask: Ask): Promise<void> {
  await ask('iam', 'CreateRole', {
    RoleName: 'data',
    AssumeRolePolicyDocument: lettingIn('sts:AssumeRole'),
  });
}

async function makePolicy(ask: Ask): Promise<string> {
  const { Policy } = await ask('iam', 'CreatePolicy', { PolicyName: 'extra', PolicyDocument: allowing });
  return (Policy as { Arn: string }).Arn;
}

async function makeKey(ask: Ask): Promise<string> {
  await makeUser(ask);
  const { AccessKey } = await ask('iam', 'CreateAccessKey', { UserName: 'lena' });
  return (AccessKey as { AccessKeyId: string }).AccessKeyId;
}

async function makeBucket(ask: Ask): Promise<{ bucket: string }> {
  const CreateBucketConfiguration = { LocationConstraint: REGION };
  await ask('s3', 'CreateBucket', { Bucket: 'reports-of-ours', CreateBucketConfiguration }, REGION);
  return { bucket: 'reports-of-ours' };
}

/** Scenes with a user or role, an inline policy, a time. */
function denying(action: string, holder: 'user' | 'role', more: Record<string, string> = {}): Scene {
  return {
    action,
    set: async (ask) => {
      await (holder === 'user' ? makeUser(ask) : makeRole(ask));
      return { ...(holder === 'user' ? user : role), policyName: 'IR-x', ...more };
    },
  };
}

const before = { issuedBefore: '2026-11-19T00:00:00Z' };

async function makeInstance(ask: Ask): Promise<string> {
  const answer = await ask(
    'ec2',
    'RunInstances',
    { ImageId: 'ami-12345678', MinCount: 1, MaxCount: 1 },
    REGION,
  );
  return (answer['Instances'] as unknown as { InstanceId: string }[])[0]!.InstanceId;
}

async function makeDatabaseSnapshot(ask: Ask): Promise<void> {
  const database = { DBInstanceIdentifier: 'db', DBInstanceClass: 'db.t3.micro', Engine: 'postgres' };
  const secret = { MasterUsername: 'root', MasterUserPassword: 'not-a-secret', AllocatedStorage: 20 };
  await ask('rds', 'CreateDBInstance', { ...database, ...secret }, REGION);
  const snapshot = { DBInstanceIdentifier: 'db', DBSnapshotIdentifier: 'copy' };
  await ask('rds', 'CreateDBSnapshot', snapshot, REGION);
  const shared = { DBSnapshotIdentifier: 'copy', AttributeName: 'restore', ValuesToAdd: ['999988887777'] };
  await ask('rds', 'ModifyDBSnapshotAttribute', shared, REGION);
}

async function makeTrail(ask: Ask): Promise<void> {
  await ask('s3', 'CreateBucket', { Bucket: 'logs-of-ours' });
  await ask('cloudtrail', 'CreateTrail', { Name: 'main', S3BucketName: 'logs-of-ours' }, 'us-east-1');
}

async function keyId(ask: Ask): Promise<string> {
  const { KeyMetadata } = await ask('kms', 'CreateKey', {}, REGION);
  return (KeyMetadata as { KeyId: string }).KeyId;
}

function holderPolicies(kind: 'User' | 'Role' | 'Group', name: string, make: (ask: Ask) => Promise<void>) {
  const lower = kind.toLowerCase();
  const parameter = { [`${lower}Name`]: name };
  const input: JsonObject = { [`${kind}Name`]: name };
  return [
    {
      action: `delete-${lower}-policy`,
      set: async (ask: Ask) => {
        await make(ask);
        const policy = { PolicyName: 'more', PolicyDocument: allowing };
        await ask('iam', `Put${kind}Policy`, { ...input, ...policy });
        return { ...parameter, policyName: 'more' };
      },
    },
    {
      action: `detach-${lower}-policy`,
      set: async (ask: Ask) => {
        await make(ask);
        const policyArn = await makePolicy(ask);
        await ask('iam', `Attach${kind}Policy`, { ...input, PolicyArn: policyArn });
        return { ...parameter, policyArn };
      },
    },
  ];
}

async function makeGroup(ask: Ask): Promise<void> {
  await ask('iam', 'CreateGroup', { GroupName: 'admins' });
}

export const SCENES: readonly Scene[] = [
  denying('deny-user', 'user'),
  denying('deny-role', 'role'),
  denying('revoke-user-sessions', 'user', before),
  denying('revoke-role-sessions', 'role', before),
  denying('deny-one-session', 'role', { userId: 'AROAEXAMPLE:nightly' }),
  {
    action: 'attach-deny-policy',
    needsManaged: true,
    set: async (ask) => {
      await makeUser(ask);
      return user;
    },
  },
  {
    action: 'restore-role-boundary',
    set: async (ask) => {
      await makeRole(ask);
      return { ...role, permissionsBoundary: await makePolicy(ask) };
    },
  },
  { action: 'deactivate-access-key', set: async (ask) => ({ ...user, accessKeyId: await makeKey(ask) }) },
  {
    action: 'delete-access-key',
    lossy: true,
    set: async (ask) => ({ ...user, accessKeyId: await makeKey(ask) }),
  },
  {
    action: 'delete-login-profile',
    lossy: true,
    set: async (ask) => {
      await makeUser(ask);
      await ask('iam', 'CreateLoginProfile', { UserName: 'lena', Password: 'Not-a-secret-1' });
      return user;
    },
  },
  ...holderPolicies('User', 'lena', makeUser),
  ...holderPolicies('Role', 'data', makeRole),
  ...holderPolicies('Group', 'admins', makeGroup),
  {
    action: 'remove-user-from-group',
    set: async (ask) => {
      await makeUser(ask);
      await makeGroup(ask);
      await ask('iam', 'AddUserToGroup', { UserName: 'lena', GroupName: 'admins' });
      return { ...user, groupName: 'admins' };
    },
  },
  {
    action: 'close-role-trust',
    set: async (ask) => {
      await makeRole(ask);
      return role;
    },
  },
  {
    action: 'restore-policy-version',
    set: async (ask) => {
      const policyArn = await makePolicy(ask);
      const version = { PolicyArn: policyArn, PolicyDocument: allowing, SetAsDefault: true };
      await ask('iam', 'CreatePolicyVersion', version);
      return { policyArn, versionId: 'v2' };
    },
  },
  {
    action: 'delete-policy-version',
    lossy: true,
    set: async (ask) => {
      const policyArn = await makePolicy(ask);
      const version = { PolicyArn: policyArn, PolicyDocument: allowing, SetAsDefault: false };
      await ask('iam', 'CreatePolicyVersion', version);
      return { policyArn, versionId: 'v2' };
    },
  },
  {
    action: 'delete-policy',
    lossy: true,
    set: async (ask) => ({ policyArn: await makePolicy(ask) }),
  },
  {
    action: 'delete-role',
    lossy: true,
    set: async (ask) => {
      await makeRole(ask);
      const policy = { RoleName: 'data', PolicyName: 'more', PolicyDocument: allowing };
      await ask('iam', 'PutRolePolicy', policy);
      await ask('iam', 'AttachRolePolicy', { RoleName: 'data', PolicyArn: await makePolicy(ask) });
      return role;
    },
  },
  {
    action: 'delete-group',
    lossy: true,
    set: async (ask) => {
      await makeUser(ask);
      await makeGroup(ask);
      await ask('iam', 'AddUserToGroup', { UserName: 'lena', GroupName: 'admins' });
      return { groupName: 'admins' };
    },
  },
  {
    action: 'remove-role-from-instance-profile',
    set: async (ask) => {
      await makeRole(ask);
      await ask('iam', 'CreateInstanceProfile', { InstanceProfileName: 'web' });
      await ask('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'web', RoleName: 'data' });
      return { ...role, instanceProfileName: 'web' };
    },
  },
  {
    action: 'delete-oidc-provider',
    set: async (ask) => {
      const made = await ask('iam', 'CreateOpenIDConnectProvider', {
        Url: 'https://id.example.com',
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: ['0123456789abcdef0123456789abcdef01234567'],
      });
      return { openIDConnectProviderArn: textIn(made, 'OpenIDConnectProviderArn') };
    },
  },
  {
    action: 'stop-instance',
    region: REGION,
    set: async (ask) => ({ instanceId: await makeInstance(ask) }),
  },
  {
    action: 'terminate-instance',
    region: REGION,
    lossy: true,
    set: async (ask) => ({ instanceId: await makeInstance(ask) }),
  },
  {
    action: 'unshare-snapshot',
    region: REGION,
    set: async (ask) => {
      const volume = await ask('ec2', 'CreateVolume', { Size: 1, AvailabilityZone: `${REGION}a` }, REGION);
      const made = await ask('ec2', 'CreateSnapshot', { VolumeId: volume['VolumeId']! }, REGION);
      const SnapshotId = textIn(made, 'SnapshotId');
      await ask(
        'ec2',
        'ModifySnapshotAttribute',
        {
          SnapshotId,
          Attribute: 'createVolumePermission',
          OperationType: 'add',
          UserIds: ['999988887777'],
        },
        REGION,
      );
      return { snapshotId: SnapshotId, userId: '999988887777' };
    },
  },
  {
    action: 'unshare-db-snapshot',
    region: REGION,
    set: async (ask) => {
      await makeDatabaseSnapshot(ask);
      return { dbSnapshotIdentifier: 'copy', value: '999988887777' };
    },
  },
  {
    action: 'close-bucket-policy',
    region: REGION,
    set: async (ask) => {
      const bucket = await makeBucket(ask);
      const Policy = lettingIn('s3:GetObject', 'arn:aws:s3:::reports-of-ours/*');
      await ask('s3', 'PutBucketPolicy', { Bucket: bucket.bucket, Policy }, REGION);
      return bucket;
    },
  },
  { action: 'restore-public-access-block', region: REGION, set: makeBucket },
  {
    action: 'enable-bucket-versioning',
    region: REGION,
    set: async (ask) => {
      const bucket = await makeBucket(ask);
      const VersioningConfiguration = { Status: 'Suspended' };
      await ask('s3', 'PutBucketVersioning', { Bucket: bucket.bucket, VersioningConfiguration }, REGION);
      return bucket;
    },
  },
  {
    action: 'remove-bucket-website',
    region: REGION,
    set: async (ask) => {
      const bucket = await makeBucket(ask);
      const WebsiteConfiguration = { IndexDocument: { Suffix: 'index.html' } };
      await ask('s3', 'PutBucketWebsite', { Bucket: bucket.bucket, WebsiteConfiguration }, REGION);
      return bucket;
    },
  },
  {
    action: 'close-key-policy',
    region: REGION,
    set: async (ask) => {
      const id = await keyId(ask);
      const Policy = lettingIn('kms:*', '*');
      await ask('kms', 'PutKeyPolicy', { KeyId: id, PolicyName: 'default', Policy }, REGION);
      return { keyId: id };
    },
  },
  {
    action: 'keep-kms-key',
    region: REGION,
    set: async (ask) => {
      const id = await keyId(ask);
      await ask('kms', 'DisableKey', { KeyId: id }, REGION);
      return { keyId: id };
    },
  },
  {
    action: 'revoke-kms-grant',
    region: REGION,
    lossy: true,
    set: async (ask) => {
      const id = await keyId(ask);
      const grant = { KeyId: id, GranteePrincipal: OUTSIDER, Operations: ['Decrypt'] };
      const made = await ask('kms', 'CreateGrant', grant, REGION);
      return { keyId: id, grantId: textIn(made, 'GrantId') };
    },
  },
  {
    action: 'close-secret-policy',
    region: REGION,
    set: async (ask) => {
      await ask('secrets-manager', 'CreateSecret', { Name: 'shop/db', SecretString: 'x' }, REGION);
      const ResourcePolicy = lettingIn('secretsmanager:GetSecretValue', '*');
      await ask('secrets-manager', 'PutResourcePolicy', { SecretId: 'shop/db', ResourcePolicy }, REGION);
      return { secretId: 'shop/db' };
    },
  },
  {
    action: 'close-queue-policy',
    region: REGION,
    set: async (ask) => {
      const made = await ask('sqs', 'CreateQueue', { QueueName: 'jobs' }, REGION);
      const QueueUrl = textIn(made, 'QueueUrl');
      const Policy = lettingIn('sqs:SendMessage', `arn:aws:sqs:${REGION}:${ACCOUNT}:jobs`);
      await ask('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } }, REGION);
      return { queueUrl: QueueUrl };
    },
  },
  {
    action: 'close-repository-policy',
    region: REGION,
    set: async (ask) => {
      await ask('ecr', 'CreateRepository', { repositoryName: 'shop' }, REGION);
      const policyText = lettingIn('ecr:BatchGetImage');
      await ask('ecr', 'SetRepositoryPolicy', { repositoryName: 'shop', policyText }, REGION);
      return { repositoryName: 'shop' };
    },
  },
  {
    action: 'disable-event-rule',
    region: REGION,
    set: async (ask) => {
      const rule = { Name: 'backdoor', ScheduleExpression: 'rate(5 minutes)' };
      await ask('eventbridge', 'PutRule', rule, REGION);
      return { name: 'backdoor' };
    },
  },
  {
    action: 'revoke-security-group-rule',
    region: REGION,
    lossy: true,
    set: async (ask) => {
      const made = await ask('ec2', 'CreateSecurityGroup', { GroupName: 'g', Description: 'g' }, REGION);
      const groupId = textIn(made, 'GroupId');
      const IpPermissions = [
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
      ];
      const opened = await ask(
        'ec2',
        'AuthorizeSecurityGroupIngress',
        { GroupId: groupId, IpPermissions },
        REGION,
      );
      const [rule] = opened['SecurityGroupRules'] as unknown as { SecurityGroupRuleId: string }[];
      return { groupId, securityGroupRuleId: rule!.SecurityGroupRuleId };
    },
  },
  {
    action: 'start-logging',
    region: 'us-east-1',
    set: async (ask) => {
      await makeTrail(ask);
      return { name: 'main' };
    },
  },
  {
    action: 'restore-event-selectors',
    region: 'us-east-1',
    set: async (ask) => {
      await makeTrail(ask);
      const EventSelectors = [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: false }];
      await ask('cloudtrail', 'PutEventSelectors', { TrailName: 'main', EventSelectors }, 'us-east-1');
      return { trailName: 'main' };
    },
  },
  { action: 'enable-detector', region: REGION, set: () => Promise.resolve({}) },
  { action: 'enable-security-hub', region: REGION, set: () => Promise.resolve({}) },
  {
    action: 'create-deny-scp',
    set: async (ask) => {
      await ask('organizations', 'CreateOrganization', { FeatureSet: 'ALL' });
      return { policyName: 'IR-deny', principals: `arn:aws:iam::${ACCOUNT}:user/lena` };
    },
  },
  {
    action: 'create-guard-scp',
    set: async (ask) => {
      await ask('organizations', 'CreateOrganization', { FeatureSet: 'ALL' });
      return {
        policyName: 'IR-guard',
        principals: `arn:aws:iam::${ACCOUNT}:user/lena`,
        responder: `arn:aws:iam::${ACCOUNT}:role/ir`,
      };
    },
  },
  {
    action: 'attach-scp',
    set: async (ask) => {
      await ask('organizations', 'CreateOrganization', { FeatureSet: 'ALL' });
      const made = await ask('organizations', 'CreateAccount', { AccountName: 'a', Email: 'a@example.com' });
      const Type = 'SERVICE_CONTROL_POLICY';
      await ask('organizations', 'CreatePolicy', { Name: 'IR-x', Description: '', Content: allowing, Type });
      const { AccountId } = made['CreateAccountStatus'] as { AccountId: string };
      return { policyName: 'IR-x', targetId: AccountId };
    },
  },
  ...SERVICE_SCENES,
];
