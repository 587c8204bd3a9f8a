/** A term, what it rests on, and what would make it harmless. */
import type { Term } from '../finding.ts';
import type { View } from '../view.ts';

export interface JudgedTerm extends Pick<Term, 'name' | 'about' | 'nats'> {
  /** Puts it into words, for the few scores that are told; as long as the day is looked at that was judged. */
  readonly tell: () => Words;
}

export interface Words extends Pick<Term, 'sentence' | 'evidence'> {
  /** What the owner could have done; `null` where nothing of the sort applies. */
  readonly benignIf: string | null;
}

export type ToldTerm = Term & Words;

/** The term in words. */
export function told({ name, about, nats, tell }: JudgedTerm): ToldTerm {
  const { sentence, evidence, benignIf } = tell();
  return { name, about, nats, sentence, evidence, benignIf };
}

/** Gives the terms of one kind, none where it has nothing to say. */
export type TermMaker = (view: View) => readonly JudgedTerm[];
