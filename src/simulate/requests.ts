/** What calls are usually asked with and answered: parameters, responses and resources as CloudTrail shows them. */
import type { Json, JsonObject } from '../json.ts';
import type { Account } from './account.ts';
import type { Random } from './random.ts';

export interface Request {
  readonly parameters: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly resources?: Json;
}

interface Where {
  readonly account: Account;
  readonly region: string;
  readonly random: Random;
}

type Maker = (where: Where) => Request;

/** Only what says something; most reads have no parameters worth reading. */
const MAKERS: { readonly [api: string]: Maker } = {
  's3:ListBuckets': () => ({ parameters: { Host: 's3.amazonaws.com' } }),
  's3:HeadBucket': bucketRequest,
  's3:GetBucketLocation': bucketRequest,
  's3:GetBucketAcl': bucketRequest,
  's3:GetBucketPolicy': bucketRequest,
  's3:GetBucketPolicyStatus': bucketRequest,
  's3:GetBucketEncryption': bucketRequest,
  's3:GetBucketVersioning': bucketRequest,
  's3:GetBucketLogging': bucketRequest,
  's3:GetBucketTagging': bucketRequest,
  's3:GetBucketPublicAccessBlock': bucketRequest,
  's3:GetObject': objectRequest,
  's3:PutObject': objectRequest,
  's3:DeleteObject': objectRequest,
  's3:ListObjects': bucketRequest,
  'ec2:DescribeInstances': ({ account, random }) => ({
    parameters: random.chance(0.5)
      ? { instancesSet: { items: [{ instanceId: random.pick(account.instances) }] }, filterSet: {} }
      : { maxResults: 1000, instancesSet: {}, filterSet: {} },
  }),
  'ec2:DescribeRegions': () => ({ parameters: { regionSet: {}, allRegions: true } }),
  'ec2:DescribeSecurityGroups': () => ({
    parameters: { securityGroupSet: {}, securityGroupIdSet: {}, filterSet: {} },
  }),
  'ec2:DescribeVpcs': () => ({ parameters: { vpcSet: {}, filterSet: {} } }),
  'ec2:CreateTags': ({ account, random }) => ({
    parameters: {
      resourcesSet: { items: [{ resourceId: random.pick(account.instances) }] },
      tagSet: { items: [{ key: 'owner', value: 'platform' }] },
    },
    response: { _return: true },
  }),
  'lambda:GetFunction20150331v2': functionRequest,
  'lambda:UpdateFunctionCode20150331v2': ({ account, region, random }) => {
    const functionName = random.pick(account.functions);
    return {
      parameters: { functionName, publish: false, dryRun: false },
      response: {
        functionName,
        functionArn: `arn:aws:lambda:${region}:${account.id}:function:${functionName}`,
      },
    };
  },
  'dynamodb:DescribeTable': ({ account, random }) => ({
    parameters: { tableName: random.pick(account.tables) },
  }),
  'secretsmanager:GetSecretValue': secretRequest,
  'secretsmanager:DescribeSecret': secretRequest,
  'ssm:GetParameter': ({ account, random }) => ({
    parameters: { name: `/${random.pick(account.secrets)}`, withDecryption: true },
  }),
  'ssm:GetParametersByPath': ({ account }) => ({
    parameters: { path: `/${account.name}`, recursive: true, withDecryption: true },
  }),
  'ssm:PutParameter': ({ account, random }) => ({
    parameters: {
      name: `/${random.pick(account.secrets)}`,
      value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      type: 'SecureString',
      overwrite: true,
    },
    response: { version: random.between(2, 30), tier: 'Standard' },
  }),
  'rds:DescribeDBInstances': ({ account, random }) => ({
    parameters: random.chance(0.5) ? { dBInstanceIdentifier: random.pick(account.databases) } : null,
  }),
  'sqs:GetQueueAttributes': ({ account, region, random }) => ({
    parameters: {
      queueUrl: `https://sqs.${region}.amazonaws.com/${account.id}/${random.pick(account.queues)}`,
      attributeNames: ['ApproximateNumberOfMessages'],
    },
  }),
  'monitoring:GetMetricData': () => ({
    parameters: { metricDataQueries: [], scanBy: 'TimestampDescending' },
  }),
  'monitoring:PutMetricAlarm': ({ account, random }) => ({
    parameters: { alarmName: `${random.pick(account.queues)}-backlog`, threshold: 100, evaluationPeriods: 3 },
  }),
  'ecr:GetAuthorizationToken': () => ({ parameters: {} }),
  'ecs:UpdateService': ({ account, random }) => ({
    parameters: { cluster: account.name, service: random.pick(account.queues), forceNewDeployment: true },
  }),
  'ecs:RegisterTaskDefinition': ({ account, random }) => ({
    parameters: { family: random.pick(account.queues), networkMode: 'awsvpc', cpu: '512', memory: '1024' },
  }),
  'cloudformation:DescribeStacks': ({ account, random }) => ({
    parameters: { stackName: `${account.name}-${random.pick(account.tables)}` },
  }),
  'bedrock:InvokeModel': ({ random }) => ({
    parameters: {
      modelId: random.pick([
        'anthropic.claude-3-5-sonnet-20240620-v1:0',
        'anthropic.claude-3-haiku-20240307-v1:0',
        'amazon.titan-embed-text-v2:0',
      ]),
    },
  }),
  'iam:ListAttachedUserPolicies': ({ random }) => ({ parameters: { userName: `svc-${random.hex(4)}` } }),
  'kms:Decrypt': ({ account, random }) => ({
    parameters: {
      encryptionContext: { SecretARN: random.pick(account.secrets) },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    },
  }),
  'kms:GenerateDataKey': ({ account, random }) => ({
    parameters: {
      keySpec: 'AES_256',
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${random.pick(account.buckets)}` },
    },
  }),
  'servicequotas:GetServiceQuota': () => ({ parameters: { serviceCode: 'ec2', quotaCode: 'L-1216C47A' } }),
};

/** What this call is usually made with. */
export function usualRequest(api: string, where: Where): Request {
  return MAKERS[api]?.(where) ?? { parameters: null };
}

/** As `bucketRequest`, of one that is named. */
export function bucketOf(bucketName: string, region: string, account: Account): Request {
  return {
    parameters: { bucketName, Host: `${bucketName}.s3.${region}.amazonaws.com` },
    resources: [{ accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}` }],
  };
}

/** A request for one object. */
export function objectOf(bucketName: string, key: string, region: string, account: Account): Request {
  const { parameters } = bucketOf(bucketName, region, account);
  return {
    parameters: { ...parameters, key },
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucketName}/${key}` },
      { accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}` },
    ],
  };
}

function bucketRequest({ account, region, random }: Where): Request {
  return bucketOf(random.pick(account.buckets), region, account);
}

function objectRequest({ account, region, random }: Where): Request {
  const key = `${random.between(2024, 2026)}/${random.between(1, 12)}/part-${random.below(5000)}.parquet`;
  return objectOf(random.pick(account.buckets), key, region, account);
}

function functionRequest({ account, random }: Where): Request {
  return { parameters: { functionName: random.pick(account.functions) } };
}

function secretRequest({ account, region, random }: Where): Request {
  const secretId = random.pick(account.secrets);
  return { parameters: { secretId: `arn:aws:secretsmanager:${region}:${account.id}:secret:${secretId}` } };
}
