/** The first lines of statistics: how long, how much, of what. */
import type { StatsReport } from '../stats/report.ts';
import type { Read } from './read-logs.ts';
import { styled } from './show/style.ts';
import { clean, numberText, timeText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';
import type { Fit } from './stats-section.ts';
import { named } from './stats-rows.ts';
import { counted, percentText, spanText } from './stats-words.ts';

export function overviewText(report: StatsReport, read: Read, { width }: Fit): string {
  const { total } = report;
  const lines = [
    timeLine(report),
    `${counted(total.events, 'event')} in ${counted(read.tally.files, 'file')}, ${counted(read.tally.duplicates, 'duplicate')} left out`,
    [
      counted(named(report.accounts), 'account'),
      counted(named(report.regions), 'region'),
      counted(named(report.sources), 'event source'),
      counted(report.apis.length, 'API'),
    ].join(', '),
    shareLine(report),
    dataLine(report),
  ];
  return [styled('bold', 'Overview'), ...lines.flatMap((line) => wrapped(line, '', width))].join('\n');
}

function timeLine({ total, undated }: StatsReport): string {
  const none = undated === 0 ? '' : `; ${counted(undated, 'event')} without a readable time`;
  if (total.firstMs > total.lastMs) return `no event has a readable time${none}`;
  return `${timeText(total.firstMs)} to ${timeText(total.lastMs)} UTC (${spanText(total.lastMs - total.firstMs)})${none}`;
}

function shareLine({ total: { events, errors, denied, reads, writes } }: StatsReport): string {
  const unknown = events - reads - writes;
  return [
    `${percentText(reads, events)} reads, ${percentText(writes, events)} writes`,
    unknown === 0 ? '' : `, ${percentText(unknown, events)} do not say`,
    `; ${percentText(errors, events)} errors, ${percentText(denied, events)} denied`,
  ].join('');
}

/** "Not recorded" and "did not happen" are different things; this line keeps them apart. */
function dataLine({ data }: StatsReport): string {
  if (data.events === 0) {
    return 'no data events: these logs cannot tell whether S3 objects, database items or the like were read or written';
  }
  const sources = data.sources.map(({ name, events }) => `${clean(name)} ${numberText(events)}`).join(', ');
  const byName = data.byName === 0 ? '' : ` (${numberText(data.byName)} told by their names alone)`;
  return `data events: ${sources}${byName}; other services and buckets may have had none recorded`;
}
