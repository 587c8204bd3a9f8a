/** Time as a value, so that waiting can be measured. */

export interface Clock {
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal says stop. */
  sleep(ms: number): Promise<void>;
}
