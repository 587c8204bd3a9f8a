/** What one event did: to what, whether it worked, and how much it matters. */
import { COMPUTE } from './actions/compute.ts';
import { DATA } from './actions/data.ts';
import { DEFENCE } from './actions/defence.ts';
import { IDENTITY } from './actions/identity.ts';
import { SERVICES } from './actions/services.ts';
import type { Doing, Row, ServiceTable, Weight } from './actions/table.ts';
import type { Mapping } from './attack-matrix.ts';
import { inOrder, readCall, refusedResource, values } from './call.ts';
import type { Call } from './call.ts';
import type { EvidenceEvent } from './evidence.ts';
import { textAt, textsAt } from './values.ts';

export interface Action extends Call {
  readonly does: Doing;
  readonly readOnly: boolean;
  /** Names and ARNs it was done to, without repetition; of a refused call what the error message names. */
  readonly targets: readonly string[];
  readonly weight: Weight;
  readonly shows: readonly Mapping[];
}

export const SERVICE_TABLES: readonly ServiceTable[] = [
  ...IDENTITY,
  ...DATA,
  ...COMPUTE,
  ...DEFENCE,
  ...SERVICES,
];

const BY_SERVICE = new Map(SERVICE_TABLES.flatMap((table) => table.services.map((name) => [name, table])));

/** What the events did, in order of time, then of event ID, then of place: what timeline, impact and all else read. */
export function actionsOf(events: readonly EvidenceEvent[]): Action[] {
  return inOrder(events.map((event) => actionOf(event)));
}

/** The action without the others that its event stands for. */
export function onlyFirst(action: Action): Action {
  const { alike: _, ...event } = action.event;
  return { ...action, event };
}

/** Reads what the event did. Never throws. */
export function actionOf(event: EvidenceEvent): Action {
  const call = readCall(event);
  const table = BY_SERVICE.get(call.service);
  const row = table && Object.hasOwn(table.calls, call.name) ? table.calls[call.name]! : byVerb(call, table);
  const [does, weight, shows, target = table?.target ?? ''] = row;
  // Member by member: to add to a copy takes ten times as long.
  return {
    event: call.event,
    ref: call.ref,
    service: call.service,
    name: call.name,
    id: call.id,
    outcome: call.outcome,
    account: call.account,
    region: call.region,
    error: call.error,
    request: call.request,
    does,
    readOnly: does === 'look' || does === 'read' ? true : saidReadOnly(call),
    targets: targetsOf(call, target),
    weight: call.outcome === 'succeeded' || call.outcome === 'dry-run' ? weight : lessened(weight),
    shows: shows === null ? [] : typeof shows === 'string' ? [shows] : shows,
  };
}

/** An attempt tells of the intent, but changes nothing. */
function lessened(weight: Weight): Weight {
  return weight === 3 ? 2 : weight === 2 ? 1 : weight;
}

const LOOKING =
  /^(?:Get|List|Describe|Head|Lookup|Search|View|Check|BatchGet|BatchDescribe|Estimate|Simulate|Validate|Test|Preview|Query|Scan|Select|Filter)/;
const DELETING = /^(?:Delete|Terminate|Remove|Deregister|Purge|BatchDelete|Cancel|Release|Revoke)/;
const CREATING = /^(?:Create|Register|Run|Import|Allocate|Publish|Upload|Copy|Request|Restore)/;

/** A call that is in no table is known by its verb. */
function byVerb(call: Call, table: ServiceTable | undefined): Row {
  if (saidReadOnly(call) || (LOOKING.test(call.name) && !saidWriting(call))) {
    return ['look', 0, table?.looks ?? 'Discovery/T1526'];
  }
  if (DELETING.test(call.name)) return ['delete', 1, null];
  if (CREATING.test(call.name)) return ['create', 1, null];
  return ['change', 1, null];
}

function saidReadOnly({ event, name }: Call): boolean {
  const said = textAt(event.record, 'readOnly');
  return said === '' ? isLooking(name) : said === 'true';
}

/** Old records do not say whether a call only reads; then the verb in its name decides. */
export function isLooking(name: string): boolean {
  return LOOKING.test(name);
}

function saidWriting({ event }: Call): boolean {
  return textAt(event.record, 'readOnly') === 'false';
}

/** A request can name thousands of objects; a reader looks at the first few. */
const MOST_TARGETS = 100;

function targetsOf(call: Call, specification: string): readonly string[] {
  const named = values(call, specification);
  if (named.length > 0) return withoutHolders(named);
  const arns = textsAt(call.event.record, 'resources.ARN');
  if (arns.length > 0) return withoutHolders(arns);
  const refused = refusedResource(call);
  return refused === '' ? [] : [refused];
}

/** The first few, each once, without those that hold another: an object is named, its bucket need not be. */
function withoutHolders(names: readonly string[]): readonly string[] {
  if (names.length === 1) return names;
  const distinct = [...new Set(names)].slice(0, MOST_TARGETS);
  return distinct.filter(
    (name) => !name.startsWith('arn:') || !distinct.some((other) => other.startsWith(`${name}/`)),
  );
}
