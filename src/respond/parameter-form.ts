/** What values parameters of steps may have. AWS checks them too; this keeps a typing error from reaching it. */
import { TIME_OF_APPLYING } from './step-time.ts';

const NAME = /^[\w+=,.@-]{1,128}$/;
const ARN = /^arn:[\w-]+:[\w-]*:[\w-]*:[\w-]*:[^\s]{1,1024}$/;

const FORMS: Readonly<Record<string, RegExp>> = {
  accessKeyId: /^[A-Z0-9]{16,128}$/,
  accounts: /^\d{12}(?:,\d{12})*$/,
  bucket: /^[a-z0-9][a-z0-9._-]{1,254}$/i,
  certificateId: /^\w{24,128}$/,
  groupId: /^sg-[0-9a-f]{8,17}$/,
  groupName: NAME,
  imageId: /^ami-[0-9a-f]{8,17}$/,
  instanceId: /^i-[0-9a-f]{8,17}$/,
  instanceProfileName: NAME,
  openIDConnectProviderArn: ARN,
  partition: /^aws(?:-[a-z-]+)?$/,
  path: /^\/(?:[\u0021-\u007e]+\/)?$/,
  permissionsBoundary: ARN,
  policyArn: ARN,
  policyName: NAME,
  responder: ARN,
  roleName: /^[\w+=,.@-]{1,64}$/,
  samlProviderArn: ARN,
  serviceSpecificCredentialId: /^\w{10,128}$/,
  snapshotId: /^snap-[0-9a-f]{8,17}$/,
  sshPublicKeyId: /^\w{10,128}$/,
  topicArn: ARN,
  userName: /^[\w+=,.@-]{1,64}$/,
  versionId: /^v[1-9]\d*$/,
};

/** Texts for people and policies may be long, and have several lines. */
const LONG = new Set(['policy', 'task', 'check', 'command', 'principals']);
const MOST = 2048;
const MOST_OF_LONG = 32_768;

/** What is wrong with a value, as a sentence; undefined when nothing is. */
export function parameterMistake(name: string, value: string): string | undefined {
  if (LONG.has(name)) return value.length > MOST_OF_LONG ? `parameter ${name} is too long` : undefined;
  if (value.length > MOST) return `parameter ${name} is too long`;
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  if (/[\u0000-\u001f\u007f]/.test(value)) return `parameter ${name} holds control characters`;
  if (name === 'issuedBefore' || name === 'formerAt')
    return (value === TIME_OF_APPLYING && name === 'issuedBefore') ||
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)
      ? undefined
      : `parameter ${name} is no time such as 2026-01-31T12:00:00Z`;
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  return value === '' || form === undefined || form.test(value)
    ? undefined
    : `parameter ${name} cannot be ${value}`;
}
