/** Calls as commands of the AWS CLI. */

/** Names of services in IAM and CloudTrail, or of the SDK's clients, that the CLI calls otherwise. */
const CLI_SERVICES: Readonly<Record<string, string>> = {
  'config-service': 'configservice',
  config: 'configservice',
  'agreement-marketplace': 'marketplace-agreement',
  'cognito-idp': 'cognito-idp',
  elasticfilesystem: 'efs',
  elasticmapreduce: 'emr',
  eventbridge: 'events',
  monitoring: 'cloudwatch',
  s3: 's3api',
  's3-control': 's3control',
  'secrets-manager': 'secretsmanager',
  ses: 'sesv2',
  sso: 'sso-admin',
  states: 'stepfunctions',
};

export function cliService(service: string): string {
  return Object.hasOwn(CLI_SERVICES, service) ? CLI_SERVICES[service]! : service;
}

/** `UpdateSSHPublicKey` → `update-ssh-public-key`, by the rules of botocore. */
export function cliOperation(operation: string): string {
  const plural = /[A-Z]{2,}s$/.exec(operation)?.[0];
  const split =
    plural === undefined ? operation : `${operation.slice(0, -plural.length)}-${plural.toLowerCase()}`;
  return split
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/-+/g, '-')
    .toLowerCase();
}

/** `iam:DeleteUser` → `iam delete-user`. */
export function commandName(call: string): string {
  const [service = '', operation = ''] = call.split(':', 2);
  return `${cliService(service)} ${cliOperation(operation)}`;
}

/** The text as one word of a POSIX shell, whatever is in it. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
