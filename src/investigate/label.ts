/** Tells who made each event of a compromised credential: the intruder, its owner, or one cannot say. */
import type { Context } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import { knownAgent } from '../agent/known.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { JsonObject } from '../json.ts';
import { textAt } from '../lineage/field.ts';
import { firstFrom } from './first-from.ts';
import { cameWith } from './hostile-times.ts';
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

/** Calls that say the same: their times decide who made them. */
export interface UnlabelledCalls extends Pick<UnlabelledEvent, 'record' | 'credential'> {
  readonly length: number;
  /** In milliseconds since 1970 (UTC), ascending. */
  timeMs(n: number): number;
}

/** Of events and of calls that say the same, both in their order. */
export interface Labels {
  readonly events: readonly Label[];
  readonly calls: readonly (readonly Label[])[];
}

/** A service acts within seconds of the call that asked it to; some work on for minutes. */
const RELAY_MS = 15 * 60_000;
const RELAY_SLACK_MS = 5000;

/**
 * A label for each event and each call, in their order.
 *
 * @param quiet reads of the owner that are not among the events
 */
export function labelEvents(
  events: readonly UnlabelledEvent[],
  seed: IncidentSeed,
  contexts: SubjectContexts,
  { quiet = [], calls = [] }: { quiet?: readonly QuietEvents[]; calls?: readonly UnlabelledCalls[] } = {},
): Labels {
  const labeller = new Labeller(seed, contexts);
  const direct = events.map((event) => labeller.direct(event, event.ref.timeMs));
  const directCalls = calls.map((each) => labeller.each(each));
  const principals = new Set([
    ...events.filter((_, n) => direct[n] === undefined).map(({ record }) => principalOf(record)),
    ...calls.filter((_, n) => directCalls[n]!.includes(undefined)).map(({ record }) => principalOf(record)),
  ]);
  const relays = new Relays(principals);
  for (const { kind, timesMs } of quiet)
    for (const timeMs of timesMs) relays.add(kind.principal, kind.region, 'owner', timeMs);
  events.forEach(({ ref, record }, n) => {
    relays.addCall(record, direct[n], ref.timeMs);
  });
  calls.forEach((each, n) => {
    directCalls[n]!.forEach((label, at) => {
      relays.addCall(each.record, label, each.timeMs(at));
    });
  });
  relays.sort();
  return {
    events: events.map(({ ref, record }, n) => direct[n] ?? relays.label(record, ref.timeMs, seed)),
    calls: calls.map((each, n) =>
      directCalls[n]!.map((label, at) => label ?? relays.label(each.record, each.timeMs(at), seed)),
    ),
  };
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
  direct(event: Pick<UnlabelledEvent, 'record' | 'credential'>, timeMs: number): Label | undefined {
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
    return this.#byContext(event.record, timeMs);
  }

  /** Labels of calls that say the same: they change where the intruder came or got the credential, nowhere else. */
  each(calls: UnlabelledCalls): (Label | undefined)[] {
    const hostile = this.#hostileOf(this.#all.of(calls.record));
    const bordersMs = [
      this.#seed.firstMs,
      this.#credentials.get(calls.credential)?.sinceMs,
      hostile?.fromMs,
      hostile?.releasedMs ?? undefined,
    ].filter((border) => border !== undefined);
    let crossed = -1;
    let label: Label | undefined;
    return Array.from({ length: calls.length }, (_, n) => {
      const timeMs = calls.timeMs(n);
      const now = bordersMs.filter((border) => border <= timeMs).length;
      if (now !== crossed) label = this.direct(calls, timeMs);
      crossed = now;
      return label;
    });
  }

  #hostileOf(context: Context | undefined): SeedContext | undefined {
    return context && this.#contexts.get(contextKey(context.subject, context.network, context.tool));
  }

  #byContext(record: JsonObject, timeMs: number): Label {
    const context = this.#all.of(record);
    if (context === undefined)
      return { actor: 'undecided', reason: 'Network and tool are in no context that was judged.' };
    const { network, tool } = context;
    const hostile = this.#hostileOf(context);
    if (hostile === undefined)
      return { actor: 'owner', reason: `${network} and ${tool} are the owner’s, not the intruder’s.` };
    if (!hostile.isShared) return { actor: 'intruder', reason: `${network} and ${tool} are the intruder’s.` };
    if (timeMs < hostile.fromMs)
      return {
        actor: 'owner',
        reason: `The event from ${network} with ${tool} is older than the first hostile one there.`,
      };
    if (hostile.releasedMs !== null && timeMs >= hostile.releasedMs)
      return { actor: 'owner', reason: `What was new from ${network} with ${tool} had become habit.` };
    const marked = byMarks(context, record, hostile.fromMs);
    if (marked !== undefined) return marked;
    if (isNewThere(context, record, hostile.fromMs))
      return {
        actor: 'intruder',
        reason: `The call was never made from ${network} with ${tool} before the intruder came.`,
      };
    return { actor: 'undecided', reason: `Owner and intruder both work from ${network} with ${tool}.` };
  }
}

/**
 * In a context of both: by the address, or the version of the tool, that came with the first hostile events, and those
 * that were there before. `undefined` where nothing came with them, or the two speak against each other.
 */
function byMarks(context: Context, record: JsonObject, fromMs: number): Label | undefined {
  const marks = [
    ['address', textAt(record, 'vpcEndpointId') || textAt(record, 'sourceIPAddress')],
    ['agent', knownAgent(textAt(record, 'userAgent')).family3],
  ] as const;
  const told = marks.flatMap(([dimension, value]): { actor: 'intruder' | 'owner'; value: string }[] => {
    const came = cameWith(context, dimension, fromMs);
    if (came.length === 0) return [];
    if (came.some(([each]) => each === value)) return [{ actor: 'intruder', value }];
    const seen = context.values.get(dimension)?.get(value);
    return seen !== undefined && seen.firstMs < fromMs ? [{ actor: 'owner', value }] : [];
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
  readonly #principals: ReadonlySet<string>;

  /** @param principals of whose relayed calls will be asked */
  constructor(principals: ReadonlySet<string>) {
    this.#principals = principals;
  }

  addCall(record: JsonObject, label: Label | undefined, timeMs: number): void {
    if (this.#principals.size === 0 || label === undefined || Number.isNaN(timeMs)) return;
    this.add(principalOf(record), textAt(record, 'awsRegion'), label.actor, timeMs);
  }

  add(principal: string, region: string, actor: Actor, timeMs: number): void {
    if (!this.#principals.has(principal)) return;
    for (const each of [ANYWHERE, region]) append(this.#times, nameOf(principal, each, actor), timeMs);
  }

  /** To be called when all are added. */
  sort(): void {
    for (const times of this.#times.values()) times.sort((a, b) => a - b);
  }

  label(record: JsonObject, timeMs: number, seed: IncidentSeed): Label {
    const service = textAt(record, 'sourceIPAddress') || 'AWS';
    const principal = principalOf(record);
    const inRegion = this.#actorsNear(principal, textAt(record, 'awsRegion'), timeMs);
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
      const first = times[firstFrom(times, timeMs - RELAY_MS, (time) => time)];
      return first !== undefined && first <= timeMs + RELAY_SLACK_MS;
    });
  }
}

function principalOf(record: JsonObject): string {
  return textAt(record, 'userIdentity', 'arn');
}

const ACTORS: readonly Actor[] = ['intruder', 'owner', 'undecided'];
/** No region has this name. */
const ANYWHERE = '*';

function nameOf(principal: string, region: string, actor: Actor): string {
  return `${actor}\n${region}\n${principal}`;
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
