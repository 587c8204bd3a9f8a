/** Explains verdicts of a case. */
import { CaseFolder } from '../case/case-folder.ts';
import type { Finding } from '../investigate/finding.ts';
import { explanationOf } from '../investigate/explanation.ts';
import type { Explanation } from '../investigate/explanation.ts';
import type { CompromisedCredential, Incident, TimelineEntry } from '../investigate/incident.ts';
import { decibansText } from '../report/decibans.ts';
import type { ExplainOptions } from './explain.ts';
import { writingTo } from './output.ts';
import { bandText } from './show/bands.ts';
import { shortPrincipal } from './show/principal.ts';
import { styled } from './show/style.ts';
import { clean, jsonText, timeText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

/** Events cited for one term before "and N more". */
const SHOWN_EVENTS = 3;
/** Entries of one event's calls, findings of one credential. */
const SHOWN_FINDINGS = 10;

export async function explain(folder: string, what: string, options: ExplainOptions): Promise<void> {
  const found = explanationOf(CaseFolder.open(folder).investigation(), what);
  const isEmpty = [found.findings, found.credentials, found.events, found.incidents].every(
    (list) => list.length === 0,
  );
  process.exitCode = isEmpty ? 0 : 1;
  await writingTo(options.output, async (output) => {
    if (options.json === true) await output.write(`${jsonText(found)}\n`);
    else if (isEmpty)
      await output.write(
        `Nothing in this case is called ${clean(what)}: no finding, incident, credential of an incident or event in a timeline.\n`,
      );
    else await output.write(`${textOf(found, output.columns).join('\n')}\n`);
  });
}

function textOf(found: Explanation, columns: number | undefined): string[] {
  return [
    ...found.incidents.flatMap((incident) => incidentLines(incident, columns)),
    ...found.credentials.flatMap(({ incident, held }) => credentialLines(incident, held, columns)),
    ...found.events.flatMap(({ incident, entry }) => eventLines(incident, entry, columns)),
    ...found.findings.slice(0, SHOWN_FINDINGS).flatMap((finding) => findingLines(finding, columns)),
    ...(found.findings.length > SHOWN_FINDINGS
      ? [`and ${found.findings.length - SHOWN_FINDINGS} more findings: --json has all.`]
      : []),
  ];
}

function incidentLines(incident: Incident, columns: number | undefined): string[] {
  return [
    `${bandText(incident.band)}  ${styled('bold', incident.id)}`,
    ...wrapped(clean(incident.title), '  ', columns),
    ...incident.joins.flatMap((join) => wrapped(`put together because ${clean(join)}`, '  ', columns)),
    '',
  ];
}

const BECAUSE: { readonly [B in CompromisedCredential['because']]: string } = {
  leaked: 'it was used as its owner does not use it',
  minted: 'it was minted by a credential in the intruder’s hands',
  created: 'it belongs to a principal that the intruder created',
};

function credentialLines(
  incident: Incident,
  { credential, because, band, sinceMs, events }: CompromisedCredential,
  columns: number | undefined,
): string[] {
  const edges = incident.edges.filter(
    ({ parent, child }) => parent === credential.id || child === credential.id,
  );
  return [
    `${bandText(band)}  ${styled('bold', clean(credential.id))}  ${shortPrincipal(credential.principal)}`,
    ...[
      `${band === 'page' ? '' : 'perhaps '}in the intruder’s hands since ${timeText(sinceMs)} UTC (${incident.id}): ${BECAUSE[because]}`,
      `calls: ${events.intruder} intruder, ${events.owner} owner, ${events.undecided} undecided`,
      ...edges.map(
        (edge) =>
          `${clean(edge.parent)} → ${clean(edge.child)} by ${clean(edge.mechanism)}, ${timeText(edge.timeMs)}: rule ${edge.rule}, confidence ${edge.confidence}`,
      ),
    ].flatMap((line) => wrapped(line, '  ', columns)),
    '',
  ];
}

function eventLines(incident: Incident, entry: TimelineEntry, columns: number | undefined): string[] {
  const error = entry.error === '' ? '' : ` (${clean(entry.error)})`;
  return [
    `${styled('bold', clean(entry.eventId))}  ${clean(entry.service)}:${clean(entry.action)}${error}`,
    ...[
      `${timeText(entry.timeMs)} UTC  ${clean(entry.credential)}  ${shortPrincipal(entry.principal)}`,
      `${entry.actor}: ${clean(entry.reason)}`,
      ...(entry.techniques.length > 0 ? [`ATT&CK ${entry.techniques.map(clean).join(', ')}`] : []),
      ...(entry.rules.length > 0 ? [`rules: ${entry.rules.map(clean).join(', ')}`] : []),
      `${incident.id}  record ${entry.record} of ${clean(entry.file)}`,
    ].flatMap((line) => wrapped(line, '  ', columns)),
    '',
  ];
}

function findingLines(finding: Finding, columns: number | undefined): string[] {
  const terms = finding.terms.toSorted((a, b) => Math.abs(b.nats) - Math.abs(a.nats));
  return [
    `${bandText(finding.band)}  ${styled('bold', clean(finding.id))}  score ${decibansText(finding.score)}`,
    ...wrapped(
      `${shortPrincipal(finding.subject)} from ${clean(finding.network)} with ${clean(finding.tool)}, ${timeText(finding.firstMs)} to ${timeText(finding.lastMs)} UTC`,
      '  ',
      columns,
    ),
    ...terms.flatMap((term) => {
      const named = term.evidence
        .slice(0, SHOWN_EVENTS)
        .map(({ eventId }) => clean(eventId) || 'no event ID');
      const more = term.evidence.length - named.length;
      const lines = wrapped(`${clean(term.name)}: ${clean(term.sentence)}`, '         ', columns);
      return [
        `  ${decibansText(term.nats).padStart(6)} ${lines[0]!.slice(9)}`,
        ...lines.slice(1),
        ...named.map((id) => styled('dim', `         ${id}`)),
        ...(more > 0 ? [styled('dim', `         and ${more} more events`)] : []),
      ];
    }),
    ...(finding.benignIf.length > 0 ? ['  It would be harmless if'] : []),
    ...finding.benignIf.flatMap((reason) => hanging(clean(reason), columns)),
    '',
  ];
}

function hanging(text: string, columns: number | undefined): string[] {
  return wrapped(text, '    ', columns).map((line, n) => (n === 0 ? `  - ${line.slice(4)}` : line));
}
