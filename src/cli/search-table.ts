/** Found events for people: one line each where the terminal is wide enough, two where it is not. */
import type { Entry } from '../search/entry.ts';
import type { Summary } from '../cloudtrail/summary.ts';
import type { ShowSearch } from './search-run.ts';
import { styled } from './show/style.ts';
import { tableText } from './show/table.ts';
import { clean, numberText, timeText } from './show/text.ts';

const TITLES = ['time (UTC)', 'event', 'error', 'who', 'credential', 'from', 'region'] as const;
type Title = (typeof TITLES)[number];
type Row = { readonly [title in Title]: string };

/** Columns that may be cut to fit, though not to less than this: what is left would say nothing. */
const FLEXIBLE: ReadonlySet<Title> = new Set(['event', 'error', 'who', 'from']);
const NARROWEST = 16;
const GAP = '  ';
const INDENT: string = ' '.repeat('2026-11-23 22:10:00'.length) + GAP;

/** Rows laid out together; a longer result is a sequence of such tables. */
const PAGE = 1000;

export const showSearchTable: ShowSearch = async (result, output) => {
  let rows: Row[] = [];
  for (const entry of result.entries()) {
    rows.push(rowOf(entry));
    if (rows.length < PAGE) continue;
    await output.write(`${rowsText(rows, output.columns)}\n`);
    rows = [];
  }
  if (rows.length > 0) await output.write(`${rowsText(rows, output.columns)}\n`);
  if (result.shown === 0) await output.write('Nothing found.\n');
  const more = result.count - result.shown;
  if (more === 0) return;
  const text = `${numberText(more)} more ${more === 1 ? 'event' : 'events'}: --limit 0 shows all, --json has every event as a whole.`;
  await output.write(`\n${styled('dim', text)}\n`);
};

function rowOf({ timeMs, text }: Entry): Row {
  const event: Summary = JSON.parse(text);
  const service = event.eventSource.replace(/\.amazonaws\.com$/, '');
  return {
    'time (UTC)': timeText(timeMs),
    event: clean(`${service}:${event.eventName}`),
    error: clean(event.errorCode),
    who: clean(shortName(event.principal)),
    credential: clean(event.credential),
    from: clean(event.sourceIPAddress),
    region: clean(event.region),
  };
}

/** The name at the end of an ARN. */
function shortName(principal: string): string {
  return /^arn:[^:]*:(?:iam|sts)::\d*:/.test(principal)
    ? principal.slice(principal.indexOf('/') + 1) || 'root'
    : principal;
}

/** The rows as a table, at most `width` columns wide; as wide as they are for a file or a pipe. */
export function rowsText(rows: readonly Row[], width: number | undefined): string {
  if (width === undefined) return oneLineEach(rows, TITLES, width);
  const common = commonTitles(rows);
  const own = TITLES.filter((title) => !common.includes(title));
  const heading = common.flatMap((title) => {
    const text = rows[0]![title];
    return text === '' ? [] : [`${title} ${text}`];
  });
  const lines =
    leastWidth(rows, own) <= width ? oneLineEach(rows, own, width) : twoLinesEach(rows, own, width);
  return [...wrapped(heading, '', width), lines].join('\n');
}

/** What all rows have in common is said once. */
function commonTitles(rows: readonly Row[]): Title[] {
  if (rows.length < 2) return [];
  return TITLES.slice(2).filter((title) => rows.every((row) => row[title] === rows[0]![title]));
}

function leastWidth(rows: readonly Row[], titles: readonly Title[]): number {
  const widths = titles.map((title) => {
    const natural = Math.max(title.length, ...rows.map((row) => row[title].length));
    return FLEXIBLE.has(title) ? Math.min(natural, NARROWEST) : natural;
  });
  return widths.reduce((sum, each) => sum + each, GAP.length * (titles.length - 1));
}

function oneLineEach(rows: readonly Row[], titles: readonly Title[], width: number | undefined): string {
  const columns = titles.map((title) => ({ title, flexible: FLEXIBLE.has(title) }));
  return tableText(
    columns,
    rows.map((row) => titles.map((title) => row[title])),
    width,
  );
}

/** What happened on the first line, who did it on the second. */
function twoLinesEach(rows: readonly Row[], titles: readonly Title[], width: number): string {
  const rest = titles.slice(1);
  const [what, who] = [rest.filter((title) => WHAT.has(title)), rest.filter((title) => !WHAT.has(title))];
  const lines = rows.flatMap((row) => [
    cut([row['time (UTC)'], ...present(row, what)].join(GAP), width),
    ...wrapped(present(row, who), INDENT, width),
  ]);
  const heading = ['time (UTC)'.padEnd(INDENT.length - GAP.length), ...what, '/', ...who].join(GAP);
  return [styled('dim', cut(heading, width)), ...lines].join('\n');
}

const WHAT: ReadonlySet<Title> = new Set(['event', 'error']);

function present(row: Row, titles: readonly Title[]): string[] {
  return titles
    .filter((title) => row[title] !== '')
    .map((title) => (title === 'from' ? `from ${row[title]}` : row[title]));
}

/** Indented lines of texts, broken between them. */
function wrapped(texts: readonly string[], indent: string, width: number): string[] {
  const room = width - indent.length;
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + GAP.length + text.length <= room) {
      lines[lines.length - 1] = last + GAP + text;
    } else lines.push(cut(text, room));
  }
  return lines.map((line) => indent + line);
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}
