/** What every response action knows: what it reads before, what it calls, how it is checked and undone. */
import type { JsonObject } from '../json.ts';
import type { Step } from './plan.ts';

/** One call to AWS, as the journal writes it and `export` prints it. */
export interface Call {
  /** `iam`, `sts`, `secrets-manager` …: the SDK's client is `@aws-sdk/client-<service>`. */
  readonly service: string;
  /** `UpdateAccessKey`. */
  readonly operation: string;
  /** As the SDK takes it, which is as `--cli-input-json` of the AWS CLI takes it. */
  readonly input: JsonObject;
}

/** Where a call goes. `region` is `''` for global services, whose region the caller knows. */
export interface CallPlace {
  readonly account: string;
  readonly region: string;
}

/** Makes calls: the SDK in production; nothing but this may reach AWS. Throws `AwsError`. */
export interface Caller {
  /** The answer without `$metadata`; times as RFC 3339 text, bytes in base64, what is undefined left out. */
  call(call: Call, place: CallPlace): Promise<JsonObject>;
}

export type Verdict =
  | { readonly state: 'holds' }
  | { readonly state: 'not yet'; readonly reason: string }
  | { readonly state: 'drifted'; readonly reason: string };

/** One entry of the least IAM policy. */
export interface Grant {
  /** `iam:UpdateAccessKey`, as IAM policies name it. */
  readonly action: string;
  /** ARN, or `*` where the API knows no narrower one. */
  readonly resource: string;
  /** What reading needs both have; what changes something, the responder alone. */
  readonly role: 'reader' | 'responder';
}

export interface Action {
  readonly name: string;
  /** What it does, as a sentence. */
  readonly does: string;
  /** How it is undone, as a sentence; `null` when it cannot be. */
  readonly undoes: string | null;
  /** Parameters that a step must have, and those it may have. */
  readonly parameters: readonly string[];
  readonly optional: readonly string[];
  /** IAM actions with resources, the least that reading and applying need: `iam:UpdateAccessKey` on the user's ARN. */
  readonly permissions: (step: Step) => readonly Grant[];
  /** Reads what is there now, in a form that `calls` and `undo` can be worked out from. Reads only. */
  readonly read: (step: Step, aws: Caller) => Promise<JsonObject>;
  /** The calls that bring it about from the state `before`; none when it holds already. Pure. */
  readonly calls: (step: Step, before: JsonObject) => readonly Call[];
  /** Whether the state read now is what the step wants. Pure. */
  readonly verify: (step: Step, now: JsonObject) => Verdict;
  /** The calls that restore `before`, given what is there now; what drifted meanwhile is left and told. Pure. */
  readonly undo: (
    step: Step,
    before: JsonObject,
    now: JsonObject,
  ) => { readonly calls: readonly Call[]; readonly drift: readonly string[] };
  /** What is to be told of a step that was brought about from a state, as a sentence; `''` when nothing is. Pure. */
  readonly note: (step: Step, before: JsonObject) => string;
  /** The state that the logs let one expect, for exports, which cannot read; `null` where it is not known. */
  readonly expected: (step: Step) => JsonObject | null;
}
