/** The clients of the AWS SDK, each loaded when it is first called: nothing else in Keytrail makes one. */
import type { JsonObject } from '../json.ts';

/** What every client is opened with. */
export interface ClientSettings {
  readonly region: string;
  readonly profile?: string;
  readonly credentials?: () => Promise<SdkCredentials>;
  /** One: what is repeated, and when, is decided in `sdk-caller.ts`. */
  readonly maxAttempts: number;
  readonly customUserAgent: [string, string][];
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

export interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** A client, as far as it is used here. */
export interface SdkClient {
  send(command: unknown): Promise<object>;
  destroy(): void;
  readonly config: { readonly credentials: () => Promise<SdkCredentials> };
}

interface Sdk {
  readonly client: new (settings: never) => { destroy(): void };
  /** The exports of the module, among them `UpdateAccessKeyCommand`. */
  readonly module: object;
}

/** By the name of the service in a `Call`. */
const SDKS: Readonly<Record<string, () => Promise<Sdk>>> = {
  cloudtrail: async () => {
    const module = await import('@aws-sdk/client-cloudtrail');
    return { client: module.CloudTrailClient, module };
  },
  'cognito-identity-provider': async () => {
    const module = await import('@aws-sdk/client-cognito-identity-provider');
    return { client: module.CognitoIdentityProviderClient, module };
  },
  'config-service': async () => {
    const module = await import('@aws-sdk/client-config-service');
    return { client: module.ConfigServiceClient, module };
  },
  ec2: async () => {
    const module = await import('@aws-sdk/client-ec2');
    return { client: module.EC2Client, module };
  },
  ecr: async () => {
    const module = await import('@aws-sdk/client-ecr');
    return { client: module.ECRClient, module };
  },
  ecs: async () => {
    const module = await import('@aws-sdk/client-ecs');
    return { client: module.ECSClient, module };
  },
  eks: async () => {
    const module = await import('@aws-sdk/client-eks');
    return { client: module.EKSClient, module };
  },
  eventbridge: async () => {
    const module = await import('@aws-sdk/client-eventbridge');
    return { client: module.EventBridgeClient, module };
  },
  guardduty: async () => {
    const module = await import('@aws-sdk/client-guardduty');
    return { client: module.GuardDutyClient, module };
  },
  health: async () => {
    const module = await import('@aws-sdk/client-health');
    return { client: module.HealthClient, module };
  },
  iam: async () => {
    const module = await import('@aws-sdk/client-iam');
    return { client: module.IAMClient, module };
  },
  identitystore: async () => {
    const module = await import('@aws-sdk/client-identitystore');
    return { client: module.IdentitystoreClient, module };
  },
  kms: async () => {
    const module = await import('@aws-sdk/client-kms');
    return { client: module.KMSClient, module };
  },
  lambda: async () => {
    const module = await import('@aws-sdk/client-lambda');
    return { client: module.LambdaClient, module };
  },
  organizations: async () => {
    const module = await import('@aws-sdk/client-organizations');
    return { client: module.OrganizationsClient, module };
  },
  rds: async () => {
    const module = await import('@aws-sdk/client-rds');
    return { client: module.RDSClient, module };
  },
  s3: async () => {
    const module = await import('@aws-sdk/client-s3');
    return { client: module.S3Client, module };
  },
  's3-control': async () => {
    const module = await import('@aws-sdk/client-s3-control');
    return { client: module.S3ControlClient, module };
  },
  'secrets-manager': async () => {
    const module = await import('@aws-sdk/client-secrets-manager');
    return { client: module.SecretsManagerClient, module };
  },
  securityhub: async () => {
    const module = await import('@aws-sdk/client-securityhub');
    return { client: module.SecurityHubClient, module };
  },
  sesv2: async () => {
    const module = await import('@aws-sdk/client-sesv2');
    return { client: module.SESv2Client, module };
  },
  sns: async () => {
    const module = await import('@aws-sdk/client-sns');
    return { client: module.SNSClient, module };
  },
  sqs: async () => {
    const module = await import('@aws-sdk/client-sqs');
    return { client: module.SQSClient, module };
  },
  ssm: async () => {
    const module = await import('@aws-sdk/client-ssm');
    return { client: module.SSMClient, module };
  },
  'sso-admin': async () => {
    const module = await import('@aws-sdk/client-sso-admin');
    return { client: module.SSOAdminClient, module };
  },
  sts: async () => {
    const module = await import('@aws-sdk/client-sts');
    return { client: module.STSClient, module };
  },
};

export interface Service {
  open(settings: ClientSettings): SdkClient;
  /** Undefined when the service has no such operation. */
  command(operation: string, input: object): unknown;
}

/** Loads the client of a service; undefined when there is none. */
export async function loadService(name: string): Promise<Service | undefined> {
  if (name === 'rolesanywhere') return rolesAnywhereService();
  const load = Object.hasOwn(SDKS, name) ? SDKS[name] : undefined;
  if (load === undefined) return undefined;
  // Which version of the SDK runs on which Node is settled here, not by who uses it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { client, module } = await load();
  const open = client as unknown as new (
    settings: ClientSettings & { readonly forcePathStyle?: true },
  ) => SdkClient;
  const commands = module as Readonly<Record<string, unknown>>;
  return {
    // Host names of buckets do not resolve below an endpoint of one's own.
    open: (settings) => new open(name === 's3' ? { ...settings, forcePathStyle: true } : settings),
    command: (operation, input) => {
      const command = commands[`${operation}Command`] as (new (input: object) => unknown) | undefined;
      return command === undefined ? undefined : new command(input);
    },
  };
}

async function rolesAnywhereService(): Promise<Service> {
  const { rolesAnywhere } = await import('./roles-anywhere.ts');
  const sts = (await loadService('sts'))!;
  return rolesAnywhere((settings) => sts.open(settings));
}

/** Members that the SDK wants as dates; JSON has them as RFC 3339. */
const DATES: Readonly<Record<string, readonly string[]>> = {
  GetResourceConfigHistory: ['laterTime'],
  LookupEvents: ['StartTime', 'EndTime'],
};

/** The input of a call as the SDK wants it. */
export function sdkInput(operation: string, input: JsonObject): object {
  const dates = DATES[operation] ?? [];
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      dates.includes(name) && typeof value === 'string' ? new Date(value) : value,
    ]),
  );
}
