/** Tables of a report as CSV files (RFC 4180): the whole timeline, the indicators, the credentials, where they may have leaked from. */
import type { CompromisedCredential, Incident, Indicator, TimelineEntry } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { placeText } from '../exposure/words.ts';
import type { IncidentSources } from '../story/audit-record.ts';
import { sourcesOfIncident } from '../story/audit-record.ts';
import type { StoryPlace } from '../story/key-story.ts';
import type { RecordedStep } from '../respond/response-record.ts';
import { csvCell, timeJson } from '../text.ts';
import type { ReportOptions } from './options.ts';
import { reportedIncidents } from './options.ts';
import { eventText } from './cite.ts';
import { responseTo } from './subject.ts';
import { phaseOf } from './tactics.ts';

type Cell = string | number | boolean;

/** `timeline.csv`, `indicators.csv`, `credentials.csv`, `sources.csv`, `response.csv`; the first column names the incident. */
export function renderCsv(
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): { readonly [name: string]: string } {
  const incidents = reportedIncidents(investigation, incident);
  return {
    'timeline.csv': csvFile(TIMELINE_COLUMNS, incidents, ({ timeline }) => timeline.map(timelineCells)),
    'indicators.csv': csvFile(INDICATOR_COLUMNS, incidents, ({ indicators }) =>
      indicators.map(indicatorCells),
    ),
    'credentials.csv': csvFile(CREDENTIAL_COLUMNS, incidents, ({ credentials }) =>
      credentials.map(credentialCells),
    ),
    'sources.csv': csvFile(SOURCE_COLUMNS, incidents, (one) =>
      options.audit === undefined ? [] : sourceRows(sourcesOfIncident(options.audit, one)),
    ),
    'response.csv': csvFile(
      RESPONSE_COLUMNS,
      incidents,
      (one) => responseTo({ incident: one, investigation, options })?.steps.map(stepCells) ?? [],
    ),
  };
}

function csvFile(
  columns: readonly string[],
  incidents: readonly Incident[],
  rows: (incident: Incident) => readonly (readonly Cell[])[],
): string {
  const lines = incidents.flatMap((incident) => rows(incident).map((cells) => [incident.id, ...cells]));
  return [['incident', ...columns], ...lines].map(csvLine).join('');
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => csvCell(String(cell))).join(',')}\r\n`;
}

function time(ms: number | null): string {
  return ms === null ? '' : (timeJson(ms) ?? '');
}

const TIMELINE_COLUMNS = [
  'time',
  'actor',
  'reason',
  'phase',
  'tactic',
  'techniques',
  'weight',
  'service',
  'action',
  'target',
  'error',
  'readOnly',
  'credential',
  'principal',
  'account',
  'region',
  'address',
  'country',
  'network',
  'userAgent',
  'rules',
  'eventId',
  'file',
  'record',
];

function timelineCells(entry: TimelineEntry): Cell[] {
  return [
    time(entry.timeMs),
    entry.actor,
    entry.reason,
    phaseOf(entry)?.title ?? '',
    entry.tactic ?? '',
    entry.techniques.join(' '),
    entry.weight,
    entry.service,
    entry.action,
    entry.target,
    entry.error,
    entry.readOnly,
    entry.credential,
    entry.principal,
    entry.account,
    entry.region,
    entry.address,
    entry.country,
    entry.network,
    entry.userAgent,
    entry.rules.join(' '),
    entry.eventId,
    entry.file,
    entry.record,
  ];
}

const INDICATOR_COLUMNS = ['type', 'value', 'confidence', 'first', 'last', 'count', 'note', 'events'];

function indicatorCells(indicator: Indicator): Cell[] {
  const { type, value, confidence, firstMs, lastMs, count, note, events } = indicator;
  return [type, value, confidence, time(firstMs), time(lastMs), count, note, events.map(eventText).join(' ')];
}

const CREDENTIAL_COLUMNS = [
  'credential',
  'kind',
  'because',
  'band',
  'principal',
  'owner',
  'account',
  'since',
  'until',
  'issued',
  'expires',
  'firstUse',
  'lastUse',
  'intruderEvents',
  'ownerEvents',
  'undecidedEvents',
  'keys',
];

function credentialCells({ credential, ...held }: CompromisedCredential): Cell[] {
  return [
    credential.id,
    credential.kind,
    held.because,
    held.band,
    credential.principal,
    credential.owner,
    credential.account,
    time(held.sinceMs),
    time(held.untilMs),
    time(credential.issuedMs),
    time(credential.expiresMs),
    time(credential.firstUseMs),
    time(credential.lastUseMs),
    held.events.intruder,
    held.events.owner,
    held.events.undecided,
    credential.keys.join(' '),
  ];
}

const SOURCE_COLUMNS = [
  'rank',
  'credential',
  'confidence',
  'reach',
  'place',
  'commit',
  'author',
  'authored',
  'committed',
  'refs',
  'dangling',
  'pushedTo',
  'fileChanged',
  'secondsBefore',
  'reasons',
];

/** Places that keys may have leaked from, by rank; behind them those that are ruled out, without one. */
function sourceRows({ sources, ruledOut }: IncidentSources): Cell[][] {
  return [
    ...sources.map(({ keyId, confidence, reach, place, leadSeconds, reasons }, n): Cell[] => [
      n + 1,
      keyId,
      confidence,
      reach,
      ...placeCells(place),
      leadSeconds ?? '',
      reasons.join(' '),
    ]),
    ...ruledOut.map(({ keyId, place, reason }): Cell[] => [
      '',
      keyId,
      'ruled out',
      '',
      ...placeCells(place),
      '',
      reason,
    ]),
  ];
}

function placeCells(place: StoryPlace): Cell[] {
  const { git, modifiedMs } = place;
  return [
    placeText(place),
    git?.commit ?? '',
    git?.author ?? '',
    time(git?.authoredMs ?? null),
    time(git?.timeMs ?? null),
    git?.refs.join(' ') ?? '',
    git?.dangling ?? '',
    git?.remotes.join(' ') ?? '',
    time(modifiedMs),
  ];
}

const RESPONSE_COLUMNS = [
  'step',
  'phase',
  'state',
  'action',
  'title',
  'account',
  'region',
  'begun',
  'ended',
  'holdsSince',
  'by',
  'calls',
  'counterMoves',
  'reason',
  'permission',
  'undo',
  'events',
];

function stepCells(step: RecordedStep): Cell[] {
  return [
    step.id,
    step.phase ?? '',
    step.state,
    step.action,
    step.title,
    step.account,
    step.region,
    time(step.startedMs),
    time(step.endedMs),
    time(step.verifiedMs),
    step.by.join(' '),
    step.calls,
    step.counterMoves,
    step.reason,
    step.permission,
    step.undo ?? '',
    step.events.map(eventText).join(' '),
  ];
}
