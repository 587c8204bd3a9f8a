/**
 * The one kind of error Keytrail throws on purpose. Anything else that is thrown is a defect.
 *
 * Expected outcomes (an unreadable file, a bad rule) are values, not errors: they must not stop the rest.
 */
export class KeytrailError extends Error {
  /** What the user can do about it, in one sentence. */
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KeytrailError';
    this.hint = options.hint;
  }
}
