/** One incident on one screen: what a person who was woken needs to know, and what to do first. */
import type {
  CompromisedCredential,
  ImpactItem,
  Incident,
  TimelineEntry,
} from '../../investigate/incident.ts';
import { groupBy } from '../../group-by.ts';
import { isRelayed } from '../../investigate/names.ts';
import { count } from '../read-logs.ts';
import { bandText } from './bands.ts';
import { firstSteps } from './first-steps.ts';
import { shortPrincipal } from './principal.ts';
import { styled } from './style.ts';
import { clean, some, timeText } from './text.ts';
import { TOGETHER, wrapped } from './wrap.ts';

const LABEL_WIDTH = 10;
const INDENT = ' '.repeat(LABEL_WIDTH);
/** Rows of each part, so that all of it stays on one screen. */
const MOST = {
  credentials: 5,
  origins: 2,
  minted: 3,
  done: 4,
  left: 4,
  steps: 4,
  services: 3,
  resources: 3,
} as const;
const HOUR_MS = 3_600_000;

/**
 * The incident as text.
 *
 * @param endMs time of the last event in the logs
 */
export function incidentText(incident: Incident, endMs: number | null, columns: number | undefined): string {
  const parts: [label: string, lines: readonly string[]][] = [
    ['Keys', limited(incident.credentials.map(credentialLine), MOST.credentials)],
    ['From', limited(originsOf(incident.timeline), MOST.origins)],
    ['Minted', limited(mintedLines(incident), MOST.minted)],
    ['Done', limited(doneLines(incident.impact), MOST.done)],
    ['Left', limited(leftLines(incident), MOST.left)],
    ['Now', [nowLine(incident, endMs)]],
    [
      'First',
      limited(
        firstSteps(incident).map((step, n) => `${n + 1}. ${step}`),
        MOST.steps,
      ),
    ],
  ];
  const head = `${bandText(incident.band)}  ${incident.id}  ${timeText(incident.firstMs).slice(0, 16)} to ${timeText(incident.lastMs).slice(0, 16)} UTC`;
  return [
    head,
    ...wrapped(clean(incident.title), '', columns).map((line) => styled('bold', line)),
    ...parts.flatMap(([label, lines]) => partLines(label, lines, columns)),
  ].join('\n');
}

function partLines(label: string, lines: readonly string[], columns: number | undefined): string[] {
  const all = lines.flatMap((line) => wrapped(line, INDENT, columns));
  return all.map((line, n) =>
    n === 0 ? styled('dim', label.padEnd(LABEL_WIDTH)) + line.slice(LABEL_WIDTH) : line,
  );
}

function limited(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  return [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more`];
}

function credentialLine({ credential, because, band, sinceMs, events }: CompromisedCredential): string {
  const who = shortPrincipal(credential.principal);
  const calls = count(events.intruder, 'call').replace(' ', TOGETHER);
  const undecided = events.undecided > 0 ? `, ${events.undecided} undecided` : '';
  const how = because === 'leaked' && band !== 'page' ? 'unusual' : because;
  return `${clean(credential.id)}  ${who}  ${how} ${shortTime(sinceMs)}  ${calls}${undecided}`;
}

/** Month, day and time: the year stands in the first line. */
function shortTime(ms: number): string {
  return timeText(ms).slice(5, 16).replace(' ', TOGETHER);
}

/** Addresses of the intruder, those with the most calls first. */
function originsOf(timeline: readonly TimelineEntry[]): string[] {
  const origins = new Map<string, { entry: TimelineEntry; calls: number }>();
  for (const entry of timeline) {
    if (entry.actor !== 'intruder' || entry.address === '' || isRelayed(entry.address)) continue;
    const known = origins.get(entry.address);
    if (known === undefined) origins.set(entry.address, { entry, calls: entry.calls });
    else known.calls += entry.calls;
  }
  return [...origins.values()]
    .toSorted((a, b) => b.calls - a.calls || (a.entry.address < b.entry.address ? -1 : 1))
    .map(({ entry, calls }) => {
      const about = [clean(entry.network), clean(entry.country)].filter((text) => text !== '').join(', ');
      return `${clean(entry.address)}${about === '' ? '' : ` (${about})`}  ${count(calls, 'call')}`;
    });
}

function mintedLines({ edges, credentials }: Incident): string[] {
  const inHand = new Set(credentials.map(({ credential }) => credential.id));
  const minted = edges.filter(({ child }) => inHand.has(child));
  if (minted.length === 0) return ['no credential that the logs show'];
  return minted.map(
    ({ parent, child, mechanism, timeMs }) =>
      `${clean(parent)} → ${clean(child)}  ${clean(mechanism)} ${shortTime(timeMs)}`,
  );
}

const VERBS: { readonly [C in ImpactItem['class']]: string } = {
  read: 'read',
  changed: 'changed',
  created: 'created',
  deleted: 'deleted',
  shared: 'shared',
  attempted: 'refused',
  cost: 'ran up cost',
};
/** Classes by how much they matter. */
const GRAVITY: readonly ImpactItem['class'][] = [
  'deleted',
  'shared',
  'cost',
  'created',
  'changed',
  'read',
  'attempted',
];

function doneLines(impact: readonly ImpactItem[]): string[] {
  const seen = impact.filter(({ certainty, service }) => certainty !== 'not observable' && service !== '');
  const lines = GRAVITY.flatMap((of) => {
    const items = seen.filter((item) => item.class === of);
    if (items.length === 0) return [];
    return [`${VERBS[of]}: ${byService(items)}`];
  });
  return lines.length === 0 ? ['nothing that the logs show'] : lines;
}

/** `secretsmanager a, b and 3 more; iam`: services with the most resources first. */
function byService(items: readonly ImpactItem[]): string {
  const services = groupBy(items, ({ service }) => service);
  const texts = [...services]
    .map(([service, of]) => {
      const names = [...new Set(of.map(({ resource }) => lastPart(resource)))].filter((name) => name !== '');
      return { count: names.length, text: `${clean(service)} ${some(names, MOST.resources)}`.trim() };
    })
    .toSorted((a, b) => b.count - a.count);
  const more = texts.length > MOST.services ? ` and ${texts.length - MOST.services} more` : '';
  return (
    texts
      .slice(0, MOST.services)
      .map(({ text }) => text)
      .join('; ') + more
  );
}

function lastPart(resource: string): string {
  return resource.startsWith('arn:') ? resource.slice(resource.lastIndexOf(':') + 1) : resource;
}

function leftLines({ persistence }: Incident): string[] {
  const left = ['present', 'attempted'].flatMap((of) => persistence.filter(({ state }) => state === of));
  if (left.length === 0) return ['nothing that the logs show'];
  return left.map(({ sentence }) => clean(sentence));
}

/** Whether it is still going on, as far as logs can tell. */
function nowLine({ lastMs, persistence }: Incident, endMs: number | null): string {
  const left = persistence.some(({ state }) => state === 'present');
  const quietHours = endMs === null ? 0 : (endMs - lastMs) / HOUR_MS;
  const last = timeText(lastMs).slice(0, 16);
  if (quietHours < 1) return `going on: its last call, ${last}, is among the last in the logs`;
  const quiet = quietHours < 48 ? `${Math.floor(quietHours)} h` : `${Math.floor(quietHours / 24)} days`;
  const door = left
    ? 'what was left behind lets it come back'
    : 'credentials that still work let it come back';
  return `quiet for ${quiet} until the end of the logs (last call ${last}); ${door}`;
}
