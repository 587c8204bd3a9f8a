/** Shows the timeline of a case. */
import { CaseFolder } from '../case/case-folder.ts';
import { callsListed } from '../investigate/bounds.ts';
import type { Actor, Incident, TimelineEntry } from '../investigate/incident.ts';
import { incidentsOf } from './case-incident.ts';
import { writingTo } from './output.ts';
import type { Output } from './output.ts';
import { bandText } from './show/bands.ts';
import { shortPrincipal } from './show/principal.ts';
import { styled } from './show/style.ts';
import { clean, csvCell, jsonText, timeJson, timeText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';
import type { TimelineOptions } from './timeline.ts';

/** The entries of one incident that were asked for. */
interface Shown {
  readonly incident: Incident;
  readonly entries: readonly TimelineEntry[];
  /** Calls that were left out because nobody asked for all. */
  readonly left: number;
}

type Show = (shown: readonly Shown[], output: Output, options: TimelineOptions) => Promise<void>;

const SHOW: { readonly [F in TimelineOptions['format']]: Show } = {
  table: showTable,
  json: showJson,
  ndjson: showNdjson,
  csv: showCsv,
};

export async function timeline(folder: string, options: TimelineOptions): Promise<void> {
  const incidents = incidentsOf(CaseFolder.open(folder).investigation(), options.incident);
  const shown = incidents.map((incident) => select(incident, options));
  process.exitCode = shown.some(({ entries }) => entries.length > 0) ? 1 : 0;
  const show = SHOW[options.json === true ? 'json' : options.format];
  await writingTo(options.output, async (output) => show(shown, output, options));
}

function select(incident: Incident, { credential, all }: TimelineOptions): Shown {
  const wanted = incident.timeline.filter(
    (entry) => credential === undefined || credential.includes(entry.credential),
  );
  const entries = all === true ? wanted : wanted.filter(({ actor }) => actor !== 'owner');
  return { incident, entries, left: callsListed(wanted) - callsListed(entries) };
}

const MARK: { readonly [A in Actor]: string } = { intruder: '!', undecided: '?', owner: ' ' };
const INDENT = ' '.repeat(12);

/** A run of calls that differ in time only. */
interface Run {
  readonly first: TimelineEntry;
  lastMs: number;
  calls: number;
}

async function showTable(shown: readonly Shown[], output: Output, options: TimelineOptions): Promise<void> {
  if (shown.every(({ entries }) => entries.length === 0)) await output.write('Nothing to show.\n');
  for (const { incident, entries, left } of shown) {
    await output.write(`${bandText(incident.band)}  ${incident.id}\n`);
    for (const line of wrapped(clean(incident.title), '', output.columns))
      await output.write(`${styled('bold', line)}\n`);
    let [day, who] = ['', ''];
    for (const run of options.all === true ? entries.map(runOf) : runsOf(entries)) {
      const { first } = run;
      const date = timeText(first.timeMs).slice(0, 10);
      if (date !== day) await output.write(`\n${styled('bold', date)} UTC\n`);
      const origin = originText(first);
      if (date !== day || origin !== who)
        for (const line of wrapped(origin, '  ', output.columns))
          await output.write(`${styled('dim', line)}\n`);
      [day, who] = [date, origin];
      await output.write(`${runText(run, output.columns)}\n`);
    }
    if (left > 0) await output.write(`\n${styled('dim', `${left} calls of the owner not shown: --all`)}\n`);
    await output.write('\n');
  }
}

function runOf(entry: TimelineEntry): Run {
  return { first: entry, lastMs: entry.lastMs, calls: entry.calls };
}

/** The same call by the same credential from the same place, one after the other, is one line. */
function runsOf(entries: readonly TimelineEntry[]): Run[] {
  const runs: Run[] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    if (run !== undefined && isRepeat(run.first, entry)) {
      run.lastMs = Math.max(run.lastMs, entry.lastMs);
      run.calls += entry.calls;
    } else runs.push(runOf(entry));
  }
  return runs;
}

const SAME = ['actor', 'credential', 'service', 'action', 'error', 'address', 'region', 'target'] as const;

function isRepeat(a: TimelineEntry, b: TimelineEntry): boolean {
  return SAME.every((name) => a[name] === b[name]);
}

function originText({ credential, principal, address, network, country }: TimelineEntry): string {
  const about = [network, country].filter((text) => text !== '').map(clean);
  const place = about.length === 0 ? clean(address) : `${clean(address)} (${about.join(', ')})`;
  return `${clean(credential)}  ${shortPrincipal(principal)}  from ${place}`;
}

function runText({ first, lastMs, calls }: Run, columns: number | undefined): string {
  const time = timeText(first.timeMs).slice(11);
  const times = calls === 1 ? '' : `  ${calls} times, last ${lastText(first.timeMs, lastMs)}`;
  const error = first.error === '' ? '' : ` (${clean(first.error)})`;
  const target = first.target === '' ? '' : `  ${clean(first.target)}`;
  const techniques = first.techniques.length === 0 ? '' : `  ${first.techniques.map(clean).join(', ')}`;
  const text = `${clean(first.service)}:${clean(first.action)}${error}${target}${times}${techniques}`;
  const lines = wrapped(text, INDENT, columns);
  const head = `  ${time}${MARK[first.actor].padStart(1)} `;
  const line = head + lines[0]!.slice(INDENT.length);
  const style = first.actor === 'intruder' && first.weight >= 2 ? 'red' : undefined;
  return [style === undefined ? line : styled(style, line), ...lines.slice(1)].join('\n');
}

/** The time of day; with the date where it is another day's. */
function lastText(firstMs: number, lastMs: number): string {
  const text = timeText(lastMs);
  return text.slice(0, 10) === timeText(firstMs).slice(0, 10) ? text.slice(11) : text;
}

async function showJson(shown: readonly Shown[], output: Output): Promise<void> {
  const list = shown.map(({ incident, entries }) => ({
    incident: incident.id,
    title: incident.title,
    band: incident.band,
    timeline: entries.map(entryJson),
  }));
  await output.write(`${jsonText(list)}\n`);
}

async function showNdjson(shown: readonly Shown[], output: Output): Promise<void> {
  for (const { incident, entries } of shown)
    for (const entry of entries)
      await output.write(`${jsonText({ incident: incident.id, ...entryJson(entry) })}\n`);
}

function entryJson({ timeMs, lastMs, ...entry }: TimelineEntry): object {
  return { time: timeJson(timeMs), last: timeJson(lastMs), ...entry };
}

const COLUMNS = [
  'incident',
  'time',
  'calls',
  'last',
  'actor',
  'credential',
  'principal',
  'account',
  'region',
  'service',
  'action',
  'target',
  'error',
  'address',
  'country',
  'network',
  'userAgent',
  'tactic',
  'techniques',
  'reason',
  'eventId',
  'file',
  'record',
] as const;

async function showCsv(shown: readonly Shown[], output: Output): Promise<void> {
  await output.write(`${COLUMNS.join(',')}\n`);
  for (const { incident, entries } of shown) {
    for (const entry of entries) {
      const cells: { readonly [column: string]: string | number | boolean | readonly string[] | null } = {
        ...entry,
        incident: incident.id,
        time: timeJson(entry.timeMs) ?? '',
        last: timeJson(entry.lastMs) ?? '',
        techniques: entry.techniques.join(' '),
      };
      await output.write(`${COLUMNS.map((column) => csvCell(String(cells[column] ?? ''))).join(',')}\n`);
    }
  }
}
