/** A term and what would make it harmless. */
import type { Term } from '../finding.ts';
import type { View } from '../view.ts';

export interface JudgedTerm extends Term {
  /** What the owner could have done; `null` where nothing of the sort applies. */
  readonly benignIf: string | null;
}

/** Gives the terms of one kind, none where it has nothing to say. */
export type TermMaker = (view: View) => readonly JudgedTerm[];
