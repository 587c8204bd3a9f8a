/** What a response has done, line by line: written before and after each call. */
import type { JsonObject } from '../json.ts';
import type { CallPlace } from './action.ts';
import type { AwsErrorKind } from './aws-error.ts';

export type Mode = 'apply' | 'hold' | 'undo';

/** How a step ended. */
export type OutcomeState =
  /** It holds, and it was this run, or one before it, that brought it about. */
  | 'done'
  /** It held before anything was done. */
  | 'already'
  /** What it is about is not there: removed, or under another name. */
  | 'gone'
  /** All calls were made, and it does not hold yet. */
  | 'not yet'
  | 'failed'
  /** A step that must hold first does not. */
  | 'skipped'
  /** The responder said no. */
  | 'declined'
  /** For a person to do. */
  | 'manual'
  | 'undone'
  /** What it had changed was changed again by others, and stays as it is. */
  | 'drifted';

export interface RunLine {
  readonly what: 'run';
  readonly mode: Mode;
  readonly incident: string;
  /** SHA-256 of the plan, in hexadecimal. */
  readonly plan: string;
  readonly version: string;
  /** ARN of the caller, by account. */
  readonly callers: { readonly [account: string]: string };
}

/** What was there before the first call of a step, from which it is undone; and the step as it is applied. */
export interface BeforeLine {
  readonly what: 'before';
  readonly step: string;
  readonly action: string;
  readonly state: JsonObject;
  readonly parameters: { readonly [name: string]: string };
}

/** Written before a call is made. */
export interface RequestLine {
  readonly what: 'request';
  readonly mode: Mode;
  readonly step: string;
  /** Counts the calls of the journal, from 1. */
  readonly number: number;
  /** ARN of the caller. */
  readonly actor: string;
  readonly service: string;
  readonly operation: string;
  /** Without secrets. */
  readonly input: JsonObject;
  /** SHA-256 of the whole call, by which it is known again. */
  readonly hash: string;
  readonly place: CallPlace;
}

export interface AnswerLine {
  readonly what: 'answer';
  readonly step: string;
  readonly number: number;
  /** Without secrets. */
  readonly answer: JsonObject;
}

export interface ErrorLine {
  readonly what: 'error';
  readonly step: string;
  readonly number: number;
  readonly kind: AwsErrorKind;
  readonly code: string;
  readonly message: string;
}

/** The step was seen to hold. */
export interface HeldLine {
  readonly what: 'held';
  readonly step: string;
}

export interface OutcomeLine {
  readonly what: 'outcome';
  readonly mode: Mode;
  readonly step: string;
  readonly state: OutcomeState;
  readonly reason: string;
  readonly permission?: string;
}

/** Someone changed what the response had brought about, or made something new. */
export interface CounterMoveLine {
  readonly what: 'counter-move';
  /** Step that was undone by it; `''` for what is outside of the plan. */
  readonly step: string;
  readonly reason: string;
}

export interface ApprovalLine {
  readonly what: 'approval';
  readonly step: string;
  readonly approved: boolean;
  readonly how: 'asked' | 'in advance';
}

export type JournalBody =
  | RunLine
  | BeforeLine
  | RequestLine
  | AnswerLine
  | ErrorLine
  | HeldLine
  | OutcomeLine
  | CounterMoveLine
  | ApprovalLine;

/** `time` is RFC 3339, `run` counts the runs of the journal from 1. */
export type JournalLine = JournalBody & { readonly time: string; readonly run: number };
