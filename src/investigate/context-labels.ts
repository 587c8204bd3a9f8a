/** Tells who made the calls of one context in which an intruder worked. */
import type { Context } from '../activity/activity.ts';
import { knownAgent } from '../agent/known.ts';
import type { JsonObject } from '../json.ts';
import { textAt } from '../lineage/field.ts';
import { cameWith } from './hostile-times.ts';
import type { SeedContext } from './incident-seed.ts';
import type { Label } from './label.ts';

/** What is said of the calls from a context, worked out once for all of them. */
export class ContextLabels {
  readonly #context: Context;
  readonly #hostile: SeedContext | undefined;
  readonly #addresses: Marks;
  readonly #agents: Marks;
  readonly #isNew = new Map<string, boolean>();
  /** In the order in which they are asked for. */
  readonly #said: {
    readonly owners: Label;
    readonly intruders: Label;
    readonly older: Label;
    readonly released: Label;
    readonly isNew: Label;
    readonly both: Label;
  };

  /** @param hostile since when the intruder works in it; `undefined` where it never did */
  constructor(context: Context, hostile: SeedContext | undefined) {
    const { network, tool } = context;
    this.#context = context;
    this.#hostile = hostile;
    this.#addresses = new Marks(context, 'address', hostile);
    this.#agents = new Marks(context, 'agent', hostile);
    this.#said = {
      owners: { actor: 'owner', reason: `${network} and ${tool} are the owner’s, not the intruder’s.` },
      intruders: { actor: 'intruder', reason: `${network} and ${tool} are the intruder’s.` },
      older: {
        actor: 'owner',
        reason: `The event from ${network} with ${tool} is older than the first hostile one there.`,
      },
      released: { actor: 'owner', reason: `What was new from ${network} with ${tool} had become habit.` },
      isNew: {
        actor: 'intruder',
        reason: `The call was never made from ${network} with ${tool} before the intruder came.`,
      },
      both: { actor: 'undecided', reason: `Owner and intruder both work from ${network} with ${tool}.` },
    };
  }

  /** Since when the intruder works there. */
  get fromMs(): number | undefined {
    return this.#hostile?.fromMs;
  }

  /** From when on what came there counts as the owner's habit. */
  get releasedMs(): number | undefined {
    return this.#hostile?.releasedMs ?? undefined;
  }

  label(record: JsonObject, timeMs: number): Label {
    const hostile = this.#hostile;
    if (hostile === undefined) return this.#said.owners;
    if (!hostile.isShared) return this.#said.intruders;
    if (timeMs < hostile.fromMs) return this.#said.older;
    if (hostile.releasedMs !== null && timeMs >= hostile.releasedMs) return this.#said.released;
    const marked = this.#byMarks(record);
    if (marked !== undefined) return marked;
    return this.#isNewThere(textAt(record, 'eventName'), hostile.fromMs) ? this.#said.isNew : this.#said.both;
  }

  /**
   * By the address, or the version of the tool, that came with the first hostile events, and those that were there
   * before. Where the two speak against each other it is the intruder; `undefined` where neither says anything.
   */
  #byMarks(record: JsonObject): Label | undefined {
    const byAddress = this.#addresses.label(
      () => textAt(record, 'vpcEndpointId') || textAt(record, 'sourceIPAddress'),
    );
    if (byAddress?.actor === 'intruder') return byAddress;
    const byAgent = this.#agents.label(() => knownAgent(textAt(record, 'userAgent')).family3);
    return byAgent?.actor === 'intruder' ? byAgent : (byAddress ?? byAgent);
  }

  /** Whether the call's first time in the context is after the intruder came. */
  #isNewThere(name: string, fromMs: number): boolean {
    let isNew = this.#isNew.get(name);
    if (isNew === undefined) {
      const calls = (['api', 'denied', 'failed'] as const)
        .flatMap((dimension) => [...(this.#context.values.get(dimension) ?? [])])
        .filter(([api]) => name.startsWith(api.slice(api.indexOf(':') + 1)));
      isNew = calls.length > 0 && calls.every(([, { firstMs }]) => firstMs >= fromMs);
      this.#isNew.set(name, isNew);
    }
    return isNew;
  }
}

/** Values of one kind by who showed them first, where any came with the first hostile events. */
class Marks {
  readonly #labels = new Map<string, Label>();

  constructor(context: Context, dimension: 'address' | 'agent', hostile: SeedContext | undefined) {
    if (hostile?.isShared !== true) return;
    const { fromMs } = hostile;
    const came = cameWith(context, dimension, fromMs);
    if (came.length === 0) return;
    for (const [value] of came)
      this.#labels.set(value, { actor: 'intruder', reason: `${value} came with the first hostile events.` });
    for (const [value, { firstMs }] of context.values.get(dimension)!) {
      if (firstMs < fromMs)
        this.#labels.set(value, {
          actor: 'owner',
          reason: `${value} was there before the intruder, who came with another.`,
        });
    }
  }

  /** @param value asked for only where values tell anything */
  label(value: () => string): Label | undefined {
    return this.#labels.size === 0 ? undefined : this.#labels.get(value());
  }
}
