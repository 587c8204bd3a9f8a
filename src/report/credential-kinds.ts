/** What a report says of each kind of credential: its name, how it is closed, and what goes on working when it is. */
import type { CredentialKind } from '../lineage/lineage.ts';

export interface KindWords {
  readonly title: string;
  /** Calls that close it, in order. All can be repeated without harm. */
  readonly close: readonly string[];
  /** What still works after that: why closing it is not the end. */
  readonly survives: string;
  /** How it is undone once the incident is over. */
  readonly undo: string;
}

const REVOKE_ROLE =
  'iam:PutRolePolicy AWSRevokeOlderSessions (deny all where aws:TokenIssueTime is before now) on the role';
const DENY_USER = 'iam:PutUserPolicy with a deny of all actions on the user';
const SESSIONS_LIVE = 'until its permissions are denied, because temporary credentials cannot be taken back';

const ROLE_SESSION: KindWords = {
  title: 'role session',
  close: [REVOKE_ROLE],
  survives: 'the role can be assumed again unless its parent is closed or its trust policy mended',
  undo: 'iam:DeleteRolePolicy when the longest session has run out',
};

export const CREDENTIAL_KINDS: { readonly [K in CredentialKind]: KindWords } = {
  'access-key': {
    title: 'access key',
    close: ['iam:UpdateAccessKey Status=Inactive', DENY_USER],
    survives:
      'sessions minted with it (GetSessionToken and GetFederationToken up to 36 h, roles up to 12 h), console sessions, and other keys of the user',
    undo: 'iam:DeleteUserPolicy; a new key, not the old one',
  },
  'root-access-key': {
    title: 'root access key',
    close: [
      'iam:DeleteAccessKey as root, or sts:AssumeRoot from the management account',
      'change the root password and MFA',
    ],
    survives: 'root sessions up to 1 h; no IAM policy limits them',
    undo: 'none: root needs no access key',
  },
  password: {
    title: 'console password',
    close: ['iam:DeleteLoginProfile', DENY_USER],
    survives: 'console sessions that are open, up to 12 h',
    undo: 'iam:CreateLoginProfile with PasswordResetRequired',
  },
  'console-session': {
    title: 'console session',
    close: [DENY_USER + ', or the same on the role it came from'],
    survives: 'the session itself ' + SESSIONS_LIVE + '; role sessions switched to from it',
    undo: 'iam:DeleteUserPolicy after 36 h',
  },
  'session-token': {
    title: 'session token',
    close: [DENY_USER],
    survives: 'roles that were assumed with it',
    undo: 'iam:DeleteUserPolicy after 36 h',
  },
  federation: {
    title: 'federation token',
    close: [DENY_USER + ' that made it'],
    survives: 'console sessions opened from it ' + SESSIONS_LIVE + '; deactivating the key does not end it',
    undo: 'iam:DeleteUserPolicy after 36 h',
  },
  'role-session': ROLE_SESSION,
  'service-session': {
    title: 'session of a workload',
    close: [REVOKE_ROLE, 'isolate the instance, function or task that holds it'],
    survives: 'the workload gets new sessions; processes that were started go on',
    undo: 'iam:DeleteRolePolicy; undo the isolation',
  },
  'web-identity': { ...ROLE_SESSION, title: 'role session (web identity)' },
  saml: { ...ROLE_SESSION, title: 'role session (SAML)' },
  'roles-anywhere': {
    title: 'role session (Roles Anywhere)',
    close: ['rolesanywhere:DisableTrustAnchor and DisableProfile in every region', REVOKE_ROLE],
    survives: 'sessions issued before',
    undo: 'rolesanywhere:EnableTrustAnchor and EnableProfile; iam:DeleteRolePolicy',
  },
  sso: {
    title: 'role session (Identity Center)',
    close: [
      'disable the Identity Center user and delete its sessions',
      'deny in the permission set by aws:TokenIssueTime, then provision it',
    ],
    survives: 'AWSReservedSSO sessions outlive the portal session',
    undo: 'take the deny out of the permission set',
  },
  'oauth-login': {
    title: 'sign-in of the CLI (aws login)',
    close: ['deny signin:CreateOAuth2Token and signin:AuthorizeOAuth2Access on the principal', DENY_USER],
    survives: 'the refresh token until it is denied',
    undo: 'take the deny away',
  },
  'service-specific': {
    title: 'service-specific credential',
    close: ['iam:UpdateServiceSpecificCredential Status=Inactive'],
    survives: 'access keys of the same user',
    undo: 'iam:UpdateServiceSpecificCredential Status=Active',
  },
  'ssh-key': {
    title: 'SSH public key',
    close: ['iam:UpdateSSHPublicKey Status=Inactive'],
    survives: 'other credentials of the user',
    undo: 'iam:UpdateSSHPublicKey Status=Active',
  },
  'signing-certificate': {
    title: 'signing certificate',
    close: ['iam:UpdateSigningCertificate Status=Inactive'],
    survives: 'other credentials of the user',
    undo: 'iam:UpdateSigningCertificate Status=Active',
  },
  unknown: {
    title: 'credential of unknown origin',
    close: ['find its principal (iam:GetAccessKeyLastUsed), then deny it'],
    survives: 'whatever minted it, which the logs do not show',
    undo: 'take the deny away',
  },
};
