/** Finds the context that an event belongs to. */
import type { Activity, Context } from '../activity/activity.ts';
import { subjectOf } from '../activity/subject.ts';
import { knownAgent } from '../agent/known.ts';
import type { Json, JsonObject } from '../json.ts';
import { textAt } from '../lineage/field.ts';
import { groupBy } from '../group-by.ts';

/** The contexts of an activity by subject, taken out of their packing when an event of the subject is asked about. */
export class SubjectContexts {
  readonly #packed: ReadonlyMap<string, readonly Context[]>;
  readonly #loaded = new Map<string, readonly Context[]>();
  /** Contexts by caller, address and agent: few records say something that none said before. */
  readonly #known = new Map<string, Context | null>();
  /** The subject of each description of a caller, which many records share. */
  readonly #subjects = new Map<Json | undefined, string>();

  constructor(activity: Activity) {
    this.#packed = groupBy(activity.contexts.values(), ({ subject }) => subject);
  }

  /** The context of an event: of its subject, with its tool, and its address among those seen there. */
  of(record: JsonObject): Context | undefined {
    const subject = this.#subjectOf(record);
    const agent = textAt(record, 'userAgent');
    const address = textAt(record, 'vpcEndpointId') || textAt(record, 'sourceIPAddress');
    const key = `${subject.length} ${address.length} ${subject}${address}${agent}`;
    let context = this.#known.get(key);
    if (context === undefined) {
      context = this.#find(subject, knownAgent(agent).family1, address) ?? null;
      this.#known.set(key, context);
    }
    return context ?? undefined;
  }

  #subjectOf(record: JsonObject): string {
    const { userIdentity } = record;
    let subject = this.#subjects.get(userIdentity);
    if (subject === undefined) {
      subject = subjectOf(callerOf(record)) ?? '';
      this.#subjects.set(userIdentity, subject);
    }
    return subject;
  }

  #find(subject: string, tool: string, address: string): Context | undefined {
    return this.#of(subject).find(
      (context) => context.tool === tool && context.values.get('address')?.has(address) === true,
    );
  }

  #of(subject: string): readonly Context[] {
    let contexts = this.#loaded.get(subject);
    if (contexts === undefined) {
      contexts = (this.#packed.get(subject) ?? []).map(loaded);
      this.#loaded.set(subject, contexts);
    }
    return contexts;
  }
}

function loaded({ subject, network, tool, seen, values }: Context): Context {
  return { subject, network, tool, seen, values: new Map(values) };
}

function callerOf(record: JsonObject): Parameters<typeof subjectOf>[0] {
  const text = (...path: string[]): string => textAt(record, 'userIdentity', ...path);
  return {
    type: text('type'),
    accessKeyId: text('accessKeyId'),
    arn: text('arn'),
    issuerArn: text('sessionContext', 'sessionIssuer', 'arn'),
    userName: text('userName'),
    accountId: text('accountId'),
  };
}
