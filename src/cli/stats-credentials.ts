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
export function credentialsText({ credentials, accounts }: StatsReport, fit: Fit): string[] {
  const keys = credentials.filter(({ kind }) => kind === 'long-lived' || kind === 'other-key');
  const blocks = keys.slice(0, fit.limit).map((row) => blockText(row, fit));
  const columns = accounts.length > 1 ? [WHO, ACCOUNT, ...NUMBERS] : [WHO, ...NUMBERS];
  return [
    keys.length === 0
      ? `${styled('bold', 'Long-lived keys')}\nnone`
      : `${headingText('Long-lived keys', keys.length, fit)}\n${blocks.join('\n')}`,
    rowsText(
      'Temporary keys, by role or user',
      credentials.filter(({ kind }) => kind === 'temporary'),
      { fit, columns: [...columns, KEYS] },
    ),
    rowsText(
      'Without a key: services, sign-in, anonymous',
      credentials.filter(({ kind }) => kind === 'none'),
      { fit, columns },
    ),
  ];
}

function blockText(row: CredentialRow, { width }: Fit): string {
  const head = [styled('bold', clean(row.name)), some(row.principals, 2)]
    .filter((text) => text !== '')
    .join('  ');
  const lines = [
    `${counted(row.events, 'event')}, ${counted(row.apis, 'API')}; ${percentText(row.writes, row.events)} writes, ` +
      `${percentText(row.errors, row.events)} errors, ${percentText(row.denied, row.events)} denied`,
    `${timeText(row.firstMs)} to ${timeText(row.lastMs)} UTC, on ${counted(row.days, 'day')}; ` +
      `${counted(row.accounts.length, 'account')}, ${counted(row.regions.length, 'region')}`,
    `from ${topText(row.networks, row.events, networkText)}; ${addressText(row)}`,
    `with ${topText(row.tools, row.events, toolText)}`,
    `mostly ${row.topApis.top
      .slice(0, 3)
      .map((api) => `${clean(api.name)} ${numberText(api.events)}`)
      .join(', ')}`,
  ];
  const [first = '', ...rest] = wrapped(head, '', width);
  return [
    first,
    ...rest.map((line) => `  ${line}`),
    ...lines.flatMap((line) => wrapped(line, '  ', width)),
  ].join('\n');
}

function addressText({ addresses }: CredentialRow): string {
  const [top] = addresses.top;
  if (top === undefined || top.address === '') return 'no address given';
  return addresses.count === 1
    ? clean(top.address)
    : `${numberText(addresses.count)} addresses, mostly ${clean(top.address)}`;
}

/** The two most frequent of a list with their shares, and how many more there are. */
function topText<T>({ count, top }: Top<T>, events: number, words: (item: T) => string): string {
  const shown = top
    .slice(0, 2)
    .map((item) => `${clean(words(item))}${count === 1 ? '' : ` ${percentText(item.events, events)}`}`);
  return shown.join('; ') + (count > 2 ? `; and ${numberText(count - 2)} more` : '');
}

/** A column, and a row's text in it. */
interface RowColumn extends TableColumn {
  readonly cell: (row: CredentialRow) => string;
}

const WHO: RowColumn = {
  title: 'who',
  flexible: true,
  cell: ({ name }) => (name === '' ? '(not given)' : clean(shortName(name))),
};
const ACCOUNT: RowColumn = {
  title: 'account',
  cell: ({ name, accounts }) => clean(accountOf(name)) || some(accounts, 1),
};
const NUMBERS: readonly RowColumn[] = [
  { title: 'events', right: true, cell: ({ events }) => numberText(events) },
  { title: 'APIs', right: true, cell: ({ apis }) => numberText(apis) },
  { title: 'errors', right: true, cell: ({ errors, events }) => percentText(errors, events) },
  { title: 'networks', right: true, cell: ({ networks }) => numberText(networks.count) },
  { title: 'last (UTC)', cell: ({ lastMs }) => timeText(lastMs).slice(0, 10) },
];
const KEYS: RowColumn = {
  title: 'keys',
  right: true,
  cell: ({ keys, keysExact }) => `${keysExact ? '' : '~'}${numberText(keys)}`,
};

function rowsText(
  title: string,
  rows: readonly CredentialRow[],
  { fit, columns }: { readonly fit: Fit; readonly columns: readonly RowColumn[] },
): string {
  return section(title, rows, { fit, columns, cells: (row) => columns.map((column) => column.cell(row)) });
}

const ARN = /^arn:[^:]*:(?:iam|sts)::(\d*):(.*)$/s;

/** Sort and name of an IAM ARN, without account and path: `role/Name`. */
function shortName(name: string): string {
  return ARN.exec(name)?.[2]?.replace(/^([^/]*\/).*\//s, '$1') ?? name;
}

function accountOf(name: string): string {
  return ARN.exec(name)?.[1] ?? '';
}
