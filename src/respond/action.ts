/** What every response action knows: what it reads before, what it calls, how it is checked and undone. */
import type { JsonObject } from '../json.ts';
import type { Step } from './plan.ts';

/** One call to AWS, as the journal writes it and `export` prints it. */
export interface Call {
  /** `iam`, `sts` … as the SDK names the client. */
  readonly service: string;
  /** `UpdateAccessKey`. */
  readonly operation: string;
  readonly input: JsonObject;
}

/** Makes calls: the SDK in production; nothing but this may reach AWS. Throws `AwsError`. */
export interface Caller {
  call(call: Call, place: { readonly account: string; readonly region: string }): Promise<JsonObject>;
}

export type Verdict =
  | { readonly state: 'holds' }
  | { readonly state: 'not yet'; readonly reason: string }
  | { readonly state: 'drifted'; readonly reason: string };

export interface Action {
  readonly name: string;
  /** IAM actions with resources, the least that reading and applying need: `iam:UpdateAccessKey` on the user's ARN. */
  readonly permissions: (step: Step) => readonly {
    readonly action: string;
    readonly resource: string;
    readonly role: 'reader' | 'responder';
  }[];
  /** Reads what is there now, in a form that `apply` and `undo` can be worked out from. Reads only. */
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
}
