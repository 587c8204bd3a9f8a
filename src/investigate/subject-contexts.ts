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
  /** Contexts by subject, address and agent: few records say something that none said before. */
  readonly #known: Map<string, Map<string, Map<string, Context | null>>> = new Map();
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
    const known = within(within(this.#known, subject), address);
    let context = known.get(agent);
    if (context === undefined) {
      context = this.#find(subject, agent, address) ?? null;
      known.set(agent, context);
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

  #find(subject: string, agent: string, address: string): Context | undefined {
    const there = this.#of(subject).filter(({ values }) => values.get('address')?.has(address) === true);
    return there.length === 0 ? undefined : there.find(({ tool }) => tool === knownAgent(agent).family1);
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

function within<V>(maps: Map<string, Map<string, V>>, name: string): Map<string, V> {
  let inner = maps.get(name);
  if (inner === undefined) maps.set(name, (inner = new Map()));
  return inner;
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
