/** Tells who made each event of a compromised credential: the intruder, its owner, or one cannot say. */
import type { Context } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import { parseAgent } from '../agent/parse.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { JsonObject } from '../json.ts';
import { textAt } from '../lineage/field.ts';
import type { IncidentSeed, SeedContext, SeedCredential } from './incident-seed.ts';
import type { Actor } from './incident.ts';
import type { QuietEvents } from './quiet-log.ts';
import type { SubjectContexts } from './subject-contexts.ts';

/** An event whose actor is asked for. */
export interface UnlabelledEvent {
  readonly ref: EventRef;
  readonly record: JsonObject;
  /** Id of the credential that made the call (see lineage). */
  readonly credential: string;
}

export interface Label {
  readonly actor: Actor;
  /** Why, in one sentence. */
  readonly reason: string;
}

/** A service acts within seconds of the call that asked it to; some work on for minutes. */
const RELAY_MS = 15 * 60_000;
const RELAY_SLACK_MS = 5000;

/**
 * A label for each event, in the order of the events.
 *
 * @param quiet reads of the owner that are not among the events
 */
export function labelEvents(
  events: readonly UnlabelledEvent[],
  seed: IncidentSeed,
  contexts: SubjectContexts,
  quiet: readonly QuietEvents[] = [],
): Label[] {
  const labeller = new Labeller(seed, contexts);
  const direct = events.map((event) => labeller.direct(event));
  const relays = new Relays(events, direct, quiet);
  return events.map((event, n) => direct[n] ?? relays.label(event, seed));
}

class Labeller {
  readonly #seed: IncidentSeed;
  readonly #contexts: ReadonlyMap<string, SeedContext>;
  readonly #credentials: ReadonlyMap<string, SeedCredential>;
  readonly #all: SubjectContexts;

  constructor(seed: IncidentSeed, all: SubjectContexts) {
    this.#seed = seed;
    this.#contexts = new Map(seed.contexts.map((context) => [context.key, context]));
    this.#credentials = new Map(seed.credentials.map((credential) => [credential.id, credential]));
    this.#all = all;
  }

  /** The label of an event that shows its caller; `undefined` where AWS relayed it. */
  direct(event: UnlabelledEvent): Label | undefined {
    const { timeMs } = event.ref;
    const credential = this.#credentials.get(event.credential);
    if (credential !== undefined && credential.because !== 'leaked' && timeMs >= credential.sinceMs) {
      const made =
        credential.because === 'minted'
          ? 'made by the intruder'
          : 'of a principal or key that the intruder created';
      return { actor: 'intruder', reason: `The credential was ${made}.` };
    }
    if (timeMs < this.#seed.firstMs)
      return { actor: 'owner', reason: 'The event is older than the first hostile one.' };
    if (isRelayed(event.record)) return undefined;
    return this.#byContext(event);
  }

  #byContext(event: UnlabelledEvent): Label {
    const context = this.#all.of(event.record);
    if (context === undefined)
      return { actor: 'undecided', reason: 'Network and tool are in no context that was judged.' };
    const { network, tool } = context;
    const hostile = this.#contexts.get(contextKey(context.subject, network, tool));
    if (hostile === undefined)
      return { actor: 'owner', reason: `${network} and ${tool} are the owner’s, not the intruder’s.` };
    if (!hostile.isShared) return { actor: 'intruder', reason: `${network} and ${tool} are the intruder’s.` };
    if (event.ref.timeMs < hostile.fromMs)
      return {
        actor: 'owner',
        reason: `The event from ${network} with ${tool} is older than the first hostile one there.`,
      };
    const marked = byMarks(context, event.record, hostile.fromMs);
    if (marked !== undefined) return marked;
    if (isNewThere(context, event.record, hostile.fromMs))
      return {
        actor: 'intruder',
        reason: `The call was never made from ${network} with ${tool} before the intruder came.`,
      };
    return { actor: 'undecided', reason: `Owner and intruder both work from ${network} with ${tool}.` };
  }
}

/** How long after the first hostile event the intruder's address and version of the tool have shown themselves. */
const MARKS_MS = 86_400_000;

/**
 * In a context of both: by the address, or the version of the tool, that came with the first hostile events, and those
 * that were there before. `undefined` where nothing came with them, or the two speak against each other.
 */
function byMarks(context: Context, record: JsonObject, fromMs: number): Label | undefined {
  const marks = [
    ['address', textAt(record, 'vpcEndpointId') || textAt(record, 'sourceIPAddress')],
    ['agent', parseAgent(textAt(record, 'userAgent')).family3],
  ] as const;
  const told = marks.flatMap(([dimension, value]): { actor: 'intruder' | 'owner'; value: string }[] => {
    const seen = [...(context.values.get(dimension) ?? [])];
    const came = seen.filter(([, { firstMs }]) => firstMs >= fromMs && firstMs < fromMs + MARKS_MS);
    if (came.length === 0) return [];
    if (came.some(([each]) => each === value)) return [{ actor: 'intruder', value }];
    const isOlder = seen.some(([each, { firstMs }]) => each === value && firstMs < fromMs);
    return isOlder ? [{ actor: 'owner', value }] : [];
  });
  const intruder = told.find(({ actor }) => actor === 'intruder');
  if (intruder !== undefined)
    return { actor: 'intruder', reason: `${intruder.value} came with the first hostile events.` };
  const [owner] = told;
  if (owner === undefined) return undefined;
  return { actor: 'owner', reason: `${owner.value} was there before the intruder, who came with another.` };
}

/** Whether the call's first time in the context is after the intruder came. */
function isNewThere(context: Context, record: JsonObject, fromMs: number): boolean {
  const name = textAt(record, 'eventName');
  const calls = (['api', 'denied', 'failed'] as const)
    .flatMap((dimension) => [...(context.values.get(dimension) ?? [])])
    .filter(([api]) => name.startsWith(api.slice(api.indexOf(':') + 1)));
  return calls.length > 0 && calls.every(([, { firstMs }]) => firstMs >= fromMs);
}

/** Calls that services made, labelled by the calls of the same principal that they were made for. */
class Relays {
  /** When each actor called, by principal, in each region and in any; ascending. */
  readonly #times = new Map<string, number[]>();

  constructor(
    events: readonly UnlabelledEvent[],
    direct: readonly (Label | undefined)[],
    quiet: readonly QuietEvents[],
  ) {
    for (const { kind, timesMs } of quiet) {
      for (const region of [ANYWHERE, kind.region])
        for (const timeMs of timesMs) append(this.#times, nameOf(kind.principal, region, 'owner'), timeMs);
    }
    events.forEach(({ ref, record }, n) => {
      const label = direct[n];
      if (label === undefined || Number.isNaN(ref.timeMs)) return;
      const principal = textAt(record, 'userIdentity', 'arn');
      for (const region of [ANYWHERE, textAt(record, 'awsRegion')])
        append(this.#times, nameOf(principal, region, label.actor), ref.timeMs);
    });
    for (const times of this.#times.values()) times.sort((a, b) => a - b);
  }

  label(event: UnlabelledEvent, seed: IncidentSeed): Label {
    const { timeMs } = event.ref;
    const service = textAt(event.record, 'sourceIPAddress') || 'AWS';
    const principal = textAt(event.record, 'userIdentity', 'arn');
    const inRegion = this.#actorsNear(principal, textAt(event.record, 'awsRegion'), timeMs);
    const actors = inRegion.length > 0 ? inRegion : this.#actorsNear(principal, ANYWHERE, timeMs);
    const [actor] = actors;
    if (actor !== undefined && actors.length === 1 && actor !== 'undecided')
      return { actor, reason: `${service} made the call for this principal when only the ${actor} used it.` };
    if (timeMs > seed.lastMs + RELAY_MS)
      return { actor: 'owner', reason: `${service} made the call after the last hostile event.` };
    return { actor: 'undecided', reason: `${service} made the call, and the log does not say for whom.` };
  }

  /** Who called at a time when a service may have acted for them. */
  #actorsNear(principal: string, region: string, timeMs: number): Actor[] {
    return ACTORS.filter((actor) => {
      const times = this.#times.get(nameOf(principal, region, actor)) ?? [];
      const first = times[firstFrom(times, timeMs - RELAY_MS)];
      return first !== undefined && first <= timeMs + RELAY_SLACK_MS;
    });
  }
}

const ACTORS: readonly Actor[] = ['intruder', 'owner', 'undecided'];
/** No region has this name. */
const ANYWHERE = '*';

function nameOf(principal: string, region: string, actor: Actor): string {
  return `${actor}\n${region}\n${principal}`;
}

/** Position of the first time that is not before `timeMs`. */
function firstFrom(times: readonly number[], timeMs: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function append(lists: Map<string, number[]>, name: string, value: number): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [value]);
  else list.push(value);
}

function isRelayed(record: JsonObject): boolean {
  const source = textAt(record, 'sourceIPAddress');
  return source === 'AWS Internal' || /\.amazonaws\.com(\.cn)?$/.test(source);
}
