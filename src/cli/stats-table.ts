/** What logs hold, for people: one section after another, in the order a responder asks. */
import type { StatsReport } from '../stats/report.ts';
import type { Sums } from '../stats/sum-table.ts';
import type { TableColumn } from './show/table.ts';
import { clean, numberText, timeText } from './show/text.ts';
import { credentialsText } from './stats-credentials.ts';
import { gapsText, trailChangesText } from './stats-gaps.ts';
import { overviewText } from './stats-overview.ts';
import type { ShowStats } from './stats-run.ts';
import { section } from './stats-section.ts';
import type { Fit } from './stats-section.ts';
import { networkText, percentText, toolText } from './stats-words.ts';

export const showStatsTable: ShowStats = async (report, { read, output, options }) => {
  if (report.total.events === 0) {
    await output.write('No events to count.\n');
    return;
  }
  const fit: Fit = { limit: options.limit === 0 ? Infinity : options.limit, width: output.columns };
  const sections = [
    overviewText(report, read, fit),
    gapsText(report, fit),
    trailChangesText(report, fit),
    ...credentialsText(report, fit),
    ...countedTexts(report, fit),
  ];
  await output.write(`${sections.filter((text) => text !== '').join('\n\n')}\n`);
};

function countedTexts(report: StatsReport, fit: Fit): string[] {
  const { accounts, regions, networks, tools, errors, apis } = report;
  return [
    section('Accounts', accounts, {
      fit,
      columns: withSpan('account'),
      cells: (row) => [nameText(row.name), ...spanCells(row)],
    }),
    section('Regions', regions, {
      fit,
      columns: withSpan('region'),
      cells: (row) => [nameText(row.name), ...spanCells(row)],
    }),
    section('Networks', networks, {
      fit,
      columns: [{ title: 'network', flexible: true }, ...EVENTS, { title: 'addresses', right: true }, USERS],
      cells: (row) => [
        clean(networkText(row)) +
          (row.addresses === 1 && row.topAddress !== row.service
            ? ` (${clean(row.topAddress) || 'no address'})`
            : ''),
        ...eventCells(row),
        numberText(row.addresses),
        numberText(row.credentials),
      ],
    }),
    section('Tools', tools, {
      fit,
      columns: [{ title: 'tool', flexible: true }, ...EVENTS, USERS, { title: 'last (UTC)' }],
      cells: (row) => [
        clean(toolText(row)),
        ...eventCells(row),
        numberText(row.credentials),
        dayText(row.lastMs),
      ],
    }),
    section('Errors', errors, {
      fit,
      columns: [
        { title: 'code', flexible: true },
        { title: 'events', right: true },
        { title: 'APIs', right: true },
        { title: 'most often', flexible: true },
      ],
      cells: (row) => [
        clean(row.code),
        numberText(row.events),
        numberText(row.apis),
        `${clean(row.top.name)} (${numberText(row.top.events)})`,
      ],
    }),
    section('APIs', apis, {
      fit,
      columns: [{ title: 'API', flexible: true }, { title: 'source', flexible: true }, ...EVENTS, USERS],
      cells: (row) => [
        clean(row.name),
        shortSource(row.source),
        ...eventCells(row),
        numberText(row.credentials),
      ],
    }),
  ];
}

const EVENTS: readonly TableColumn[] = [
  { title: 'events', right: true },
  { title: 'errors', right: true },
];
const USERS: TableColumn = { title: 'users', right: true };

function withSpan(title: string): TableColumn[] {
  return [{ title, flexible: true }, ...EVENTS, { title: 'first (UTC)' }, { title: 'last (UTC)' }];
}

function eventCells({ events, errors }: Sums): string[] {
  return [numberText(events), percentText(errors, events)];
}

function spanCells(row: Sums): string[] {
  return [...eventCells(row), timeText(row.firstMs).slice(0, 16), timeText(row.lastMs).slice(0, 16)];
}

function nameText(name: string): string {
  return name === '' ? '(not given)' : clean(name);
}

function dayText(ms: number): string {
  return timeText(ms).slice(0, 10);
}

function shortSource(source: string): string {
  return clean(source.replace(/\.amazonaws\.com$/, ''));
}
