/** What happened, in order, in the words a person reads. */
import type { Network, Networks } from '../network/lookup.ts';
import { redactText } from '../redact.ts';
import type { Action } from './action.ts';
import { actionOf } from './action.ts';
import { currentId, partsOf } from './attack.ts';
import { inOrder, principalOf } from './call.ts';
import { callsIn, lastMsOf } from './evidence.ts';
import type { EvidenceEvent } from './evidence.ts';
import type { TimelineEntry } from './incident.ts';
import { some } from './names.ts';
import { textAt } from './values.ts';

/** What a timeline needs to know of a rule that matched: its ATT&CK tags, such as `attack.t1098.001`. */
export interface RuleTags {
  readonly tags: readonly string[];
}

/**
 * One entry for each event, which may stand for many calls, in order of time, then event ID, then file and record. Session tokens and secrets are
 * masked; whatever else stands in the texts is as the caller wrote it, so they must be escaped where they are shown.
 *
 * @param networks answers where addresses are; asked once for each distinct address
 * @param rules what is known of the rules that `EvidenceEvent.rules` names, by ID; others add no techniques
 */
export function timelineOf(
  events: readonly EvidenceEvent[],
  networks: Networks,
  rules: ReadonlyMap<string, RuleTags>,
): TimelineEntry[] {
  const networkOf = remembered((address: string) => networks.lookup(address));
  const readable = remembered(readableText);
  return inOrder(events.map((event) => actionOf(event))).map((action) =>
    entryOf(action, networkOf(textAt(action.event.record, 'sourceIPAddress')), rules, readable),
  );
}

/** The same function, asked once for each text: events of one credential have most texts in common. */
function remembered<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) known.set(text, (found = find(text)));
    return found;
  };
}

/** Longer texts hold no more that a person would read; the record is in the evidence. */
const LONGEST = 400;

function entryOf(
  action: Action,
  network: Network,
  rules: ReadonlyMap<string, RuleTags>,
  readable: (text: string) => string,
): TimelineEntry {
  const { event, ref } = action;
  const { record } = event;
  const techniques = new Set<string>(action.shows.map((mapping) => partsOf(mapping).id));
  for (const rule of event.rules) {
    for (const tag of rules.get(rule)?.tags ?? []) {
      const [, id] = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag) ?? [];
      if (id !== undefined) techniques.add(currentId(id));
    }
  }
  const [first] = action.shows;
  return {
    ...ref,
    calls: callsIn([event]),
    lastMs: lastMsOf(event),
    actor: event.actor,
    reason: readable(event.reason),
    credential: readable(event.credential),
    principal: readable(principalOf(action)),
    account: readable(action.account),
    region: readable(action.region),
    service: readable(action.service),
    action: readable(action.name),
    target: readable(some(action.targets, 3)),
    address: readable(textAt(record, 'sourceIPAddress')),
    country: network.country ?? '',
    network: readable(networkText(network)),
    userAgent: readable(textAt(record, 'userAgent')),
    error: readable(action.error || (action.outcome === 'failed' ? 'Failure' : '')),
    readOnly: action.readOnly,
    tactic: first === undefined ? null : partsOf(first).tactic,
    techniques: [...techniques].toSorted(),
    rules: event.rules.toSorted(),
    weight: action.weight,
  };
}

function readableText(text: string): string {
  const redacted = redactText(text);
  return redacted.length > LONGEST ? `${redacted.slice(0, LONGEST)}…` : redacted;
}

/** `AS14061 DigitalOcean, LLC`; a service by its name; the kind of network where nothing else is known. */
function networkText({ asn, org, service, kind }: Network): string {
  if (asn !== null) return org === null ? `AS${asn}` : `AS${asn} ${org}`;
  return org ?? service ?? (kind === 'unknown' ? '' : kind);
}
