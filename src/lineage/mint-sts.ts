/** Calls that answer with temporary credentials. */
import { firstText, textAt, valueAt } from './field.ts';
import type { Call, Holder, KeyChild, ReadMint } from './mint.ts';
import type { CredentialKind } from './lineage.ts';
import { accountOf, lastPart, partitionOf, rootArn, sessionArn, sessionRole } from './arn.ts';
import { readTimeText } from './time-text.ts';
import { isKey } from './use.ts';

/** Where responses hold the new key: services other than STS spell it in their own ways. */
const CREDENTIALS = ['credentials', 'Credentials', 'roleCredentials', 'temporaryCredentials'];

/** Services that AWS lets hand out a role's session for something outside of it. */
const OUTSIDE: ReadonlyMap<string, CredentialKind> = new Map([
  ['rolesanywhere.amazonaws.com', 'roles-anywhere'],
  ['sso.amazonaws.com', 'sso'],
]);

/** The sessions of service-linked roles are AWS's own, whoever the service. */
const SERVICE_LINKED = '/aws-service-role/';

/** Prefix of the roles that Identity Center makes for its permission sets. */
export const SSO_ROLE = 'AWSReservedSSO_';

export const STS_MINTS: { readonly [name: string]: ReadMint } = {
  'sts:AssumeRole': (call) => [roleChild(call, assumedKind(call))],
  'sts:AssumeRoleWithSAML': (call) => [
    roleChild(call, sessionRole(roleHolder(call).arn).startsWith(SSO_ROLE) ? 'sso' : 'saml'),
  ],
  'sts:AssumeRoleWithWebIdentity': (call) => [roleChild(call, 'web-identity')],
  'sts:AssumeRoot': (call) => [keyChild(call, 'role-session', targetRoot(call))],
  'sts:GetSessionToken': (call) => [keyChild(call, 'session-token', callerHolder(call))],
  'sts:GetFederationToken': (call) => [keyChild(call, 'federation', federatedHolder(call))],
  'sts:GetDelegatedAccessToken': (call) => [keyChild(call, 'role-session', delegatedHolder(call))],
  'rolesanywhere:CreateSession': (call) => [roleChild(call, 'roles-anywhere')],
  'eks-auth:AssumeRoleForPodIdentity': (call) => named(roleChild(call, 'service-session')),
  'ssm:GetAccessToken': (call) => named(roleChild(call, 'role-session')),
  'cognito-identity:GetCredentialsForIdentity': (call) => named(roleChild(call, 'web-identity')),
  'lakeformation:GetTemporaryGlueTableCredentials': (call) => named(roleChild(call, 'role-session')),
  'lakeformation:GetTemporaryGluePartitionCredentials': (call) => named(roleChild(call, 'role-session')),
  's3:GetDataAccess': (call) => named(roleChild(call, 'role-session')),
};

/** `sts:AssumeRole` by a person, a workload, another account, or AWS itself. */
function assumedKind({ caller, request }: Call): CredentialKind {
  if (caller.type !== 'AWSService') return 'role-session';
  const kind = OUTSIDE.get(caller.invokedBy);
  const isOwn = textAt(request, 'roleArn').includes(SERVICE_LINKED);
  return kind === undefined || isOwn ? 'service-session' : kind;
}

/** Whether the caller is a service that hands roles to what is outside of AWS: few, and worth reading each. */
export function mintsForOutsiders(invokedBy: string): boolean {
  return OUTSIDE.has(invokedBy);
}

/** Calls of services whose answers CloudTrail may leave out mint only what can be named. */
function named(child: KeyChild): readonly KeyChild[] {
  return child.key === '' && child.holder.arn === '' ? [] : [child];
}

function roleChild(call: Call, kind: CredentialKind): KeyChild {
  return keyChild(call, kind, roleHolder(call));
}

export function keyChild(call: Call, kind: CredentialKind, holder: Holder): KeyChild {
  const { response } = call;
  const name = CREDENTIALS.find((each) => textAt(response, each, 'accessKeyId') !== '') ?? 'credentials';
  const key = firstText(textAt(response, name, 'accessKeyId'), textAt(response, 'accessKeyId'));
  const expires = valueAt(response, name, 'expiration') ?? valueAt(response, 'expiration');
  return { what: 'key', kind, key: isKey(key) ? key : '', holder, expiresMs: readTimeText(expires) };
}

function roleHolder({ request, response }: Call): Holder {
  const role = textAt(request, 'roleArn');
  const name = firstText(textAt(request, 'roleSessionName'), textAt(request, 'sessionName'));
  const user = valueAt(response, 'assumedRoleUser');
  const arn = textAt(user, 'arn') || sessionArn(role, name);
  return {
    arn,
    principalId: textAt(user, 'assumedRoleId'),
    userName: '',
    account: accountOf(arn) || accountOf(role),
  };
}

function callerHolder({ caller }: Call): Holder {
  const { arn, principalId, userName, account } = caller;
  return { arn, principalId, userName, account };
}

function federatedHolder({ caller, request, response }: Call): Holder {
  const user = valueAt(response, 'federatedUser');
  const name = textAt(request, 'name');
  const made = `arn:${partitionOf(caller.arn)}:sts::${caller.account}:federated-user/${name}`;
  const arn = textAt(user, 'arn') || (name === '' ? '' : made);
  return { arn, principalId: textAt(user, 'federatedUserId'), userName: '', account: caller.account };
}

/** `targetPrincipal` is an account ID or the ARN of its root. */
function targetRoot({ caller, request }: Call): Holder {
  const target = textAt(request, 'targetPrincipal');
  const account = accountOf(target) || lastPart(target);
  return { arn: rootArn(partitionOf(caller.arn), account), principalId: account, userName: '', account };
}

function delegatedHolder({ response }: Call): Holder {
  const arn = textAt(response, 'assumedPrincipal');
  return { arn, principalId: '', userName: '', account: accountOf(arn) };
}
