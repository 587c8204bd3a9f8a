/** The one error that a `Caller` throws: AWS answered that it will not do it, or did not answer. */

/** What a refusal means for a step, whatever the service calls it. */
export type AwsErrorKind = 'not found' | 'denied' | 'throttled' | 'conflict' | 'limit' | 'no answer' | 'other';

export class AwsError extends Error {
  /** `NoSuchEntity`, `AccessDenied` … as the service names it; `''` when no answer came. */
  readonly code: string;
  /** HTTP status, 0 when no answer came. */
  readonly status: number;

  constructor(
    code: string,
    message: string,
    { status = 0, cause }: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }

  get kind(): AwsErrorKind {
    if (this.code === '' && this.status === 0) return 'no answer';
    return KINDS.find(([, pattern]) => pattern.test(this.code))?.[0] ?? 'other';
  }
}

/** The vocabularies of the services; the first that fits counts. */
const KINDS: readonly (readonly [AwsErrorKind, RegExp])[] = [
  [
    'not found',
    /^NoSuch|NotFound|DoesNotExist|^ResourceUnavailable$|NonExistent|^InvalidGroup\.NotFound|NoConfiguration|^TrailNotFound|PolicyNotAttached|NotInPolicy/,
  ],
  ['denied', /AccessDenied|Unauthorized|NotAuthorized|^Forbidden$|InvalidClientTokenId|ExpiredToken|OptInRequired/],
  ['throttled', /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|PriorRequestNotComplete|BandwidthLimit/],
  ['limit', /LimitExceeded|QuotaExceeded|ConstraintViolation/],
  ['conflict', /Conflict|Concurrent|EntityAlreadyExists|AlreadyExists|DuplicatePolicy|EntityTemporarily/],
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
