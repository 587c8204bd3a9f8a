/** What a thread of the first pass sends, and what is made of it. */
import type { Mint } from '../lineage/mint.ts';
import { unpackUses } from '../lineage/pack-uses.ts';
import type { PackedUses } from '../lineage/pack-uses.ts';
import type { PackedCopies } from './copies.ts';
import type { FirstPass } from './task.ts';

/** What one thread found, as it is sent, and what it copied. */
export interface SentPass extends Omit<FirstPass, 'traces'> {
  readonly uses: PackedUses;
  readonly mints: readonly Mint[];
  readonly copies: PackedCopies | null;
}

/** What the thread found. */
export function firstPassOf({ activity, uses, mints, coverage, index, files }: SentPass): FirstPass {
  return { activity, traces: { uses: unpackUses(uses), mints }, coverage, index, files };
}
