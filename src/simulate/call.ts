/** A call before it is written as a record, and what is known of an API by its name. */
import type { Json, JsonObject } from '../json.ts';
import type { Signer } from './signer.ts';

/** Who is really behind a call. Absent for the organisation's own. */
export interface Hostile {
  readonly incident: string;
  readonly attack: string;
  readonly credential: string;
}

export interface CallError {
  readonly code: string;
  readonly message: string;
}

export interface Call {
  readonly timeMs: number;
  readonly signer: Signer;
  /** `iam:CreateUser`, with the name as CloudTrail has it. */
  readonly api: string;
  readonly region: string;
  /** sourceIPAddress. */
  readonly address: string;
  readonly agent: string;
  /** Absent: what is usual (requests.ts). */
  readonly parameters?: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly resources?: Json;
  readonly error?: CallError;
  /** Fields that only this record has. */
  readonly more?: JsonObject;
  readonly hostile?: Hostile;
}

/** APIs that log in us-east-1, wherever the caller is. */
const GLOBAL: ReadonlySet<string> = new Set([
  'iam',
  'organizations',
  'cloudfront',
  'route53',
  'account',
  'ce',
  'support',
]);

const DATA: ReadonlySet<string> = new Set([
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:ListObjects',
  's3:HeadObject',
  'lambda:Invoke',
]);

const READS =
  /^(Get|List|Describe|Head|Lookup|Search|Check|Simulate|BatchGet|Query|Scan|AssumeRole|Invoke|Decrypt|GenerateDataKey)/;
const WRITES: ReadonlySet<string> = new Set([
  'GetSessionToken',
  'GetFederationToken',
  'GetSigninToken',
  'ConsoleLogin',
  'Invoke',
]);

export function serviceOf(api: string): string {
  return api.slice(0, api.indexOf(':'));
}

export function nameOf(api: string): string {
  return api.slice(api.indexOf(':') + 1);
}

export function isGlobal(api: string): boolean {
  return GLOBAL.has(serviceOf(api));
}

/** Whether it reads or writes data in a resource: logged only where the trail asks for it. */
export function isDataEvent(api: string): boolean {
  return DATA.has(api);
}

export function isReadOnly(api: string): boolean {
  const name = nameOf(api);
  return READS.test(name) && !WRITES.has(name);
}

/** The error of a call that the signer has no permission for, in the words of its service. */
export function denialOf(signer: Signer, api: string): CallError {
  const service = serviceOf(api);
  const name = nameOf(api).replace(/20\d{6}(v\d)?$/, '');
  if (service === 'ec2') {
    return {
      code: 'Client.UnauthorizedOperation',
      message: `You are not authorized to perform this operation. User: ${signer.arn} is not authorized to perform: ec2:${name} because no identity-based policy allows the ec2:${name} action`,
    };
  }
  if (service === 's3') return { code: 'AccessDenied', message: 'Access Denied' };
  return {
    code: service === 'iam' || service === 'sts' ? 'AccessDenied' : 'AccessDeniedException',
    message: `User: ${signer.arn} is not authorized to perform: ${service}:${name} on resource: * because no identity-based policy allows the ${service}:${name} action`,
  };
}
