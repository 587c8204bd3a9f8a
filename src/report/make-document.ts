/** Puts a report together: which sections there are, and in which order. */
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { numberText, timeText } from '../text.ts';
import { countText } from './count-text.ts';
import type { Block, Part, ReportDocument, Section } from './document.ts';
import type { ReportOptions } from './options.ts';
import { reportedIncidents, tlpOf } from './options.ts';
import { blindSpotsSection } from './sections/blind-spots.ts';
import { credentialsSection } from './sections/credentials.ts';
import { detailsSection } from './sections/details.ts';
import { evidenceSection } from './sections/evidence.ts';
import { impactSection } from './sections/impact.ts';
import { indicatorsSection } from './sections/indicators.ts';
import { initialAccessSection } from './sections/initial-access.ts';
import { judgementSection } from './sections/judgement.ts';
import { lessonsSection } from './sections/lessons.ts';
import { methodologySection } from './sections/methodology.ts';
import { metricsSection } from './sections/metrics.ts';
import { recommendationsSection } from './sections/recommendations.ts';
import { responseSection } from './sections/response.ts';
import { summarySection } from './sections/summary.ts';
import { timelineSection } from './sections/timeline.ts';
import type { Subject } from './subject.ts';
import { verdictOn } from './verdict.ts';

/** Sections on one incident, in the order of the report. */
const INCIDENT_SECTIONS: readonly ((subject: Subject) => Section)[] = [
  summarySection,
  detailsSection,
  timelineSection,
  initialAccessSection,
  methodologySection,
  credentialsSection,
  impactSection,
  indicatorsSection,
  responseSection,
  lessonsSection,
  recommendationsSection,
  metricsSection,
];

/**
 * The report on one incident, or with `null` on all. One incident makes one part with all fifteen sections. Several
 * make an overview, a part for each, and one for what they have in common.
 */
export function makeDocument(
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): ReportDocument {
  const incidents = reportedIncidents(investigation, incident);
  const only = incidents.length === 1 ? incidents[0]! : null;
  return {
    title: options.title ?? only?.title ?? overviewTitle(incidents),
    tlp: tlpOf(options),
    facts: [
      ...(only === null ? [] : [{ name: 'Incident', value: [{ code: only.id }] }]),
      { name: 'Written', value: `${timeText(options.generated.atMs)} UTC` },
      { name: 'Logs collected until', value: `${timeText(options.generated.dataCutOffMs)} UTC` },
      { name: 'Author', value: options.author ?? 'not named' },
      { name: 'Program', value: `Keytrail ${investigation.judgement.version}` },
    ],
    parts:
      only === null
        ? [
            overviewPart(investigation, incidents, options),
            ...incidents.map((one) => incidentPart({ incident: one, investigation, options })),
            {
              id: 'common',
              title: 'Of the whole investigation',
              verdict: null,
              sections: commonSections(investigation, incidents, investigation.blindSpots),
            },
          ]
        : [wholePart({ incident: only, investigation, options })],
  };
}

/** What is only on watch is not said to be leaked. */
function overviewTitle(incidents: readonly Incident[]): string {
  const sure = incidents.filter(({ band }) => band === 'page').length;
  const open = incidents.length - sure;
  if (incidents.length === 0) return 'No incident was found';
  if (sure === 0) return `${countText(open, 'incident')} to look into`;
  const leaked = `${countText(sure, 'incident')} with leaked credentials`;
  return open === 0 ? leaked : `${leaked}, ${numberText(open)} more to look into`;
}

function wholePart(subject: Subject): Part {
  const { incident, investigation } = subject;
  return {
    ...partOf(subject),
    sections: [
      ...INCIDENT_SECTIONS.map((section) => section(subject)),
      ...commonSections(investigation, [incident], [...incident.blindSpots, ...investigation.blindSpots]),
    ],
  };
}

function incidentPart(subject: Subject): Part {
  return {
    ...partOf(subject),
    sections: [
      ...INCIDENT_SECTIONS.map((section) => section(subject)),
      blindSpotsSection(subject.incident.blindSpots),
    ],
  };
}

function partOf(subject: Subject): Omit<Part, 'sections'> {
  const { id, title } = subject.incident;
  return { id: id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), title, verdict: verdictOn(subject) };
}

function commonSections(
  investigation: Investigation,
  incidents: readonly Incident[],
  spots: Investigation['blindSpots'],
): Section[] {
  return [
    blindSpotsSection([...new Set(spots)]),
    evidenceSection(investigation),
    judgementSection(investigation, incidents),
  ];
}

function overviewPart(
  investigation: Investigation,
  incidents: readonly Incident[],
  options: ReportOptions,
): Part {
  const block: Block =
    incidents.length === 0
      ? {
          kind: 'empty',
          text: `No incident in ${countText(investigation.events, 'event')} of ${countText(investigation.subjects, 'credential or principal', 'credentials and principals')}. ${countText(investigation.findings.length, 'finding')} stayed below. What could not be seen stands further down.`,
        }
      : {
          kind: 'table',
          caption: 'Incidents, the gravest first',
          columns: [
            { title: 'Incident', kind: 'code' },
            { title: 'Severity' },
            { title: 'What' },
            { title: 'From', kind: 'time' },
            { title: 'To', kind: 'time' },
            { title: 'Credentials', kind: 'number' },
            { title: 'Intruder’s calls', kind: 'number' },
            { title: 'State' },
          ],
          rows: incidents.map((incident) => {
            const verdict = verdictOn({ incident, investigation, options });
            return [
              [{ code: incident.id }],
              verdict.severity,
              incident.title,
              timeText(incident.metrics.firstUseMs),
              timeText(incident.metrics.lastUseMs),
              numberText(incident.credentials.length),
              numberText(incident.metrics.intruderEvents),
              verdict.state,
            ];
          }),
        };
  return {
    id: 'overview',
    title: 'Overview',
    verdict: null,
    sections: [{ id: 'incidents', title: 'Incidents', blocks: [block] }],
  };
}
