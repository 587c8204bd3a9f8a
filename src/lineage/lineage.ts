/** Who minted what: credentials as nodes, and the events that turned one into another as edges. */
import type { EventRef } from '../cloudtrail/event-ref.ts';

/**
 * What a credential is:
 * - `access-key` a long-lived key of an IAM user, `root-access-key` one of the root user
 * - `password` a login profile · `console-session` what signing in with it, or with another credential, gave
 * - `session-token` from GetSessionToken · `federation` from GetFederationToken · `role-session` from AssumeRole
 * - `service-session` a role's session that AWS made for a workload (EC2, Lambda, ECS …)
 * - `web-identity`, `saml`, `roles-anywhere`, `sso` role sessions that a token from outside AWS gave
 * - `oauth-login` from `aws login` · `service-specific` CodeCommit, Keyspaces and Bedrock keys
 * - `ssh-key`, `signing-certificate` of an IAM user · `unknown` used, but nothing says where it is from
 */
export type CredentialKind =
  | 'access-key'
  | 'root-access-key'
  | 'password'
  | 'console-session'
  | 'session-token'
  | 'federation'
  | 'role-session'
  | 'service-session'
  | 'web-identity'
  | 'saml'
  | 'roles-anywhere'
  | 'sso'
  | 'oauth-login'
  | 'service-specific'
  | 'ssh-key'
  | 'signing-certificate'
  | 'unknown';

/** One credential that was used, or minted, in the logs. */
export interface Credential {
  /**
   * The access key ID where there is one. Keys that are one session fold into it: a console session is
   * `console:<principal ARN>@<creationDate>`, a password `password:<user ARN>`, others `<kind>:<what names them>`.
   */
  readonly id: string;
  readonly kind: CredentialKind;
  /** ARN of the IAM user, role session, federated user or root user; `''` when no event says. */
  readonly principal: string;
  /** ARN of the user or role whose habits and permissions it shares: for role sessions the role's ARN. */
  readonly owner: string;
  readonly account: string;
  /** Access key IDs that were seen for it: one, or the many of a console session or a forward access session. */
  readonly keys: readonly string[];
  readonly issuedMs: number | null;
  readonly expiresMs: number | null;
  readonly firstUseMs: number | null;
  readonly lastUseMs: number | null;
}

/** By which rule two credentials were joined, strongest first; docs/lineage.md explains each. */
export const JOIN_RULES = [
  'J1',
  'J2',
  'J3',
  'J4',
  'J5',
  'J6',
  'J7',
  'J8',
  'J9',
  'J10',
  'J11',
  'J12',
] as const;
export type JoinRule = (typeof JOIN_RULES)[number];

export type Confidence = 'certain' | 'very high' | 'high' | 'low';

/** `parent` was used to get, or to give power over, `child`. */
export interface LineageEdge {
  readonly parent: string;
  readonly child: string;
  /** What turned one into the other: `AssumeRole`, `CreateAccessKey`, `ConsoleLogin`, `RunInstances` … */
  readonly mechanism: string;
  readonly rule: JoinRule;
  readonly confidence: Confidence;
  readonly timeMs: number;
  /** At least one. */
  readonly events: readonly EventRef[];
}

/** How many of the temporary credentials that were used could be joined to what minted them. */
export interface LineageCoverage {
  readonly temporary: number;
  readonly joined: number;
  /** Why the others could not: a sentence, and how many. */
  readonly unjoined: readonly { readonly reason: string; readonly count: number }[];
}

export interface Lineage {
  readonly credentials: ReadonlyMap<string, Credential>;
  /**
   * Access key ID → id of the credential it folds into, for keys that are not credentials of their own; also
   * `<principal ARN>@<creationDate>` (or the ARN alone) → id, for events without a key. See `credentialIdOf`.
   */
  readonly folded: ReadonlyMap<string, string>;
  readonly edges: readonly LineageEdge[];
  readonly coverage: LineageCoverage;
}
