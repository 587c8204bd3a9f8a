/** Tells who made each event of a compromised credential: the intruder, its owner, or one cannot say. */
import type { Context } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { JsonObject } from '../json.ts';
import { textAt } from '../lineage/field.ts';
import { ContextLabels } from './context-labels.ts';
import { firstFrom } from './first-from.ts';
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
  for (const { kind, timesMs } of quiet) {
    const owners = relays.of(kind.principal, kind.region)?.owner;
    for (const timeMs of timesMs) owners?.push(timeMs);
  }
  events.forEach(({ ref, record }, n) => {
    relays.addCall(relays.ofCaller(record), direct[n], ref.timeMs);
  });
  calls.forEach((each, n) => {
    const times = relays.ofCaller(each.record);
    directCalls[n]!.forEach((label, at) => {
      relays.addCall(times, label, each.timeMs(at));
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

const OLDER: Label = { actor: 'owner', reason: 'The event is older than the first hostile one.' };
const MINTED: Label = { actor: 'intruder', reason: 'The credential was made by the intruder.' };
const CREATED: Label = {
  actor: 'intruder',
  reason: 'The credential was of a principal or key that the intruder created.',
};
const UNKNOWN: Label = {
  actor: 'undecided',
  reason: 'Network and tool are in no context that was judged.',
};

class Labeller {
  readonly #seed: IncidentSeed;
  readonly #hostile: ReadonlyMap<string, SeedContext>;
  readonly #credentials: ReadonlyMap<string, SeedCredential>;
  readonly #all: SubjectContexts;
  readonly #labels = new Map<Context, ContextLabels>();

  constructor(seed: IncidentSeed, all: SubjectContexts) {
    this.#seed = seed;
    this.#hostile = new Map(seed.contexts.map((context) => [context.key, context]));
    this.#credentials = new Map(seed.credentials.map((credential) => [credential.id, credential]));
    this.#all = all;
  }

  /** The label of an event that shows its caller; `undefined` where AWS relayed it. */
  direct(
    { record, credential }: Pick<UnlabelledEvent, 'record' | 'credential'>,
    timeMs: number,
  ): Label | undefined {
    const held = this.#credentials.get(credential);
    if (held !== undefined && held.because !== 'leaked' && timeMs >= held.sinceMs)
      return held.because === 'minted' ? MINTED : CREATED;
    if (timeMs < this.#seed.firstMs) return OLDER;
    if (isRelayed(record)) return undefined;
    return this.#labelsOf(record)?.label(record, timeMs) ?? UNKNOWN;
  }

  /** Labels of calls that say the same: they change where the intruder came or got the credential, nowhere else. */
  each(calls: UnlabelledCalls): (Label | undefined)[] {
    const labelled = this.#labelsOf(calls.record);
    const bordersMs = [
      this.#seed.firstMs,
      this.#credentials.get(calls.credential)?.sinceMs,
      labelled?.fromMs,
      labelled?.releasedMs,
    ].filter((border) => border !== undefined);
    const labels: (Label | undefined)[] = [];
    let crossed = -1;
    let label: Label | undefined;
    for (let n = 0; n < calls.length; n++) {
      const timeMs = calls.timeMs(n);
      let now = 0;
      for (const border of bordersMs) if (border <= timeMs) now++;
      if (now !== crossed) label = this.direct(calls, timeMs);
      crossed = now;
      labels.push(label);
    }
    return labels;
  }

  /** `undefined` for an event in no context that was judged. */
  #labelsOf(record: JsonObject): ContextLabels | undefined {
    const context = this.#all.of(record);
    if (context === undefined) return undefined;
    let labels = this.#labels.get(context);
    if (labels === undefined) {
      const hostile = this.#hostile.get(contextKey(context.subject, context.network, context.tool));
      this.#labels.set(context, (labels = new ContextLabels(context, hostile)));
    }
    return labels;
  }
}

/** When each actor called, ascending once all are known. */
type Times = Readonly<Record<Actor, number[]>>;

/** Calls that services made, labelled by the calls of the same principal that they were made for. */
class Relays {
  /** By principal and region. */
  readonly #times: ReadonlyMap<string, Map<string, Times>>;

  /** @param principals of whose relayed calls will be asked */
  constructor(principals: ReadonlySet<string>) {
    this.#times = new Map([...principals].map((principal) => [principal, new Map()]));
  }

  /** Calls of a principal in a region, to be added to; `undefined` where nothing will be asked of it. */
  of(principal: string, region: string): Times | undefined {
    const regions = this.#times.get(principal);
    if (regions === undefined) return undefined;
    let times = regions.get(region);
    if (times === undefined) regions.set(region, (times = { intruder: [], owner: [], undecided: [] }));
    return times;
  }

  /** The same for the caller of a record. */
  ofCaller(record: JsonObject): Times | undefined {
    return this.#times.size === 0 ? undefined : this.of(principalOf(record), textAt(record, 'awsRegion'));
  }

  addCall(times: Times | undefined, label: Label | undefined, timeMs: number): void {
    if (times !== undefined && label !== undefined && !Number.isNaN(timeMs)) times[label.actor].push(timeMs);
  }

  /** To be called when all are added. */
  sort(): void {
    for (const regions of this.#times.values())
      for (const times of regions.values()) for (const actor of ACTORS) times[actor].sort((a, b) => a - b);
  }

  label(record: JsonObject, timeMs: number, seed: IncidentSeed): Label {
    const service = textAt(record, 'sourceIPAddress') || 'AWS';
    const regions = this.#times.get(principalOf(record));
    const inRegion = actorsNear([regions?.get(textAt(record, 'awsRegion'))], timeMs);
    const actors = inRegion.length > 0 ? inRegion : actorsNear([...(regions?.values() ?? [])], timeMs);
    const [actor] = actors;
    if (actor !== undefined && actors.length === 1 && actor !== 'undecided')
      return { actor, reason: `${service} made the call for this principal when only the ${actor} used it.` };
    if (timeMs > seed.lastMs + RELAY_MS)
      return { actor: 'owner', reason: `${service} made the call after the last hostile event.` };
    return { actor: 'undecided', reason: `${service} made the call, and the log does not say for whom.` };
  }
}

const ACTORS: readonly Actor[] = ['intruder', 'owner', 'undecided'];

/** Who called at a time when a service may have acted for them. */
function actorsNear(regions: readonly (Times | undefined)[], timeMs: number): Actor[] {
  return ACTORS.filter((actor) =>
    regions.some((region) => {
      const times = region?.[actor] ?? [];
      const first = times[firstFrom(times, timeMs - RELAY_MS, (time) => time)];
      return first !== undefined && first <= timeMs + RELAY_SLACK_MS;
    }),
  );
}

function principalOf(record: JsonObject): string {
  return textAt(record, 'userIdentity', 'arn');
}

function isRelayed(record: JsonObject): boolean {
  const source = textAt(record, 'sourceIPAddress');
  return source === 'AWS Internal' || /\.amazonaws\.com(\.cn)?$/.test(source);
}
