/** The one error that a `Caller` throws: AWS answered that it will not do it, or did not answer. */

/**
 * What a refusal means for a step, whatever the service calls it.
 * - `denied` a policy forbids it · `credentials` those of the responder are unknown, expired or inactive
 * - `throttled` not carried out: too many calls, or another change of the same thing is under way
 * - `conflict` exists already, or is in use · `limit` no room for one more
 * - `not sent` · `no answer` sent, and perhaps carried out
 * - `no client` Keytrail makes no such calls
 */
export type AwsErrorKind =
  | 'not found'
  | 'denied'
  | 'credentials'
  | 'throttled'
  | 'conflict'
  | 'limit'
  | 'not sent'
  | 'no answer'
  | 'no client'
  | 'other';

export interface AwsErrorDetails {
  readonly status?: number;
  /** Where the code alone does not say it. */
  readonly kind?: AwsErrorKind | undefined;
  readonly permission?: string | undefined;
  readonly cause?: unknown;
}

export class AwsError extends Error {
  /** `NoSuchEntity`, `AccessDenied` … as the service names it; `''` when no answer came. */
  readonly code: string;
  /** HTTP status, 0 when no answer came. */
  readonly status: number;
  /** The IAM action that is missing, such as `iam:UpdateAccessKey`; only where it was denied. */
  readonly permission: string | undefined;
  readonly #kind: AwsErrorKind | undefined;

  constructor(code: string, message: string, { status = 0, kind, permission, cause }: AwsErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.permission = permission;
    this.#kind = kind;
  }

  get kind(): AwsErrorKind {
    if (this.#kind !== undefined) return this.#kind;
    if (this.code === '' && this.status === 0) return 'no answer';
    return KINDS.find(([, pattern]) => pattern.test(this.code))?.[0] ?? 'other';
  }
}

/** The vocabularies of the services; the first that fits counts. */
const KINDS: readonly (readonly [AwsErrorKind, RegExp])[] = [
  [
    'not found',
    /^NoSuch|NotFound|DoesNotExist|^ResourceUnavailable$|NonExistent|^InvalidGroup\.NotFound|NoConfiguration|^TrailNotFound|PolicyNotAttached|NotInPolicy|^InvalidDocument$|NotRegistered/,
  ],
  [
    'credentials',
    /InvalidClientTokenId|ExpiredToken|UnrecognizedClient|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId|CredentialsProvider|TokenProvider|IncompleteSignature|MissingAuthentication/,
  ],
  ['denied', /AccessDenied|Unauthorized|NotAuthorized|^Forbidden$|OptInRequired/],
  [
    'throttled',
    /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|PriorRequestNotComplete|BandwidthLimit|Concurrent|EntityTemporarily/,
  ],
  ['limit', /LimitExceeded|QuotaExceeded|ConstraintViolation/],
  ['conflict', /Conflict|AlreadyExists|Duplicate|InUse/],
];

/** What a read gives, or `null` where AWS says that there is no such thing. */
export async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'not found') return null;
    throw error;
  }
}
