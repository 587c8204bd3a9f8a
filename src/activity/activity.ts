/**
 * Everything known about the use of credentials, as one value that merges: log files, a live stream or a SQL engine
 * can fill it in any order, in parts and twice. It holds sets, first and last times and days, never counts of events.
 */

/** When something was seen. */
export interface Seen {
  /** Time of the first and the last event, in milliseconds since 1970 (UTC), and their event IDs. */
  readonly firstMs: number;
  readonly firstId: string;
  readonly lastMs: number;
  readonly lastId: string;
  /** Days on which it was seen, as days since 1970 (UTC), ascending, without repetition. */
  readonly days: readonly number[];
}

/**
 * What is remembered of a context:
 * - `api` `iam:CreateUser` · `denied` the same, where the call was refused for want of permission
 *   · `failed` any other error
 * - `address` sourceIPAddress or VPC endpoint · `country` · `kind` of network (network/kind.ts)
 * - `agent` the user agent's family3 · `system` its family2 · `provider` where the SDK found the credential
 *   · `sid` session ID of AWS CLI v2 · `signature` suspicious marks of the agent
 * - `region` · `account` the event was delivered to
 * - `credential` access key ID, where the subject is a principal · `principal` ARN · `rule` ID of a Sigma rule
 */
export const DIMENSIONS = [
  'api',
  'denied',
  'failed',
  'address',
  'country',
  'kind',
  'agent',
  'system',
  'provider',
  'sid',
  'signature',
  'region',
  'account',
  'credential',
  'principal',
  'rule',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * One subject used from one network with one tool: the sub-stream that is judged, because an owner keeps working
 * beside an intruder.
 */
export interface Context {
  /** A long-lived access key ID; or, for temporary credentials and console use, the ARN of the user or role behind. */
  readonly subject: string;
  /** `AS14061`; without AS data the address's /24 or /48; `vpce-…`; `aws` for calls that AWS services relay. */
  readonly network: string;
  /** family1 of the user agent. */
  readonly tool: string;
  readonly seen: Seen;
  readonly values: ReadonlyMap<Dimension, ReadonlyMap<string, Seen>>;
}

/** Contexts by `contextKey`. */
export interface Activity {
  readonly contexts: ReadonlyMap<string, Context>;
}
