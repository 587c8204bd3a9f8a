/** When the intruder works in a context, of which the owner may have been there before and may go on. */
import type { Context, Seen } from '../activity/activity.ts';
import { AWS_NETWORK } from '../activity/origin.ts';
import { dayOf } from './loaded-subject.ts';

const DAY_MS = 86_400_000;

/** How long after the first hostile event the intruder's address and version of the tool have shown themselves. */
const MARKS_MS = DAY_MS;

/** What is known of the time of an intruder in a context, in milliseconds since 1970 (UTC). */
export interface Visit {
  /** The first hostile event. */
  readonly fromMs: number;
  /** The last event that speaks for an intruder. */
  readonly evidentMs: number;
  /** Where the context did not page: when what was new there counts as habit. Else `Infinity`. */
  readonly releasedMs: number;
}

/** Values of a dimension that came to a context with the first hostile events. */
export function cameWith(
  { values }: Context,
  dimension: 'address' | 'agent',
  fromMs: number,
): [string, Seen][] {
  return [...(values.get(dimension) ?? [])].filter(
    ([, { firstMs }]) => firstMs >= fromMs && firstMs < fromMs + MARKS_MS,
  );
}

/**
 * When an intruder works in a context. In one of their own that is always. Where the owner worked before, it is when
 * the address or the version of the tool that came with the intruder is there, since the owner comes back with others
 * for months; where neither came, from the first event that speaks for an intruder to the last.
 */
export class HostileTimes {
  readonly isShared: boolean;
  readonly #visit: Visit;
  /** The only times at which it may be the intruder; `null`: at any. */
  readonly #spans: readonly Seen[] | null;

  constructor(context: Context, visit: Visit) {
    const { fromMs } = visit;
    this.#visit = visit;
    this.isShared = context.seen.firstMs < fromMs;
    // Services have no address and no tool of whoever asked them.
    const marks =
      context.network === AWS_NETWORK
        ? []
        : (['address', 'agent'] as const).flatMap((each) => cameWith(context, each, fromMs));
    this.#spans = this.isShared ? marks.map(([, seen]) => seen) : null;
  }

  get fromMs(): number {
    return this.#visit.fromMs;
  }

  /** From when on what came there counts as the owner's habit; `null`: never. */
  get releasedMs(): number | null {
    const { releasedMs } = this.#visit;
    return this.isShared && releasedMs < Infinity ? releasedMs : null;
  }

  /** Whether the intruder worked there at some time of a span, ends included. */
  within(firstMs: number, lastMs: number): boolean {
    const { fromMs, evidentMs, releasedMs } = this.#visit;
    if (lastMs < fromMs) return false;
    if (this.#spans === null) return true;
    const from = Math.max(firstMs, fromMs);
    if (from >= releasedMs) return false;
    if (this.#spans.length === 0) return from <= evidentMs;
    return this.#spans.some(
      (seen) =>
        seen.firstMs <= lastMs &&
        from <= seen.lastMs &&
        seen.days.some((day) => dayOf(from) <= day && day <= dayOf(lastMs)),
    );
  }
}
