/** Which calls only read, and which IAM action a call needs. */
import type { Call, Caller } from './action.ts';
import { AwsError } from './aws-error.ts';

const READS = /^(?:Get|List|Describe|Lookup|Head|Search|Simulate|BatchGet|AdminGet)(?=[A-Z])/;

/** Calls whose names begin like those of reads, and that make something: credentials. */
const MINTS = new Set([
  'GetSessionToken',
  'GetFederationToken',
  'GetSigninToken',
  'GetRoleCredentials',
  'GetWebIdentityToken',
  'GetDelegatedAccessToken',
]);

/** Whether the call changes nothing. */
export function isRead(operation: string): boolean {
  return READS.test(operation) && !MINTS.has(operation);
}

/** Prefixes of IAM actions that are not the name of the client. */
const PREFIXES: Readonly<Record<string, string>> = {
  'cognito-identity-provider': 'cognito-idp',
  'sso-admin': 'sso',
  'secrets-manager': 'secretsmanager',
  sesv2: 'ses',
  'config-service': 'config',
  eventbridge: 'events',
  's3-control': 's3',
};

/** `iam:UpdateAccessKey`: what a call needs unless AWS says otherwise. */
export function permissionOf({ service, operation }: Pick<Call, 'service' | 'operation'>): string {
  return `${PREFIXES[service] ?? service}:${operation}`;
}

/** A caller that lets only reads through: for whatever must not change anything. */
export function readOnly(caller: Caller): Caller {
  return {
    async call(call, place) {
      if (!isRead(call.operation))
        throw new AwsError(
          'ReadOnly',
          `${permissionOf(call)} would change something, and only reading is allowed here`,
        );
      return caller.call(call, place);
    },
  };
}
