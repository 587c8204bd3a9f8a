/** Tells errors of the SDK apart by what has to be done about them. */
import type { Call } from '../respond/action.ts';
import { AwsError } from '../respond/aws-error.ts';
import type { AwsErrorKind } from '../respond/aws-error.ts';
import { permissionOf } from '../respond/operation.ts';

/** What the errors of the SDK, and those of Node below it, have in common. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** Errors of Node before anything was sent. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
]);

/** The error of a call, for its caller. */
export function toAwsError(error: unknown, call: Call): AwsError {
  if (error instanceof AwsError) return error;
  const { name = 'Error', message = String(error), code, $metadata, $response } = error as SdkError;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode ?? 0;
  const named = name === 'Error' && code !== undefined ? code : name;
  const wasSent = code !== undefined || named === 'TimeoutError' || status !== 0;
  const kind = kindOf(new AwsError(named, message, { status }), code, wasSent);
  const permission = kind === 'denied' ? missingPermission(message, call) : undefined;
  return new AwsError(named, message, { status, kind, permission, cause: error });
}

function kindOf(error: AwsError, code: string | undefined, wasSent: boolean): AwsErrorKind {
  const { status, kind } = error;
  if (code !== undefined && NOT_SENT.has(code)) return 'not sent';
  // A server that is at its end does not say whether it had done what it was asked for.
  if (status >= 500) return kind === 'throttled' ? kind : 'no answer';
  if (kind !== 'other') return kind;
  if (error.code === 'TimeoutError' && /connect/i.test(error.message)) return 'not sent';
  // Sent, and then a reset, silence, or an answer that cannot be read.
  if (wasSent && status < 400) return 'no answer';
  return BY_STATUS.get(status) ?? 'other';
}

/** For errors whose names say nothing. */
const BY_STATUS: ReadonlyMap<number, AwsErrorKind> = new Map([
  [403, 'denied'],
  [404, 'not found'],
  [409, 'conflict'],
  [429, 'throttled'],
]);

const PERFORM = /not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9]+)/;

function missingPermission(message: string, call: Call): string {
  return PERFORM.exec(message)?.[1] ?? permissionOf(call);
}

/** Milliseconds that the server wants to be left alone for; 0 when it does not say. */
export function retryAfterMs(error: unknown): number {
  const header = (error as SdkError).$response?.headers?.['retry-after'];
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds)
    ? 0
    : Math.min(60_000, Math.max(0, seconds * 1000));
}
