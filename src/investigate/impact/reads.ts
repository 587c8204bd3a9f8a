/** Content that was read: secrets first, then data, code and logs. */
import type { Action } from '../action.ts';
import { countOf, value, values } from '../call.ts';
import { counted, distinct, some } from '../names.ts';
import { certaintyOf, told } from './draft.ts';
import type { Draft } from './draft.ts';

interface Reading {
  readonly resource: string;
  /** Whether what was read is, or may hold, a secret. */
  readonly rotate: (action: Action) => boolean;
  /** What of the resource was read. */
  readonly what: string;
  readonly where?: (action: Action) => boolean;
}

const always = (): boolean => true;
const never = (): boolean => false;

/** Calls whose answer may hold secrets, or whose target stands elsewhere than in the table of actions. */
const READINGS: { readonly [call: string]: Reading } = {
  'secretsmanager:GetSecretValue': { resource: 'secretId', rotate: always, what: 'The value' },
  'ssm:GetParameter': { resource: 'name', rotate: isDecrypted, what: 'The value' },
  'ssm:GetParameters': { resource: 'names', rotate: isDecrypted, what: 'The value' },
  'ssm:GetParametersByPath': { resource: 'path', rotate: isDecrypted, what: 'All values below the path' },
  'ssm:GetParameterHistory': { resource: 'name', rotate: isDecrypted, what: 'All former values' },
  'lambda:GetFunction': { resource: 'functionName', rotate: always, what: 'Code and environment variables' },
  'lambda:GetFunctionConfiguration': {
    resource: 'functionName',
    rotate: always,
    what: 'Environment variables',
  },
  'ec2:GetPasswordData': {
    resource: 'instanceId',
    rotate: always,
    what: 'The encrypted password of the Windows administrator',
  },
  'ec2:DescribeInstanceAttribute': {
    resource: 'instanceId',
    rotate: always,
    what: 'User data',
    where: (action) => value(action, 'attribute|attributeType') === 'userData',
  },
  'ec2:GetLaunchTemplateData': { resource: 'instanceId', rotate: always, what: 'User data' },
  'ec2:GetConsoleOutput': { resource: 'instanceId', rotate: never, what: 'The console output' },
  'ecs:DescribeTaskDefinition': {
    resource: 'taskDefinition',
    rotate: always,
    what: 'Environment variables of the containers',
  },
  'apigateway:GetApiKey': { resource: 'apiKey', rotate: always, what: 'The key' },
};

/** Encryption contexts that name what was decrypted, with the service it belongs to. */
const CONTEXTS = [
  ['encryptionContext.SecretARN', 'secretsmanager', true],
  ['encryptionContext.PARAMETER_ARN', 'ssm', true],
  ['encryptionContext.aws:s3:arn', 's3', false],
] as const;

/** Drafts for calls that succeeded and returned content. */
export function readsOf(actions: readonly Action[]): Draft[] {
  return actions.filter(({ outcome }) => outcome === 'succeeded').flatMap((action) => readsOfOne(action));
}

function readsOfOne(action: Action): Draft[] {
  if (action.id === 'kms:Decrypt') return decrypted(action);
  if (action.does !== 'read') return [];
  if (action.id === 'secretsmanager:BatchGetSecretValue') return batch(action);
  if (action.service === 's3') return object(action);
  const reading = Object.hasOwn(READINGS, action.id) ? READINGS[action.id] : undefined;
  if (reading === undefined) {
    return action.weight < 2 ? [] : [draft(action, action.targets[0] ?? '', false, 'Content')];
  }
  if (reading.where?.(action) === false) return [];
  const found = values(action, reading.resource);
  return (found.length > 0 ? found : ['']).flatMap((resource) => [
    draft(action, resource, reading.rotate(action), reading.what),
  ]);
}

function isDecrypted(action: Action): boolean {
  return value(action, 'withDecryption') === 'true';
}

function draft(action: Action, resource: string, rotate: boolean, what: string): Draft {
  return {
    class: 'read',
    certainty: certaintyOf(action) ?? 'possible',
    service: action.service,
    resource,
    account: action.account,
    region: action.region,
    rotate,
    actions: [action],
    says: (all) =>
      told(
        all,
        `${what} was read by ${some(distinct(all.map(({ name }) => name)))}.`.replace(
          's was read',
          's were read',
        ),
      ),
  };
}

/** The request holds filters, the answer is not logged: what was read is known from Decrypt, if at all. */
function batch(action: Action): Draft[] {
  const named = values(action, 'secretIdList');
  if (named.length > 0) return named.map((secret) => draft(action, secret, true, 'The value'));
  return [
    {
      ...draft(action, '', true, 'Values'),
      certainty: certaintyOf(action, 'likely') ?? 'possible',
      says: (all) =>
        told(
          all,
          `Secrets that match a filter (${some(distinct(all.flatMap((each) => values(each, 'filters.values'))))}) were read; the log does not name them. Secrets that appear in Decrypt are listed apart.`,
        ),
    },
  ];
}

/** AWS services decrypt for the caller; the context names the object even where data events are off. */
function decrypted(action: Action): Draft[] {
  return CONTEXTS.flatMap(([path, service, rotate]) =>
    values(action, path).map((resource) => ({
      ...draft(action, resource, rotate, 'The value'),
      service,
      says: (all: readonly Action[]) =>
        told(
          all,
          `It was read: ${some(distinct(all.map(({ name }) => name)))}${all.some(({ id }) => id === 'kms:Decrypt') ? ', and the decryption names it' : ''}.`,
        ),
    })),
  );
}

/** Files that hold credentials by their name. */
const SECRET_FILE =
  /(?:^|\/)(?:\.env[^/]*|\.aws\/credentials|credentials|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]*\.(?:pem|ppk|pfx|p12|kdbx|tfstate|tfvars))$/i;

function object(action: Action): Draft[] {
  const bucket = value(action, 'bucketName');
  const rotate = values(action, 'key').some((key) => SECRET_FILE.test(key));
  return [
    {
      ...draft(action, bucket, rotate, 'Objects'),
      says: (all) => {
        const keys = distinct(all.flatMap((each) => values(each, 'key')));
        const bytes = all.reduce(
          (sum, each) => sum + countOf([each]) * (Number(value(each, 'extra:bytesTransferredOut')) || 0),
          0,
        );
        return told(
          all,
          `${counted(keys.length, 'object')} read in ${counted(countOf(all), 'call')}, ${counted(bytes, 'byte')}: ${some(keys)}.`,
        );
      },
    },
  ];
}
