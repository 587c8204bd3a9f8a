/**
 * What an account itself knows of its long-lived credentials, at one moment. Plain values: `JSON.stringify` keeps all
 * of it. Times are RFC 3339 in UTC. What could not be read is `null`, and named in `unread`; it is never "none".
 */

/** One account, as the operator's own credentials may see it. Never holds a secret. */
export interface IamSnapshot {
  /** Twelve digits. */
  readonly account: string;
  /** Its name in the organization; `null` where that was not asked, or not told. */
  readonly name: string | null;
  /** When the reading began. */
  readonly time: string;
  /** ARN of who read it. */
  readonly reader: string;
  readonly root: IamRoot;
  /** By name. Empty where the account has none; then `unread` says whether that is known. */
  readonly users: readonly IamUser[];
  /** Messages of AWS Health that a key of this account is exposed; `null` where they could not be asked for. */
  readonly healthEvents: readonly HealthEvent[] | null;
  /** When the credential report was made, which can be four hours ago; `null` without one. */
  readonly reportTime: string | null;
  readonly unread: readonly Unread[];
}

/** The root user. AWS tells no IDs of its keys. */
export interface IamRoot {
  readonly arn: string;
  /** How many access keys it has. */
  readonly keys: number | null;
  readonly hasMfa: boolean | null;
  readonly passwordLastUsed: string | null;
  /** The latest use of its keys; `state: 'unknown'` without a credential report. */
  readonly keysLastUsed: KeyUse;
}

export interface IamUser {
  readonly name: string;
  readonly arn: string;
  /** `AIDA…` */
  readonly id: string;
  readonly created: string;
  readonly password: IamPassword | null;
  /** Devices of any kind; `null` when not known. */
  readonly hasMfa: boolean | null;
  /** Oldest first. */
  readonly keys: readonly IamKey[] | null;
  /** Passwords for one service: Bedrock, CodeCommit, Keyspaces. */
  readonly serviceCredentials: readonly ServiceCredential[] | null;
  readonly groups: readonly string[] | null;
  /** Its own policies and those of its groups. */
  readonly policies: readonly UserPolicy[] | null;
  /** ARN of the permissions boundary; `null` without one (or where `policies` is `null`). */
  readonly boundary: string | null;
  /** What makes a key of this user dangerous, worst first; `null` where its policies could not be read. */
  readonly powers: readonly Power[] | null;
  /** Quarantine policies of AWS, which it attaches when it finds a key in public. */
  readonly quarantine: readonly Quarantine[] | null;
}

export interface IamPassword {
  readonly enabled: boolean;
  /** `null`: never, or not known. */
  readonly lastUsed: string | null;
}

export interface IamKey {
  /** `AKIA…` */
  readonly id: string;
  readonly active: boolean;
  /** `CreateDate`: of `ListAccessKeys`, which toggling does not change. */
  readonly created: string;
  /**
   * Last created or changed, as the credential report says. Later than `created`: the key was switched off and on.
   * `null` without a report, or where it leaves open which of two keys is meant.
   */
  readonly lastChanged: string | null;
  readonly lastUsed: KeyUse;
}

/**
 * The last use that AWS recorded: in steps of 15 minutes, of the last service and region only, also of denied calls.
 * `never` means not since 22 April 2015, when AWS began to record it.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
 */
export type KeyUse =
  | { readonly state: 'used'; readonly time: string; readonly service: string; readonly region: string }
  | { readonly state: 'never' }
  | { readonly state: 'unknown' };

export interface ServiceCredential {
  /** `ACCA…` */
  readonly id: string;
  /** `bedrock.amazonaws.com` */
  readonly service: string;
  readonly active: boolean;
  readonly created: string;
  /** `null`: it does not end. */
  readonly expires: string | null;
}

export interface UserPolicy {
  readonly name: string;
  /** `null` for inline ones. */
  readonly arn: string | null;
  /** The group it comes through; `null` when it is the user's own. */
  readonly group: string | null;
}

/**
 * - `admin` all actions on all resources
 * - `escalation` actions that give its holder more than it has
 * - `pass-role` to hand a role to compute that it can start
 * - `data` to read what the account stores
 */
export type PowerKind = 'admin' | 'escalation' | 'pass-role' | 'data';

/** Something that a user's policies permit together, boundary and denials considered. */
export interface Power {
  readonly kind: PowerKind;
  /** Of the way, such as `iam:CreatePolicyVersion`: the tables in `ways/`. */
  readonly id: string;
  /** What can be done with it, as a sentence. */
  readonly does: string;
  /** The actions that it takes; all are permitted. */
  readonly actions: readonly string[];
  /** Whether on all things of its kind, or on some only. */
  readonly scope: 'all' | 'some';
  /** Which policies permit it: names. */
  readonly policies: readonly string[];
  /** Whether it holds only under a condition of a policy, which was not looked at. */
  readonly conditional: boolean;
}

export interface Quarantine {
  /** `AWSCompromisedKeyQuarantineV3` */
  readonly policy: string;
  /** 1 where the name has none; `null` where it is no number. */
  readonly version: number | null;
  /** The group it comes through; `null` when it is attached to the user. */
  readonly group: string | null;
}

/** `AWS_RISK_CREDENTIALS_EXPOSED`, `AWS_RISK_CREDENTIALS_COMPROMISED` … */
export interface HealthEvent {
  readonly arn: string;
  readonly type: string;
  /** `open`, `closed`, `upcoming`. */
  readonly status: string;
  readonly started: string | null;
  readonly updated: string | null;
  /** Key IDs, or what else AWS says is affected; `null` where that could not be asked for. */
  readonly affected: readonly string[] | null;
}

/** A part of the account that was not seen. */
export interface Unread {
  /** `users`, `keys of bob`, `AWS Health`. */
  readonly part: string;
  /** Why: the answer of AWS, in a sentence. */
  readonly reason: string;
  /** The permission that is missing, such as `iam:ListUsers`; `null` where it is something else. */
  readonly permission: string | null;
  /** False for what an account need not have: AWS Health is for those with a support plan. */
  readonly isProblem: boolean;
}

/** Whose a key is that was found outside: asked with the operator's credentials, never with the key. */
export interface KeyOwner {
  readonly keyId: string;
  /** From `GetAccessKeyInfo` or, where that is not permitted, from the ID; `null` when not known. */
  readonly account: string | null;
  /** Name of the user, where its account could be asked; `null` otherwise, also for keys of root. */
  readonly user: string | null;
  readonly lastUsed: KeyUse;
  /** `null` when all was told. */
  readonly unread: Unread | null;
}
