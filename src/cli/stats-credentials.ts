/** Credentials for people: long-lived keys one by one in full, everything else in rows. */
import type { StatsReport } from '../stats/report.ts';
import type { CredentialRow, Top } from '../stats/report-credentials.ts';
import { styled } from './show/style.ts';
import type { TableColumn } from './show/table.ts';
import { clean, numberText, some, timeText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';
import { headingText, section } from './stats-section.ts';
import type { Fit } from './stats-section.ts';
import { counted, networkText, percentText, toolText } from './stats-words.ts';

/** Three sections: long-lived keys, temporary keys by role or user, calls without a key. */
export function credentialsText({ credentials }: StatsReport, fit: Fit): string[] {
  const keys = credentials.filter(({ kind }) => kind === 'long-lived' || kind === 'other-key');
  const blocks = keys.slice(0, fit.limit).map((row) => blockText(row, fit));
  return [
    keys.length === 0
      ? `${styled('bold', 'Long-lived keys')}\nnone`
      : `${headingText('Long-lived keys', keys.length, fit)}\n${blocks.join('\n')}`,
    rowsText('Temporary keys, by role or user', credentials.filter(({ kind }) => kind === 'temporary'), fit),
    rowsText('Without a key: services, sign-in, anonymous', credentials.filter(({ kind }) => kind === 'none'), fit),
  ];
}

function blockText(row: CredentialRow, { width }: Fit): string {
  const head = [styled('bold', clean(row.name)), some(row.principals, 2)].filter((text) => text !== '').join('  ');
  const lines = [
    `${counted(row.events, 'event')}, ${counted(row.apis, 'event name')}; ${percentText(row.writes, row.events)} writes, ` +
      `${percentText(row.errors, row.events)} errors, ${percentText(row.denied, row.events)} denied`,
    `${timeText(row.firstMs)} to ${timeText(row.lastMs)} UTC, on ${counted(row.days, 'day')}; ` +
      `${counted(row.accounts.length, 'account')}, ${counted(row.regions.length, 'region')}`,
    `from ${topText(row.networks, row.events, networkText)}; ${addressText(row)}`,
    `with ${topText(row.tools, row.events, toolText)}`,
    `mostly ${row.topApis.top.slice(0, 3).map((api) => `${clean(api.name)} ${numberText(api.events)}`).join(', ')}`,
  ];
  const [first = '', ...rest] = wrapped(head, '', width);
  return [first, ...rest.map((line) => `  ${line}`), ...lines.flatMap((line) => wrapped(line, '  ', width))].join('\n');
}

function addressText({ addresses }: CredentialRow): string {
  const [top] = addresses.top;
  if (top === undefined || top.address === '') return 'no address given';
  return addresses.count === 1 ? clean(top.address) : `${numberText(addresses.count)} addresses, mostly ${clean(top.address)}`;
}

/** The two most frequent of a list with their shares, and how many more there are. */
function topText<T>({ count, top }: Top<T>, events: number, words: (item: T) => string): string {
  const shown = top.slice(0, 2).map((item) => `${clean(words(item))}${count === 1 ? '' : ` ${percentText(item.events, events)}`}`);
  return shown.join('; ') + (count > 2 ? `; and ${numberText(count - 2)} more` : '');
}

const COLUMNS: readonly TableColumn[] = [
  { title: 'who', flexible: true },
  { title: 'keys', right: true },
  { title: 'events', right: true },
  { title: 'names', right: true },
  { title: 'errors', right: true },
  { title: 'networks', right: true },
  { title: 'first (UTC)' },
  { title: 'last (UTC)' },
];

function rowsText(title: string, rows: readonly CredentialRow[], fit: Fit): string {
  return section(title, rows, {
    fit,
    columns: COLUMNS,
    cells: (row) => [
      row.name === '' ? '(not given)' : clean(shortName(row.name)),
      `${row.keysExact ? '' : '~'}${numberText(row.keys)}`,
      numberText(row.events),
      numberText(row.apis),
      percentText(row.errors, row.events),
      numberText(row.networks.count),
      timeText(row.firstMs).slice(0, 10),
      timeText(row.lastMs).slice(0, 10),
    ],
  });
}

/** An ARN's account and what follows. */
function shortName(name: string): string {
  return /^arn:[^:]*:(?:iam|sts)::(\d*:.*)$/s.exec(name)?.[1] ?? name;
}
