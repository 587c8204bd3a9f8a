/** Why a context is held to be unusual or hostile: a sum of named terms, each with its evidence. */
import type { EventRef } from '../cloudtrail/event-ref.ts';

/** `page` wakes someone, `watch` is looked at in the morning, `log` is kept. */
export const BANDS = ['page', 'watch', 'log'] as const;
export type Band = (typeof BANDS)[number];

/** One part of a score. */
export interface Term {
  /** Short and stable: `network`, `network-kind`, `agent`, `new-api`, `denied`, `signature`, `fan-in`, `rule` … */
  readonly name: string;
  /** Whether it speaks of where and how a credential was used, or of what was done with it. */
  readonly about: 'where' | 'how' | 'what' | 'link';
  /** Natural logarithm of a likelihood ratio; positive speaks for an intruder. */
  readonly nats: number;
  /** One plain sentence with the numbers it rests on. */
  readonly sentence: string;
  /** At least one, except for the prior. */
  readonly evidence: readonly EventRef[];
}

/** One scored context. */
export interface Finding {
  /** Stable: the same context in the same logs has the same ID. */
  readonly id: string;
  readonly subject: string;
  readonly network: string;
  readonly tool: string;
  readonly band: Band;
  /** Sum of the terms, in nats; 0 is even odds. */
  readonly score: number;
  readonly terms: readonly Term[];
  readonly firstMs: number;
  readonly lastMs: number;
  /** When the score first reached the band `watch` and `page`. */
  readonly watchMs: number | null;
  readonly pageMs: number | null;
  /** What the owner could have done that would make this harmless. */
  readonly benignIf: readonly string[];
}
