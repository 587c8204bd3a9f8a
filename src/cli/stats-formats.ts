/** What logs hold, for programs: JSON, one JSON value a line, CSV. */
import type { StatsReport } from '../stats/report.ts';
import type { CredentialRow } from '../stats/report-credentials.ts';
import { inputJson } from './read-logs.ts';
import { csvCell, timeJson } from './show/text.ts';
import { named, redactedJson, sectionsOf, withTimes } from './stats-rows.ts';
import type { ShowStats } from './stats-run.ts';
import { networkText, toolText } from './stats-words.ts';

export const showStatsJson: ShowStats = async (report, { read, output, options, networkSources }) => {
  const sections = Object.entries(sectionsOf(report, options.limit));
  await output.write(`{"schema":"keytrail.stats/1","input":${redactedJson(inputJson(read))},\n`);
  await output.write(
    `"networkData":${redactedJson(networkSources.map(({ name, date }) => ({ name, date })))},\n`,
  );
  await output.write(`"overview":${redactedJson(overviewJson(report))}`);
  for (const [name, { count, rows }] of sections) {
    await output.write(`,\n"${name}":{"count":${count},"rows":[`);
    let separator = '\n';
    for (const row of rows) {
      await output.write(separator + redactedJson(row));
      separator = ',\n';
    }
    await output.write(']}');
  }
  await output.write('}\n');
};

export const showStatsNdjson: ShowStats = async (report, { output, options }) => {
  await output.write(`${redactedJson({ section: 'overview', ...overviewJson(report) })}\n`);
  for (const [section, { rows }] of Object.entries(sectionsOf(report, options.limit))) {
    for (const row of rows) await output.write(`${redactedJson({ section, ...row })}\n`);
  }
};

function overviewJson(report: StatsReport): object {
  const { gaps, data } = report;
  const silence = gaps?.longestSilence;
  return {
    ...withTimes(report.total),
    undated: report.undated,
    accounts: named(report.accounts),
    regions: named(report.regions),
    sources: named(report.sources),
    apis: report.apis.length,
    dataEvents: data,
    gaps: gaps === undefined ? null : { found: gaps.gaps.length, judged: gaps.judged, places: gaps.places },
    longestSilence:
      silence === undefined ? null : { from: timeJson(silence.firstHour * 3_600_000), hours: silence.hours },
  };
}

/** Columns of all sections; each leaves some empty. */
const COLUMNS = [
  'section',
  'name',
  'kind',
  'principals',
  'account',
  'accounts',
  'region',
  'regions',
  'source',
  'country',
  'asn',
  'org',
  'service',
  'os',
  'distro',
  'env',
  'signatures',
  'events',
  'errors',
  'denied',
  'reads',
  'writes',
  'first',
  'last',
  'days',
  'hours',
  'usualHours',
  'keys',
  'credentials',
  'addresses',
  'topAddress',
  'networks',
  'topNetwork',
  'tools',
  'topTool',
  'apis',
  'topApi',
  'errorCode',
  'credential',
  'sourceIPAddress',
  'eventId',
];

export const showStatsCsv: ShowStats = async (report, { output, options }) => {
  await output.write(`${COLUMNS.join(',')}\n`);
  const sections = sectionsOf(report, options.limit);
  for (const [section, { rows }] of Object.entries(sections)) {
    for (const row of rows) {
      const cells: { readonly [column: string]: unknown } = { ...row, ...csvCells(section, row), section };
      await output.write(`${COLUMNS.map((column) => csvCell(cellText(cells[column]))).join(',')}\n`);
    }
  }
};

/** What a row has under another name, or deeper, than the columns. */
function csvCells(section: string, row: object): object {
  const cells = row as { readonly [name: string]: unknown };
  if (section === 'credentials') return credentialCells(row as CredentialRow);
  if (section === 'gaps') return { first: cells['from'], last: cells['to'] };
  if (section === 'trailChanges') {
    return {
      name: cells['eventName'],
      first: cells['time'],
      last: cells['time'],
      principals: cells['principal'],
    };
  }
  if (section === 'tools') return { name: cells['tool'] };
  if (section === 'errors') return { name: cells['code'], topApi: (cells['top'] as { name: string }).name };
  return {};
}

function credentialCells({ networks, addresses, tools, topApis }: CredentialRow): object {
  return {
    networks: networks.count,
    topNetwork: networks.top[0] === undefined ? '' : networkText(networks.top[0]),
    addresses: addresses.count,
    topAddress: addresses.top[0]?.address,
    tools: tools.count,
    topTool: tools.top[0] === undefined ? '' : toolText(tools.top[0]),
    topApi: topApis.top[0]?.name,
  };
}

function cellText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(' ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
