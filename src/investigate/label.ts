/** Tells who made each event of a compromised credential: the intruder, its owner, or one cannot say. */
import type { Activity, Context } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import { AWS_NETWORK } from '../activity/origin.ts';
import { subjectOf } from '../activity/subject.ts';
import { groupBy } from './group-by.ts';
import { parseAgent } from '../agent/parse.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { IncidentSeed, SeedContext, SeedCredential } from './incident-seed.ts';
import type { Actor } from './incident.ts';

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

/** A label for each event, in the order of the events. */
export function labelEvents(
  events: readonly UnlabelledEvent[],
  seed: IncidentSeed,
  activity: Activity,
): Label[] {
  const labeller = new Labeller(seed, activity);
  const direct = events.map((event) => labeller.direct(event));
  const relays = new Relays(events, direct);
  return events.map((event, n) => direct[n] ?? relays.label(event, seed));
}

class Labeller {
  readonly #seed: IncidentSeed;
  readonly #contexts: ReadonlyMap<string, SeedContext>;
  readonly #credentials: ReadonlyMap<string, SeedCredential>;
  /** Contexts of the subjects concerned, by subject. */
  readonly #bySubject: ReadonlyMap<string, readonly Context[]>;

  constructor(seed: IncidentSeed, activity: Activity) {
    this.#seed = seed;
    this.#contexts = new Map(seed.contexts.map((context) => [context.key, context]));
    this.#credentials = new Map(seed.credentials.map((credential) => [credential.id, credential]));
    this.#bySubject = groupBy(activity.contexts.values(), ({ subject }) => subject);
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
    const context = this.#contextOf(event.record);
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
    if (isNewThere(context, event.record, hostile.fromMs))
      return {
        actor: 'intruder',
        reason: `The call was never made from ${network} with ${tool} before the intruder came.`,
      };
    return { actor: 'undecided', reason: `Owner and intruder both work from ${network} with ${tool}.` };
  }

  /** The context of an event: of its subject, with its tool, and its address among those seen there. */
  #contextOf(record: JsonObject): Context | undefined {
    const subject = subjectOfRecord(record);
    const tool = parseAgent(textAt(record, 'userAgent')).family1;
    const address = textAt(record, 'vpcEndpointId') || textAt(record, 'sourceIPAddress');
    return this.#bySubject
      .get(subject ?? '')
      ?.find((context) => context.tool === tool && context.values.get('address')?.has(address) === true);
  }
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
  readonly #byPrincipal: ReadonlyMap<string, readonly { event: UnlabelledEvent; label: Label }[]>;

  constructor(events: readonly UnlabelledEvent[], direct: readonly (Label | undefined)[]) {
    const known = events.flatMap((event, n) => {
      const label = direct[n];
      return label === undefined ? [] : [{ event, label }];
    });
    this.#byPrincipal = groupBy(known, ({ event }) => textAt(event.record, 'userIdentity', 'arn'));
  }

  label(event: UnlabelledEvent, seed: IncidentSeed): Label {
    const service = textAt(event.record, 'sourceIPAddress') || 'AWS';
    const principal = textAt(event.record, 'userIdentity', 'arn');
    const near = (this.#byPrincipal.get(principal) ?? []).filter(({ event: other }) => {
      const before = event.ref.timeMs - other.ref.timeMs;
      return before <= RELAY_MS && before >= -RELAY_SLACK_MS;
    });
    const region = textAt(event.record, 'awsRegion');
    const inRegion = near.filter(({ event: other }) => textAt(other.record, 'awsRegion') === region);
    const actors = new Set((inRegion.length > 0 ? inRegion : near).map(({ label }) => label.actor));
    const [actor] = actors;
    if (actor !== undefined && actors.size === 1 && actor !== 'undecided')
      return { actor, reason: `${service} made the call for this principal when only the ${actor} used it.` };
    if (event.ref.timeMs > seed.lastMs + RELAY_MS)
      return { actor: 'owner', reason: `${service} made the call after the last hostile event.` };
    return { actor: 'undecided', reason: `${service} made the call, and the log does not say for whom.` };
  }
}

function isRelayed(record: JsonObject): boolean {
  const source = textAt(record, 'sourceIPAddress');
  return source === 'AWS Internal' || /\.amazonaws\.com(\.cn)?$/.test(source);
}

function subjectOfRecord(record: JsonObject): string | null {
  const text = (...path: string[]): string => textAt(record, 'userIdentity', ...path);
  return subjectOf({
    type: text('type'),
    accessKeyId: text('accessKeyId'),
    arn: text('arn'),
    issuerArn: text('sessionContext', 'sessionIssuer', 'arn'),
    userName: text('userName'),
    accountId: text('accountId'),
  });
}

function textAt(record: JsonObject, ...path: readonly string[]): string {
  let value: Json | undefined = record;
  for (const name of path) value = isJsonObject(value) ? value[name] : undefined;
  return typeof value === 'string' ? value : '';
}
