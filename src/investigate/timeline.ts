/** What happened, in order, in the words a person reads. */
import type { Network, Networks } from '../network/lookup.ts';
import { redactText } from '../redact.ts';
import { remembered } from '../remembered.ts';
import type { Action } from './action.ts';
import { currentId, partsOf } from './attack.ts';
import type { Mapping } from './attack-matrix.ts';
import { principalOf } from './call.ts';
import { callsIn, lastMsOf } from './evidence.ts';
import type { TimelineEntry } from './incident.ts';
import { distinct, isRelayed, some } from './names.ts';
import { textAt } from './values.ts';

/** What a timeline needs to know of a rule that matched: its ATT&CK tags, such as `attack.t1098.001`. */
export interface RuleTags {
  readonly tags: readonly string[];
}

/**
 * One entry for each action, which may stand for many calls, in their order. Session tokens and secrets are masked;
 * whatever else stands in the texts is as the caller wrote it, so they must be escaped where they are shown.
 *
 * @param actions in order of time
 * @param networks answers where addresses are; asked once for each distinct address
 * @param rules what is known of the rules that `EvidenceEvent.rules` names, by ID; others add no techniques
 */
export function timelineOf(
  actions: readonly Action[],
  networks: Networks,
  rules: ReadonlyMap<string, RuleTags>,
): TimelineEntry[] {
  const words: Words = {
    networkOf: remembered((address) => networks.lookup(address)),
    readable: remembered(readableText),
    shown: shownOnce(rules),
  };
  return actions.map((action) => entryOf(action, words));
}

/** From where the intruder called, as network and country, sorted. What AWS relayed says nothing of it. */
export function originsOf(actions: readonly Action[], networks: Networks): string[] {
  const addresses = new Set(
    actions
      .filter(({ event }) => event.actor === 'intruder')
      .map(({ event }) => textAt(event.record, 'sourceIPAddress')),
  );
  return distinct(
    [...addresses]
      .filter((address) => !isRelayed(readableText(address)))
      .map((address) => {
        const network = networks.lookup(address);
        const parts = [readableText(networkText(network)), network.country ?? ''];
        return parts.filter((part) => part !== '').join(', ');
      }),
  );
}

/** What entries have in common, worked out once for each text. */
interface Words {
  readonly networkOf: (address: string) => Network;
  readonly readable: (text: string) => string;
  readonly shown: ShownBy;
}

/** What is told of what a call shows by itself, and of the IDs of the rules that matched. */
type ShownBy = (shows: readonly Mapping[], matched: readonly string[]) => Shown;
type Shown = Pick<TimelineEntry, 'tactic' | 'techniques' | 'rules'>;

/** Many calls matched the same rules, and hold the same list of them. */
function shownOnce(rules: ReadonlyMap<string, RuleTags>): ShownBy {
  const known = new Map<readonly string[], Map<string, Shown>>();
  return (shows, matched) => {
    let byShows = known.get(matched);
    if (byShows === undefined) known.set(matched, (byShows = new Map()));
    const key = shows.join('\n');
    let shown = byShows.get(key);
    if (shown === undefined) byShows.set(key, (shown = shownBy(shows, matched, rules)));
    return shown;
  };
}

function shownBy(
  shows: readonly Mapping[],
  matched: readonly string[],
  rules: ReadonlyMap<string, RuleTags>,
): Shown {
  const techniques = new Set<string>(shows.map((mapping) => partsOf(mapping).id));
  for (const rule of matched) {
    for (const tag of rules.get(rule)?.tags ?? []) {
      const [, id] = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag) ?? [];
      if (id !== undefined) techniques.add(currentId(id));
    }
  }
  const [first] = shows;
  return {
    tactic: first === undefined ? null : partsOf(first).tactic,
    techniques: [...techniques].toSorted(),
    rules: matched.toSorted(),
  };
}

/** Longer texts hold no more that a person would read; the record is in the evidence. */
const LONGEST = 400;

function entryOf(action: Action, { networkOf, readable, shown }: Words): TimelineEntry {
  const { event, ref } = action;
  const address = textAt(event.record, 'sourceIPAddress');
  const network = networkOf(address);
  const { tactic, techniques, rules } = shown(action.shows, event.rules);
  // Member by member: to add to a copy of the place takes several times as long.
  return {
    eventId: ref.eventId,
    timeMs: ref.timeMs,
    file: ref.file,
    record: ref.record,
    calls: callsIn(event),
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
    address: readable(address),
    country: network.country ?? '',
    network: readable(networkText(network)),
    userAgent: readable(textAt(event.record, 'userAgent')),
    error: readable(action.error || (action.outcome === 'failed' ? 'Failure' : '')),
    readOnly: action.readOnly,
    tactic,
    techniques,
    rules,
    weight: action.weight,
  };
}

/** The text as a timeline has it: without secrets, and no longer than a person reads. */
export function readableText(text: string): string {
  const redacted = redactText(text);
  return redacted.length > LONGEST ? `${redacted.slice(0, LONGEST)}…` : redacted;
}

/** `AS14061 DigitalOcean, LLC`; a service by its name; the kind of network where nothing else is known. */
function networkText({ asn, org, service, kind }: Network): string {
  if (asn !== null) return org === null ? `AS${asn}` : `AS${asn} ${org}`;
  return org ?? service ?? (kind === 'unknown' ? '' : kind);
}
