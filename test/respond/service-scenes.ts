/** Scenes of Identity Center, organisations, Systems Manager, containers, messages and mail. */
import { textIn } from '../../src/respond/reading.ts';
import { ACCOUNT } from '../support/moto.ts';
import type { Ask } from '../support/moto.ts';
import type { Scene } from './action-scenes.ts';

const REGION = 'eu-west-1';
const OTHER = '999988887777';
const region = REGION;

const allowing = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});

async function makePermissionSet(ask: Ask): Promise<{ instanceArn: string; permissionSetArn: string }> {
  const { Instances } = await ask('sso-admin', 'ListInstances');
  const instanceArn = (Instances as unknown as { InstanceArn: string }[])[0]!.InstanceArn;
  const input = { InstanceArn: instanceArn, Name: 'secure', Description: 'x', SessionDuration: 'PT12H' };
  const { PermissionSet } = await ask('sso-admin', 'CreatePermissionSet', input);
  const { PermissionSetArn } = PermissionSet as { PermissionSetArn: string };
  return { instanceArn, permissionSetArn: PermissionSetArn };
}

async function makeOrganization(ask: Ask): Promise<{ rootId: string; accountId: string }> {
  await ask('organizations', 'CreateOrganization', { FeatureSet: 'ALL' });
  const { Roots } = await ask('organizations', 'ListRoots');
  const made = await ask('organizations', 'CreateAccount', { AccountName: 'a', Email: 'a@example.com' });
  const { AccountId } = made['CreateAccountStatus'] as { AccountId: string };
  return { rootId: (Roots as unknown as { Id: string }[])[0]!.Id, accountId: AccountId };
}

async function makeDocument(ask: Ask): Promise<{ name: string }> {
  const Content = JSON.stringify({ schemaVersion: '2.2', description: 'x', mainSteps: [] });
  const input = { Name: 'backdoor', Content, DocumentType: 'Command', DocumentFormat: 'JSON' };
  await ask('ssm', 'CreateDocument', input, REGION);
  return { name: 'backdoor' };
}

async function makeTaskDefinition(ask: Ask): Promise<string> {
  const containerDefinitions = [{ name: 'miner', image: 'busybox', cpu: 1, memory: 128 }];
  const made = await ask('ecs', 'RegisterTaskDefinition', { family: 'miner', containerDefinitions }, REGION);
  return (made['taskDefinition'] as { taskDefinitionArn: string }).taskDefinitionArn;
}

async function makePoolUser(ask: Ask): Promise<Record<string, string>> {
  const pool = await ask('cognito-identity-provider', 'CreateUserPool', { PoolName: 'shop' }, REGION);
  const { Id } = pool['UserPool'] as { Id: string };
  const user = { UserPoolId: Id, Username: 'eve' };
  await ask('cognito-identity-provider', 'AdminCreateUser', user, REGION);
  return { userPoolId: Id, username: 'eve' };
}

async function makeLayer(ask: Ask): Promise<Record<string, string>> {
  const input = { LayerName: 'tools', Content: { ZipFile: emptyZip() } };
  const made = await ask('lambda', 'PublishLayerVersion', input as never, REGION);
  return { layerName: 'tools', versionNumber: String(Number(made['Version'])) };
}

/** The end record of a zip file, which is all that an empty one has. */
function emptyZip(): Uint8Array {
  return Uint8Array.of(0x50, 0x4b, 5, 6, ...Array.from({ length: 18 }, () => 0));
}

async function makeTopic(ask: Ask): Promise<string> {
  return textIn(await ask('sns', 'CreateTopic', { Name: 'alarms' }, REGION), 'TopicArn');
}

export const SERVICE_SCENES: readonly Scene[] = [
  {
    action: 'remove-permission-set-policy',
    set: async (ask) => {
      const set = await makePermissionSet(ask);
      const named = { InstanceArn: set.instanceArn, PermissionSetArn: set.permissionSetArn };
      await ask('sso-admin', 'PutInlinePolicyToPermissionSet', { ...named, InlinePolicy: allowing });
      const TargetType = 'ALL_PROVISIONED_ACCOUNTS';
      await ask('sso-admin', 'ProvisionPermissionSet', { ...named, TargetType });
      return set;
    },
  },
  { action: 'delete-permission-set', lossy: true, set: makePermissionSet },
  {
    action: 'remove-identity-center-member',
    lossy: true,
    set: async (ask) => {
      const store = { IdentityStoreId: 'd-1234567890' };
      const user = await ask('identitystore', 'CreateUser', {
        ...store,
        UserName: 'eve',
        DisplayName: 'Eve',
        Name: { FamilyName: 'E', GivenName: 'Eve' },
      });
      const group = await ask('identitystore', 'CreateGroup', { ...store, DisplayName: 'secure' });
      const [userId, groupId] = [textIn(user, 'UserId'), textIn(group, 'GroupId')];
      await ask('identitystore', 'CreateGroupMembership', {
        ...store,
        GroupId: groupId,
        MemberId: { UserId: userId },
      });
      return { identityStoreId: 'd-1234567890', groupId, memberId: userId };
    },
  },
  {
    action: 'reattach-organization-policy',
    set: async (ask) => {
      const { accountId } = await makeOrganization(ask);
      const policy = { Name: 'guard', Description: '', Content: allowing, Type: 'SERVICE_CONTROL_POLICY' };
      const { Policy } = await ask('organizations', 'CreatePolicy', policy);
      const { PolicySummary } = Policy as unknown as { PolicySummary: { Id: string } };
      return { policyId: PolicySummary.Id, targetId: accountId };
    },
  },
  {
    action: 'remove-delegated-administrator',
    set: async (ask) => {
      const { accountId } = await makeOrganization(ask);
      const of = { AccountId: accountId, ServicePrincipal: 'guardduty.amazonaws.com' };
      await ask('organizations', 'RegisterDelegatedAdministrator', of);
      return { accountId, servicePrincipal: 'guardduty.amazonaws.com' };
    },
  },
  {
    action: 'enable-policy-type',
    lossy: true,
    set: async (ask) => {
      const { rootId } = await makeOrganization(ask);
      const type = { RootId: rootId, PolicyType: 'TAG_POLICY' };
      await ask('organizations', 'EnablePolicyType', type);
      await ask('organizations', 'DisablePolicyType', type);
      return { rootId, policyType: 'TAG_POLICY' };
    },
  },
  {
    action: 'enable-service-access',
    set: async (ask) => {
      await makeOrganization(ask);
      return { servicePrincipal: 'config.amazonaws.com' };
    },
  },
  {
    action: 'delete-document',
    region,
    lossy: true,
    set: makeDocument,
  },
  {
    action: 'unshare-document',
    region,
    set: async (ask) => {
      const { name } = await makeDocument(ask);
      const shared = { Name: name, PermissionType: 'Share', AccountIdsToAdd: [OTHER] };
      await ask('ssm', 'ModifyDocumentPermission', shared, REGION);
      return { name, accountId: OTHER };
    },
  },
  {
    action: 'remove-window-task',
    region,
    lossy: true,
    set: async (ask) => {
      const window = { Name: 'w', Schedule: 'rate(1 day)', Duration: 2, Cutoff: 1 };
      const made = await ask(
        'ssm',
        'CreateMaintenanceWindow',
        { ...window, AllowUnassociatedTargets: true },
        REGION,
      );
      const windowId = textIn(made, 'WindowId');
      const task = { WindowId: windowId, TaskArn: 'AWS-RunShellScript', TaskType: 'RUN_COMMAND' };
      const registered = await ask('ssm', 'RegisterTaskWithMaintenanceWindow', task, REGION);
      return { windowId, windowTaskId: textIn(registered, 'WindowTaskId') };
    },
  },
  {
    action: 'deregister-task-definition',
    region,
    lossy: true,
    set: async (ask) => ({ taskDefinition: await makeTaskDefinition(ask) }),
  },
  {
    action: 'stop-ecs-service',
    region,
    set: async (ask) => {
      await ask('ecs', 'CreateCluster', { clusterName: 'mine' }, REGION);
      const taskDefinition = await makeTaskDefinition(ask);
      const service = { cluster: 'mine', serviceName: 'miner', taskDefinition, desiredCount: 10 };
      await ask('ecs', 'CreateService', service, REGION);
      return { cluster: 'mine', service: 'miner' };
    },
  },
  { action: 'disable-pool-user', region, set: makePoolUser },
  { action: 'delete-pool-user', region, lossy: true, set: makePoolUser },
  { action: 'delete-layer-version', region, lossy: true, set: makeLayer },
  {
    action: 'remove-layer-permission',
    region,
    set: async (ask) => {
      const layer = await makeLayer(ask);
      const permission = {
        LayerName: 'tools',
        VersionNumber: Number(layer['versionNumber']),
        StatementId: 'theirs',
        Action: 'lambda:GetLayerVersion',
        Principal: OTHER,
      };
      await ask('lambda', 'AddLayerVersionPermission', permission, REGION);
      return { ...layer, statementId: 'theirs' };
    },
  },
  {
    action: 'remove-event-target',
    region,
    set: async (ask) => {
      await ask('eventbridge', 'PutRule', { Name: 'nightly', ScheduleExpression: 'rate(1 day)' }, REGION);
      const Arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:backdoor`;
      const Targets = [{ Id: 't1', Arn, Input: '{"a":1}' }];
      await ask('eventbridge', 'PutTargets', { Rule: 'nightly', Targets }, REGION);
      return { rule: 'nightly', ids: 't1' };
    },
  },
  {
    action: 'remove-event-bus-permission',
    region,
    set: async (ask) => {
      const permission = { EventBusName: 'default', Action: 'events:PutEvents' };
      await ask(
        'eventbridge',
        'PutPermission',
        { ...permission, Principal: ACCOUNT, StatementId: 'own' },
        REGION,
      );
      await ask(
        'eventbridge',
        'PutPermission',
        { ...permission, Principal: OTHER, StatementId: 'theirs' },
        REGION,
      );
      return { eventBusName: 'default', label: 'theirs' };
    },
  },
  { action: 'enable-ebs-encryption', region, set: () => Promise.resolve({}) },
  {
    action: 'unsubscribe',
    region,
    lossy: true,
    set: async (ask) => {
      const TopicArn = await makeTopic(ask);
      const Endpoint = `arn:aws:sqs:${REGION}:${OTHER}:theirs`;
      const made = await ask('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint }, REGION);
      return { subscriptionArn: textIn(made, 'SubscriptionArn') };
    },
  },
  {
    action: 'remove-topic-permission',
    region,
    set: async (ask) => {
      const topicArn = await makeTopic(ask);
      const permission = { TopicArn: topicArn, Label: 'theirs', AWSAccountId: [OTHER] };
      await ask('sns', 'AddPermission', { ...permission, ActionName: ['Publish'] }, REGION);
      return { topicArn, label: 'theirs' };
    },
  },
  {
    action: 'remove-queue-permission',
    region,
    set: async (ask) => {
      const made = await ask('sqs', 'CreateQueue', { QueueName: 'jobs' }, REGION);
      const queueUrl = textIn(made, 'QueueUrl');
      const permission = { QueueUrl: queueUrl, Label: 'theirs', AWSAccountIds: [OTHER] };
      await ask('sqs', 'AddPermission', { ...permission, Actions: ['SendMessage'] }, REGION);
      return { queueUrl, label: 'theirs' };
    },
  },
  {
    action: 'delete-email-identity-policy',
    region,
    set: async (ask) => {
      const EmailIdentity = 'shop.example.com';
      await ask('sesv2', 'CreateEmailIdentity', { EmailIdentity }, REGION);
      const policy = { EmailIdentity, PolicyName: 'theirs', Policy: allowing };
      await ask('sesv2', 'CreateEmailIdentityPolicy', policy, REGION);
      return { emailIdentity: EmailIdentity, policyName: 'theirs' };
    },
  },
  {
    action: 'delete-key-pair',
    region,
    lossy: true,
    set: async (ask) => {
      await ask('ec2', 'CreateKeyPair', { KeyName: 'theirs' }, REGION);
      return { keyName: 'theirs' };
    },
  },
  {
    action: 'delete-security-group',
    region,
    lossy: true,
    set: async (ask) => {
      const made = await ask('ec2', 'CreateSecurityGroup', { GroupName: 'g', Description: 'g' }, REGION);
      return { groupId: textIn(made, 'GroupId') };
    },
  },
  {
    action: 'close-bucket-acl',
    region,
    set: async (ask) => {
      const CreateBucketConfiguration = { LocationConstraint: REGION };
      await ask('s3', 'CreateBucket', { Bucket: 'reports-of-ours', CreateBucketConfiguration }, REGION);
      await ask('s3', 'PutBucketAcl', { Bucket: 'reports-of-ours', ACL: 'public-read' }, REGION);
      return { bucket: 'reports-of-ours' };
    },
  },
];

const cluster = { clusterName: 'shop' };
const principalArn = 'arn:aws:iam::999988887777:role/theirs';
const ADMIN = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';

async function makeAccess(ask: Ask): Promise<void> {
  const entry = { ...cluster, principalArn };
  const groups = { kubernetesGroups: ['admins'], username: 'eve', type: 'STANDARD' };
  await ask('eks', 'CreateAccessEntry', { ...entry, ...groups }, REGION);
  const accessScope = { type: 'namespace', namespaces: ['shop'] };
  await ask('eks', 'AssociateAccessPolicy', { ...entry, policyArn: ADMIN, accessScope }, REGION);
}

/** IDs of a trust anchor and a profile of Roles Anywhere. */
export const ANCHORS = [
  '11111111-2222-3333-4444-555555555555',
  '66666666-2222-3333-4444-555555555555',
] as const;

/** Scenes of what moto lacks: test/aws/ stands in for it. */
export const GAP_SCENES: readonly Scene[] = [
  {
    action: 'remove-cluster-access',
    region,
    set: async (ask) => {
      await makeAccess(ask);
      return { ...cluster, principalArn };
    },
  },
  {
    action: 'remove-cluster-access-policy',
    region,
    set: async (ask) => {
      await makeAccess(ask);
      return { ...cluster, principalArn, accessPolicyArn: ADMIN };
    },
  },
  {
    action: 'delete-association',
    region,
    lossy: true,
    set: async (ask) => {
      const association = {
        Name: 'AWS-RunShellScript',
        Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
        ScheduleExpression: 'rate(30 minutes)',
      };
      const made = await ask('ssm', 'CreateAssociation', association, REGION);
      const { AssociationId } = made['AssociationDescription'] as { AssociationId: string };
      return { associationId: AssociationId };
    },
  },
  {
    action: 'delete-activation',
    region,
    lossy: true,
    set: async (ask) => {
      const made = await ask('ssm', 'CreateActivation', { IamRole: 'fleet' }, REGION);
      return { activationId: textIn(made, 'ActivationId') };
    },
  },
  {
    action: 'disable-trust-anchor',
    region,
    set: async (ask) => {
      const [trustAnchorId] = ANCHORS;
      await ask('rolesanywhere', 'EnableTrustAnchor', { trustAnchorId }, REGION);
      return { trustAnchorId };
    },
  },
  {
    action: 'disable-roles-anywhere-profile',
    region,
    set: async (ask) => {
      const [, profileId] = ANCHORS;
      await ask('rolesanywhere', 'EnableProfile', { profileId }, REGION);
      return { profileId };
    },
  },
];
